using System.Diagnostics.CodeAnalysis;
using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Embedded;
using ImgCompress.Engine.Hosting;
using ImgCompress.Engine.Polling;
using ImgCompress.Ledger;
using ImgCompress.Queue.Sqlite;

namespace ImgCompress.Enqueuer.Running;

/// <summary>A whole job in this process: submission and work side by side, on the embedded ledger.</summary>
internal sealed class Runner(RunRequest request, TimeProvider time, Random random)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    // Nobody else works on an embedded ledger, so a retry waits for the file system and for nobody's lease.
    private static readonly DeliverySettings Settings = new() { RetryDelay = TimeSpan.FromMilliseconds(250) };

    /// <summary>Called once the job is known, with the files that were in progress when an earlier run was cut off.</summary>
    public Action<JobRow, IReadOnlySet<RelativePath>>? Started { get; init; }

    /// <summary>Runs until every file has ended, or until <paramref name="stop"/> and the end of the files in progress.</summary>
    /// <exception cref="Configuration.UsageException">The directory cannot be used, or another run has its lock.</exception>
    public async Task<RunResult> RunAsync(RunProgress progress, CancellationToken stop)
    {
        var opened = OpenStore();
        using var runLock = opened.Lock;
        using var store = opened.Store;
        await store.Ownership.TakeAsync(stop);
        var source = request.Output is null ? null : Path.GetFullPath(request.Directory);
        var job = await new Jobs(store.Ledger, time, random) { FailureLimit = request.FailureLimit }.ResumeOrCreateAsync(
            new(store.Directory, request.Spec, request.Options with { Source = source }),
            created => new RepetitionCheck(store.Ledger, store.Root, "--again").RequireNoneAsync(created, stop),
            stop);
        using var queue = store.OpenQueue(job.Id);
        var submitter = new Submitter(store.Ledger, queue);

        var cutOff = store.TakeOver();
        if (job.Paused is not null || job.FailureLimit != request.FailureLimit)
        {
            await store.Ledger.ResumeAsync(job.Id, request.FailureLimit, stop);
        }

        if (job.Cursor is not null)
        {
            // What it says was sent is about to be cleared.
            job = await submitter.RestartAsync(job, stop);
        }

        queue.Clear(job.Id);
        progress.EndedBefore = (await store.Ledger.CountAsync(job.Id, stop)).Ended;
        await submitter.ResendAsync(job, cutOff, progress.Submission, stop);
        progress.Job = job;
        Started?.Invoke(job, cutOff);

        using var scan = new JobScan(store.Root, job);
        await WorkAsync(store, queue, progress, token => submitter.EnqueueAllAsync(job, scan.Scan, progress.Submission, token), stop);
        return await ResultAsync(store, job, progress);
    }

    [SuppressMessage("Reliability", "CA2025", Justification = "Both tasks are awaited before the method ends.")]
    private async Task WorkAsync(
        EmbeddedStore store, SqliteQueue queue, RunProgress progress, Func<CancellationToken, Task> submit, CancellationToken stop)
    {
        using var host = new WorkerHost(store.Ledger, store.Root, store.Ownership, request.Limits, request.Memory, Settings);
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var poller = new Poller(queue, host.Processor, Settings.Lease, time, progress.Report) { Began = progress.Begin };

        // On threads of their own: the embedded ledger answers at once, so that neither would ever let the other have a turn.
        var submission = Task.Run(() => submit(broken.Token), CancellationToken.None);
        var work = Task.Run(
            () => poller.RunAsync(request.Parallel, token => IdleAsync(queue, submission, token), broken.Token), CancellationToken.None);

        // Either one's fault ends the other: a ledger that cannot be written ends the run.
        foreach (var part in new[] { submission, work })
        {
            _ = part.ContinueWith(
                _ => broken.CancelAsync(), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        try
        {
            await Task.WhenAll(submission, work);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The job stays LOADING; the next run goes on with the scan.
        }
    }

    /// <summary>Between messages: false once the submission is over and no message is left, not even one that is hidden.</summary>
    private async Task<bool> IdleAsync(SqliteQueue queue, Task submission, CancellationToken stop)
    {
        var over = submission.IsCompleted;
        if (queue.NextVisible() is null && over)
        {
            return false;
        }

        try
        {
            await Task.Delay(Poll, time, stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        return true;
    }

    private (EmbeddedStore Store, RunLock Lock) OpenStore()
    {
        if (request.Output is not null)
        {
            OutputDirectory.RefuseSame(request.Directory, request.Output);
            EmbeddedStore.CreateOutput(request.Directory, request.Output);
        }

        return EmbeddedStore.OpenToWork(request.Output ?? request.Directory, time, random);
    }

    private static async Task<RunResult> ResultAsync(EmbeddedStore store, JobRow job, RunProgress progress)
    {
        var failures = await store.Ledger.ListOpenAsync(job.Id, CancellationToken.None)
            .Where(row => row.State == ItemState.Failed)
            .ToListAsync();
        return new()
        {
            Job = (await store.Ledger.FindJobAsync(job.Id, CancellationToken.None))!,
            Counts = await store.Ledger.CountAsync(job.Id, CancellationToken.None),
            Failures = failures,
            Submission = progress.Submission,
            Progress = progress.Snapshot(),
        };
    }
}
