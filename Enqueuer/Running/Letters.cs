using ImgCompress.Contracts;
using ImgCompress.Ledger;
using ImgCompress.Queue;

namespace ImgCompress.Enqueuer.Running;

/// <summary>The dead letters of all jobs, as they were found.</summary>
internal sealed class Letters
{
    /// <summary>Letters that are looked at; of more it is said that there are some.</summary>
    private const int Most = 10_000;

    private readonly HashSet<JobMessage> _all = [];
    private readonly HashSet<JobMessage> _undelivered = [];
    private readonly bool _areAll;

    private Letters(IReadOnlyList<DeadLetter> letters)
    {
        _areAll = letters.Count < Most;
        foreach (var letter in letters)
        {
            if (JobMessage.Parse(letter.Body, out _) is { } parsed)
            {
                var message = parsed with { Redrive = null };
                _all.Add(message);
                if (letter.Failure.Reason == FailureReason.Undelivered)
                {
                    _undelivered.Add(message);
                }
            }
        }
    }

    /// <summary>The messages that the queue itself has moved there.</summary>
    public IReadOnlySet<JobMessage> Undelivered => _undelivered;

    public static async Task<Letters> LookAsync(IJobQueue queue, CancellationToken cancellationToken)
    {
        // Looking at an empty queue takes seconds.
        var isEmpty = await queue.CountDeadLettersAsync(cancellationToken) == 0;
        return new(isEmpty ? [] : await queue.PeekDeadLettersAsync(Most, cancellationToken));
    }

    /// <summary>
    /// Whether an item has failed, and is not merely skipped, and no letter says so: its worker ended in between, and what was left of its
    /// messages was taken off the queue while the job was paused. Of nobody, where there are more letters than are looked at.
    /// </summary>
    public bool Lacks(FileRow row) =>
        row.State == ItemState.Failed && !Counts.IsSkipped(row.Failure) && _areAll && !_all.Contains(new(row.Job, row.Path));
}
