using System.Text.Json;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Commands;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Lambda;
using ImgCompress.Ledger;
using ImgCompress.Worker;

namespace ImgCompress.Enqueuer.Function;

/// <summary><c>submit</c> for a caller without the file system: the enqueuer as a Lambda function that has it.</summary>
internal sealed class SubmitFunction(Settings settings, Backend backend, TimeProvider time, Random random)
{
    /// <summary>Left for the answer, and for the batch in hand.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>From the environment: without a queue and a table, a function has nobody to work for it.</summary>
    private static SubmitFunction Start()
    {
        var settings = Settings.Read(Environment.GetEnvironmentVariable);
        var aws = settings.Aws ?? throw new SettingsException(
            $"{Settings.QueueUrlName} is ''; it must be the URL of an SQS queue");
        return new(settings, Backend.OnAws(aws, TimeProvider.System), TimeProvider.System, new Random());
    }

    /// <summary>Is a function until the environment is shut down; returns the process's exit code.</summary>
    public static async Task<int> ServeAsync(string address)
    {
        using var stop = new StopSignals();
        var log = new WorkerLog(Console.Out, json: true, TimeProvider.System);
        return await LambdaHost.RunAsync(address, () => Start().HandleAsync, log.Fault, stop.Token);
    }

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReceivedInvocation received, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Remaining(received.Invocation.Deadline), time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var answer = await SubmitAsync(Parse(received.Event.Span), stop.Token);
        return JsonSerializer.SerializeToUtf8Bytes(answer, FunctionJson.Default.SubmitAnswer);
    }

    private async Task<SubmitAnswer> SubmitAsync(SubmitPayload payload, CancellationToken stop)
    {
        var directory = Backend.Below(settings.Root, payload.Dir ?? throw new UsageException("dir is missing; it must be a directory below the root"));
        var below = payload.Output is null ? directory : Backend.Below(settings.Root, payload.Output, mustExist: false);
        var job = await FindOrMakeAsync(payload, below, payload.Output is null ? null : directory, stop);
        using var root = FileRoot.Open(settings.Root);
        using var scan = new JobScan(root, job);
        var progress = new SubmissionProgress();
        try
        {
            await new Submitter(backend.Ledger, backend.Queue).SubmitAsync(job, scan.Scan, progress, stop, again: true);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What was enqueued stays, and the answer says how to go on.
        }

        return new(job.Id.ToString(), progress.Open, progress.Unchanged, progress.Busy.Values.Sum(), progress.IsSealed);
    }

    private async Task<JobRow> FindOrMakeAsync(SubmitPayload payload, string below, string? source, CancellationToken cancellationToken)
    {
        if (payload.Job is { } name)
        {
            return await BackendOptions.FindJobAsync(name, backend.Ledger, cancellationToken) is { } found && found.Directory == below
                ? found
                : throw new UsageException($"job {name} is not of the directory '{below}'");
        }

        var job = new JobRow(
            JobId.Create(time, random), below, payload.Spec(), payload.Options(source), JobState.Loading, null, time.GetUtcNow());
        await backend.Ledger.CreateJobAsync(job, cancellationToken);
        return job;
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
            throw new UsageException($"the payload is not one of this function: {exception.Message}");
        }
    }

    private TimeSpan Remaining(DateTimeOffset deadline)
    {
        var left = deadline - time.GetUtcNow() - Margin;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
