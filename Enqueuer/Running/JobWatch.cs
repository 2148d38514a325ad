using ImgCompress.Ledger;
using ImgCompress.Queue;

namespace ImgCompress.Enqueuer.Running;

/// <summary>Watches a job that workers elsewhere work on: what one look at the ledger does not show, several do.</summary>
internal sealed class JobWatch(TimeProvider time)
{
    /// <summary>Over how long the rate is taken.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>How long it takes until it is remarkable that nothing has ended.</summary>
    public static readonly TimeSpan Remarkable = TimeSpan.FromSeconds(30);

    private readonly Queue<(long At, long Ended)> _looks = new();
    private long? _ended;
    private long _changed;

    /// <summary>Adds a look, and says what all of them show.</summary>
    public WatchedJob Look(JobRow job, Counts counts, MessageCounts messages)
    {
        var now = time.GetTimestamp();
        if (counts.Ended != _ended)
        {
            (_ended, _changed) = (counts.Ended, now);
        }

        _looks.Enqueue((now, counts.Ended));
        while (time.GetElapsedTime(_looks.Peek().At) > Window)
        {
            _looks.Dequeue();
        }

        var (first, silence) = (_looks.Peek(), time.GetElapsedTime(_changed));
        var elapsed = time.GetElapsedTime(first.At);
        return new(job.TotalOf(counts), counts, messages.Waiting, messages.InFlight)
        {
            FilesPerSecond = elapsed > TimeSpan.Zero ? (counts.Ended - first.Ended) / elapsed.TotalSeconds : null,
            Silence = silence >= Remarkable ? silence : null,
            StandsStill = job.State == JobState.Sealed && !job.IsFinished(counts) && messages.IsEmpty,
        };
    }
}
