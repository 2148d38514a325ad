using ImgCompress.Ledger;
using ImgCompress.Queue;

namespace ImgCompress.Enqueuer.Running;

/// <summary>Whether a job gets on.</summary>
/// <param name="Job">The job's row.</param>
/// <param name="Counts">Its counts.</param>
/// <param name="Queue">What the queue holds, of all jobs.</param>
/// <param name="Now">The time of this look.</param>
internal sealed record JobStanding(JobRow Job, Counts Counts, MessageCounts Queue, DateTimeOffset Now)
{
    /// <summary>Without progress, and nothing in flight, for so long a job stands still; a function starts in less.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public bool IsFinished => Job.IsFinished(Counts);

    /// <summary>When an item was enqueued or ended last.</summary>
    public DateTimeOffset LastProgress => Counts.Changed ?? Job.Advanced ?? Job.Created;

    /// <summary>Since when nothing happens to a job that should get on; null: it does, or need not.</summary>
    public DateTimeOffset? StandsStillSince =>
        Job.State == JobState.Sealed && !IsFinished && Job.Paused is null && Queue.InFlight == 0
        && (Queue.Waiting == 0 || Now - LastProgress >= Patience)
            ? LastProgress
            : null;

    /// <summary>Whether it will not get on by itself: there is no message left of what is unfinished.</summary>
    public bool LacksMessages => StandsStillSince is not null && Queue.IsEmpty;

    /// <summary>The same for so long that the queue's count, which lags, can be believed.</summary>
    public bool IsToBeReconciled => LacksMessages && Now - LastProgress >= Patience;
}
