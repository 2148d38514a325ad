using System.Text.Json;
using ImgCompress.Configuration;
using ImgCompress.Engine.Hosting;
using ImgCompress.Engine.Logging;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Lambda;
using ImgCompress.Ledger;
using ImgCompress.Platform;

namespace ImgCompress.Enqueuer.Function;

/// <summary><c>submit</c> for a caller without the file system: the enqueuer as a Lambda function that has it.</summary>
internal sealed class SubmitFunction(Settings settings, Backend backend, TimeProvider time, Random random)
{
    /// <summary>Kept before the deadline for the batch in progress and for the answer.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a submission has not moved before it is gone on with: longer than a batch takes. Should the other one only have been slow,
    /// the cursor lets one of the two go on.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Starts from the environment. Queue and table are required: no worker serves a function's embedded ledger.</summary>
    /// <exception cref="UsageException">A setting is missing or cannot be right.</exception>
    private static SubmitFunction Start(TimeProvider time, Random random)
    {
        var settings = Settings.Read(Environment.GetEnvironmentVariable);
        var aws = settings.Aws ?? throw new UsageException(
            $"{Settings.QueueUrlName} is ''; it must be the URL of an SQS queue");
        return new(settings, Backend.OnAws(aws, TimeSpan.Zero, time, random), time, random);
    }

    /// <summary>Serves invocations until the environment is shut down; returns the process's exit code.</summary>
    public static async Task<int> ServeAsync(string address)
    {
        using var stop = new StopSignals();
        var time = TimeProvider.System;
        var log = new WorkerLog(Console.Out, json: true, time);
        return await LambdaHost.RunAsync(address, () => Start(time, new Random()).HandleAsync, log.Fault, stop.Token);
    }

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReceivedInvocation received, CancellationToken cancellationToken)
    {
        var remaining = Remaining(received.Invocation.Deadline);
        using var deadline = new CancellationTokenSource(remaining, time);
        using var halfway = new CancellationTokenSource(remaining / 2, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var payload = Parse(received.Event.Span);
        return payload.Continue
            ? JsonSerializer.SerializeToUtf8Bytes(await ContinueAsync(payload, stop.Token), FunctionJson.Default.ContinueAnswer)
            : payload.Reconcile
            ? JsonSerializer.SerializeToUtf8Bytes(await ReconcileAsync(payload, stop.Token), FunctionJson.Default.ReconcileResult)
            : JsonSerializer.SerializeToUtf8Bytes(await SubmitAsync(payload, halfway.Token, stop.Token), FunctionJson.Default.SubmitAnswer);
    }

    private async Task<ReconcileResult> ReconcileAsync(SubmitPayload payload, CancellationToken stop)
    {
        RefuseDirectory(payload, "reconcile");
        using var root = FileRoot.Open(settings.Root);
        await new RootOwnership(root, backend.Ledger, time, random).CompareAsync(stop);
        return await new Reconciler(backend.Ledger, backend.Queue, root).ReconcileAsync(only: null, anyway: false, stop);
    }

    private async Task<ContinueAnswer> ContinueAsync(SubmitPayload payload, CancellationToken stop)
    {
        RefuseDirectory(payload, "continue");
        using var root = FileRoot.Open(settings.Root);
        await new RootOwnership(root, backend.Ledger, time, random).CompareAsync(stop);
        var (answers, faults) = (new List<SubmitAnswer>(), new List<Exception>());
        var jobs = await backend.Ledger.ListJobsAsync(stop).Where(IsLeftAlone).ToListAsync(stop);
        foreach (var job in jobs)
        {
            try
            {
                answers.Add(await SubmitAsync(root, job, stop));
            }
            catch (Exception exception) when (exception is FileFaultException or SubmissionException)
            {
                // The others go on.
                faults.Add(new InvalidOperationException($"job {job.Id}: {exception.Message}", exception));
            }
        }

        return faults.Count == 0 ? new(answers) : throw faults[0];
    }

    private bool IsLeftAlone(JobRow job) => job is { State: JobState.Loading, ContinuesItself: true }
        && time.GetUtcNow() - (job.Advanced ?? job.Created) >= Patience;

    private static void RefuseDirectory(SubmitPayload payload, string member)
    {
        if (payload.Dir is not null)
        {
            throw new UsageException($"dir and {member} exclude each other: {member} is of all jobs");
        }
    }

    private async Task<SubmitAnswer> SubmitAsync(SubmitPayload payload, CancellationToken halfway, CancellationToken stop)
    {
        var directory = RootPath.Below(
            settings.Root, payload.Dir ?? throw new UsageException("dir is missing; it must be a directory below the root"));
        var below = payload.Output is null ? directory : RootPath.Below(settings.Root, payload.Output, mustExist: false);
        if (payload is { Output: null, DangerousDirectory: false })
        {
            // The root is a mounted file system, and all of it may be meant.
            ProtectedDirectory.Refuse(
                Path.Combine(settings.Root, directory), Machine.Here(), mounts: false, "\"dangerous_directory\": true");
        }

        using var root = FileRoot.Open(settings.Root);
        var request = new JobRequest(below, payload.Spec(), payload.Options(source: payload.Output is null ? null : directory));
        RootPath.RequireNoOtherRoot(root.Location, below);
        await new RootOwnership(root, backend.Ledger, time, random).CompareAsync(stop);
        var job = await new Jobs(backend.Ledger, time, random)
        {
            ContinueThemselves = true,
            FailureLimit = payload.FailureLimit(),
        }.ContinueOrCreateAsync(
            payload.Job,
            request,
            created => CheckAsync(root, created, halfway),
            stop);
        return await SubmitAsync(root, job, stop);
    }

    private async Task<SubmitAnswer> SubmitAsync(IFileRoot root, JobRow job, CancellationToken stop)
    {
        using var scan = new JobScan(root, job);
        var progress = new SubmissionProgress();
        try
        {
            await new Submitter(backend.Ledger, backend.Queue).SubmitAsync(job, scan.Scan, progress, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What was enqueued stays, and the answer says how to go on.
        }

        return new(
            job.Id.ToString(),
            progress.Open,
            progress.Unchanged,
            progress.BusyFiles,
            progress.PassedOver,
            progress.SystemPassedOver,
            progress.TooLong?.Files ?? 0,
            progress.IsSealed);
    }

    private async Task CheckAsync(IFileRoot root, JobRow job, CancellationToken halfway)
    {
        try
        {
            await new RepetitionCheck(backend.Ledger, root, "\"again\": true").RequireNoneAsync(job, halfway);
        }
        catch (OperationCanceledException) when (halfway.IsCancellationRequested)
        {
            // More files than can be looked at in time: those that have been scaled are found by the workers, and left alone.
        }
    }

    private static SubmitPayload Parse(ReadOnlySpan<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, FunctionJson.Default.SubmitPayload)
                ?? throw new UsageException("the payload is null; it must be an object with \"dir\"");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"the payload cannot be read: {exception.Message}");
        }
    }

    private TimeSpan Remaining(DateTimeOffset deadline)
    {
        var left = deadline - time.GetUtcNow() - Margin;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
