using ImgCompress.Contracts;
using ImgCompress.Ledger;
using ImgCompress.Queue;

namespace ImgCompress.Enqueuer.Running;

/// <summary>Items whose message the queue itself has moved to the dead letters: they are unfinished, and nothing brings them on.</summary>
internal sealed class UndeliveredItems(IJobLedger ledger, IJobQueue queue)
{
    /// <summary>Letters that are looked at; of more it is said that there are some.</summary>
    private const int Most = 10_000;

    /// <summary>The messages of all jobs in such letters.</summary>
    public async Task<IReadOnlySet<JobMessage>> ListAsync(CancellationToken cancellationToken)
    {
        // Looking at an empty queue takes seconds.
        if (await queue.CountDeadLettersAsync(cancellationToken) == 0)
        {
            return new HashSet<JobMessage>();
        }

        return (await queue.PeekDeadLettersAsync(Most, cancellationToken))
            .Where(letter => letter.Failure.Reason == FailureReason.Undelivered)
            .Select(letter => JobMessage.Parse(letter.Body, out _))
            .OfType<JobMessage>()
            .Select(message => message with { Redrive = null })
            .ToHashSet();
    }

    /// <summary>The rows of the job's items that such a letter is all there is of, by path, each with that as its failure.</summary>
    public async Task<IReadOnlyList<FileRow>> FindAsync(JobRow job, CancellationToken cancellationToken)
    {
        if (job.State == JobState.Cancelled || job.IsFinished(await ledger.CountAsync(job.Id, cancellationToken)))
        {
            return [];
        }

        var messages = (await ListAsync(cancellationToken)).Where(message => message.Job == job.Id).ToList();
        var rows = await ledger.FindFilesAsync([.. messages.Select(message => message.Path)], cancellationToken);
        return
        [
            .. rows.Where(row => row.Job == job.Id && row.State is not (ItemState.Done or ItemState.Failed))
                .OrderBy(row => row.Path)
                .Select(row => row with { Failure = DeadLetter.Undelivered }),
        ];
    }
}
