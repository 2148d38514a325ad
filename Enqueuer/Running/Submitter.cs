using System.Threading.Channels;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Queue;
using ImgCompress.Threading;

namespace ImgCompress.Enqueuer.Running;

/// <summary>Makes what a scan finds the items of a job: rows first, then messages, a batch at a time.</summary>
internal sealed class Submitter(IJobLedger ledger, IJobQueue queue)
{
    private const int BatchSize = 200;

    /// <summary>Batches that the scan may be ahead.</summary>
    private const int ReadAhead = 4;

    /// <summary>
    /// Submits the job's files from its cursor on, and seals it. The cursor follows once a batch has its rows and its messages are sent; so
    /// what is cut off anywhere is repeated with the same job, and only the batches that it was at are looked at, and sent, once more.
    /// </summary>
    /// <exception cref="SubmissionException">The queue did not take a message, or somebody else submits the job.</exception>
    /// <param name="job">The job that the files become items of. A sealed one is submitted anew, and what is new is added.</param>
    /// <param name="scan">Finds the files.</param>
    /// <param name="progress">Updated after each batch.</param>
    /// <param name="cancellationToken">Ends it after the batches in progress.</param>
    public async Task SubmitAsync(JobRow job, DirectoryScan scan, SubmissionProgress progress, CancellationToken cancellationToken)
    {
        // What a sealed job has open was sent before it was sealed.
        var isResumed = job.State != JobState.Sealed;
        var current = isResumed ? job : await RestartAsync(job, cancellationToken);
        await WalkAsync(current, scan, current.Cursor, progress, isResumed, AdvanceAsync, cancellationToken);
        await SealAsync(current, scan, progress, cancellationToken);

        async Task AdvanceAsync(RelativePath cursor, long leftOut) =>
            current = await ledger.AdvanceAsync(current, cursor, leftOut, CancellationToken.None) ?? throw await OvertakenAsync(job.Id);
    }

    /// <summary>Takes the job's submission back to its beginning.</summary>
    /// <exception cref="SubmissionException">Somebody else submits the job, or has cancelled it.</exception>
    public async Task<JobRow> RestartAsync(JobRow job, CancellationToken cancellationToken) =>
        await ledger.RestartAsync(job, cancellationToken) ?? throw await OvertakenAsync(job.Id);

    /// <summary>
    /// The same from the beginning, without a cursor; for whoever, alone at work, has sent the messages of unfinished items before.
    /// </summary>
    public async Task EnqueueAllAsync(JobRow job, DirectoryScan scan, SubmissionProgress progress, CancellationToken cancellationToken)
    {
        await WalkAsync(job, scan, null, progress, isResumed: false, (_, _) => Task.CompletedTask, cancellationToken);
        await SealAsync(job, scan, progress, cancellationToken);
    }

    /// <summary>
    /// Side by side: the scan reads ahead, a batch gets its rows, and the messages of the one before are sent.
    /// </summary>
    private async Task WalkAsync(
        JobRow job,
        DirectoryScan scan,
        RelativePath? after,
        SubmissionProgress progress,
        bool isResumed,
        Func<RelativePath, long, Task> advance,
        CancellationToken cancellationToken)
    {
        var batches = Channel.CreateBounded<ScannedBatch>(ReadAhead);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = SideBySide.RunAsync(() => ReadAsync(scan, after, batches.Writer, over.Token));
        var sending = Task.CompletedTask;
        try
        {
            while (await batches.Reader.WaitToReadAsync(cancellationToken) && batches.Reader.TryRead(out var batch))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var enqueued = await ledger.EnqueueAsync(job, batch.Files, CancellationToken.None);
                await sending;
                sending = SideBySide.RunAsync(() => SendAsync(batch, enqueued));
            }
        }
        finally
        {
            await over.CancelAsync();
            await reading;
            await sending;
        }

        async Task SendAsync(ScannedBatch batch, IReadOnlyList<EnqueueResult> enqueued)
        {
            var files = batch.Files.Zip(enqueued).Where(pair => IsToBeSent(pair.Second, isResumed)).Select(pair => pair.First);
            await Submitter.SendAsync(
                queue, job, [.. files.Select(file => new OutgoingMessage(new(job.Id, file.Path), file.Size))], CancellationToken.None);
            await advance(batch.Files[^1].Path, batch.TooLong + enqueued.Count(one => one is EnqueueResult.Busy));
            progress.Add(batch.Files, enqueued, isResumed);
        }
    }

    private static async Task ReadAsync(
        DirectoryScan scan, RelativePath? after, ChannelWriter<ScannedBatch> batches, CancellationToken cancellationToken)
    {
        try
        {
            var before = 0L;
            foreach (var files in scan.Files(after).Chunk(BatchSize))
            {
                var tooLong = scan.TooLong?.Files ?? 0;
                await batches.WriteAsync(new(files, tooLong - before), cancellationToken);
                before = tooLong;
            }

            batches.Complete();
        }
        catch (Exception exception)
        {
            // It comes out where the batches are read.
            batches.Complete(exception);
        }
    }

    /// <summary>An earlier submission may have been cut off between an item's row and its message.</summary>
    public static bool IsToBeSent(EnqueueResult enqueued, bool isResumed) =>
        enqueued is EnqueueResult.Added || (isResumed && enqueued is EnqueueResult.AlreadyOpen);

    private async Task SealAsync(JobRow job, DirectoryScan scan, SubmissionProgress progress, CancellationToken cancellationToken)
    {
        await ledger.SealAsync(job, cancellationToken);
        var cancelled = new HashSet<JobId>();
        foreach (var busy in progress.BusyJobs)
        {
            if (await ledger.FindJobAsync(busy, cancellationToken) is { State: JobState.Cancelled })
            {
                cancelled.Add(busy);
            }
        }

        progress.Seal(scan, cancelled);
    }

    private async Task<SubmissionException> OvertakenAsync(JobId id)
    {
        var now = await ledger.FindJobAsync(id, CancellationToken.None);
        return new(now?.State == JobState.Cancelled
            ? $"job {id} has been cancelled; what it had not begun is free for other jobs"
            : $"job {id} is being submitted by somebody else, who goes on with it: {CommandHint.Of("status", id.ToString())}");
    }

    /// <summary>Sends the messages of a job's unfinished rows again; those of <paramref name="last"/> come last.</summary>
    public async Task ResendAsync(
        JobRow job, IReadOnlySet<RelativePath> last, SubmissionProgress progress, CancellationToken cancellationToken)
    {
        var unfinished = ledger.ListOpenAsync(job.Id, cancellationToken).Where(row => row.State != ItemState.Failed);
        await foreach (var batch in unfinished.Chunk(BatchSize))
        {
            await SendAsync(
                queue,
                job,
                [.. batch.Select(row => new OutgoingMessage(new(job.Id, row.Path), last.Contains(row.Path) ? -1 : row.Sizes.BytesIn))],
                cancellationToken);
            progress.AddResumed(batch.Length, batch.Sum(row => row.Sizes.BytesIn));
        }
    }

    /// <summary>Sends messages of a job's items.</summary>
    /// <exception cref="SubmissionException">The queue did not take one.</exception>
    public static async Task SendAsync(
        IJobQueue queue, JobRow job, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var unsent = await queue.SendAsync(messages, cancellationToken);
        if (unsent.Count > 0)
        {
            throw new SubmissionException($"{unsent.Count} messages of job {job.Id} could not be sent: {unsent[0].Reason}");
        }
    }
}
