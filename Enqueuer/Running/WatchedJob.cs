using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Running;

/// <summary>A job that somebody watches, at one moment.</summary>
/// <param name="Total">The number of items; null while the submission is under way.</param>
/// <param name="Counts">What has ended.</param>
/// <param name="Waiting">About how many messages the queue holds, of all jobs.</param>
/// <param name="InFlight">About how many messages workers have, of all jobs.</param>
internal sealed record WatchedJob(long? Total, Counts Counts, long Waiting, long InFlight)
{
    /// <summary>Items ended per second in the last minute; null before there are two looks.</summary>
    public double? FilesPerSecond { get; init; }

    /// <summary>How long nothing has ended; null while that is not remarkable.</summary>
    public TimeSpan? Silence { get; init; }

    /// <summary>Whether items are unfinished and no message is left for them.</summary>
    public bool StandsStill { get; init; }

    /// <summary>0 to 1, by files.</summary>
    public double Part => Total is > 0 and var total ? (double)Counts.Ended / total : 0;

    /// <summary>From the rate; null where there is none, or no total.</summary>
    public TimeSpan? TimeLeft => Total is { } total && FilesPerSecond is > 0 and var rate
        ? TimeSpan.FromSeconds(Math.Min(1e9, (total - Counts.Ended) / rate))
        : null;
}
