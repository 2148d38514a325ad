using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Queue;

namespace ImgCompress.Enqueuer.Running;

/// <summary>Makes what a scan finds the items of a job: rows first, then messages, a batch at a time.</summary>
internal sealed class Submitter(IJobLedger ledger, IJobQueue queue)
{
    private const int BatchSize = 200;

    /// <summary>Submits the job's files and seals it. What was enqueued when this is cancelled stays; a repeated call resumes.</summary>
    /// <exception cref="SubmissionException">The queue did not take a message.</exception>
    /// <param name="job">The job that the files become items of.</param>
    /// <param name="scan">Finds the files.</param>
    /// <param name="progress">Updated after each batch.</param>
    /// <param name="cancellationToken">Observed between two batches.</param>
    /// <param name="again">
    /// Send the messages of items that were open before, too: an earlier submission may have been cut off between row and message.
    /// </param>
    public async Task SubmitAsync(
        JobRow job, DirectoryScan scan, SubmissionProgress progress, CancellationToken cancellationToken, bool again = false)
    {
        foreach (var batch in scan.Files().Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var enqueued = await ledger.EnqueueAsync(job, batch, cancellationToken);
            var toSend = batch.Zip(enqueued)
                .Where(pair => pair.Second is EnqueueResult.Added || (again && pair.Second is EnqueueResult.AlreadyOpen))
                .Select(pair => pair.First);
            await SendAsync(
                queue, job, [.. toSend.Select(file => new OutgoingMessage(new(job.Id, file.Path), file.Size))], cancellationToken);
            progress.Add(batch, enqueued);
        }

        await ledger.SealAsync(job.Id, cancellationToken);
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
