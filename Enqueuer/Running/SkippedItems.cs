using ImgCompress.Contracts;
using ImgCompress.Ledger;
using ImgCompress.Queue;

namespace ImgCompress.Enqueuer.Running;

/// <summary>
/// Items that were skipped for what they are: there is no dead letter of them, so that a redrive takes them from the ledger.
/// </summary>
internal sealed class SkippedItems(IJobLedger ledger, IJobQueue queue)
{
    private const int BatchSize = 200;

    /// <summary>Sends the message of each, which names its failure as a dead letter would.</summary>
    /// <param name="filter">Which; of other reasons than those by which files are skipped there are none.</param>
    /// <param name="cancellationToken">Cuts it off.</param>
    /// <returns>How many were sent.</returns>
    public async Task<long> RedriveAsync(RedriveFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Reason is not { } reason || !reason.IsByNature())
        {
            return 0;
        }

        var sent = 0L;
        await foreach (var job in ledger.ListJobsAsync(cancellationToken))
        {
            if (job.State == JobState.Cancelled || (filter.Job is { } only && only != job.Id)
                || (await ledger.CountAsync(job.Id, cancellationToken)).Skipped == 0)
            {
                continue;
            }

            var skipped = ledger.ListOpenAsync(job.Id, cancellationToken)
                .Where(row => row.State == ItemState.Failed && row.Failure?.Reason == reason);
            await foreach (var batch in skipped.Chunk(BatchSize))
            {
                var messages = batch.Select(row => new OutgoingMessage(new(job.Id, row.Path, row.Epoch), row.Sizes.BytesIn)).ToList();
                await Submitter.SendAsync(queue, job, messages, cancellationToken);
                sent += messages.Count;
            }
        }

        return sent;
    }
}
