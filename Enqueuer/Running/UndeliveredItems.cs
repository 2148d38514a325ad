using ImgCompress.Contracts;
using ImgCompress.Ledger;
using ImgCompress.Queue;

namespace ImgCompress.Enqueuer.Running;

/// <summary>Items whose message the queue itself has moved to the dead letters: they are unfinished, and nothing brings them on.</summary>
internal sealed class UndeliveredItems(IJobLedger ledger, IJobQueue queue)
{
    /// <summary>The rows of the job's items that such a letter is all there is of, by path, each with that as its failure.</summary>
    public async Task<IReadOnlyList<FileRow>> FindAsync(JobRow job, CancellationToken cancellationToken)
    {
        if (job.State == JobState.Cancelled || job.IsFinished(await ledger.CountAsync(job.Id, cancellationToken)))
        {
            return [];
        }

        var messages = (await Letters.LookAsync(queue, cancellationToken)).Undelivered.Where(message => message.Job == job.Id).ToList();
        var rows = await ledger.FindFilesAsync([.. messages.Select(message => message.Path)], cancellationToken);
        return
        [
            .. rows.Where(row => row.Job == job.Id && row.State is not (ItemState.Done or ItemState.Failed))
                .OrderBy(row => row.Path)
                .Select(row => row with { Failure = DeadLetter.Undelivered }),
        ];
    }
}
