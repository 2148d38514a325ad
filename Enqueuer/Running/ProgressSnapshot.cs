using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Running;

/// <summary>A run at one moment.</summary>
/// <param name="Ended">Items that this run has ended.</param>
/// <param name="Open">Items that there are to work on, the ended ones included; grows while the scan is under way.</param>
/// <param name="IsSealed">Whether the scan is over, so that <paramref name="Open"/> is final.</param>
/// <param name="Failed">How many of <paramref name="Ended"/> failed.</param>
/// <param name="Sizes">Bytes and pixels of the completed items.</param>
/// <param name="Elapsed">Time since the start of the run.</param>
internal sealed record ProgressSnapshot(long Ended, long Open, bool IsSealed, long Failed, Sizes Sizes, TimeSpan Elapsed)
{
    /// <summary>Items of the job that had ended before this run began.</summary>
    public long EndedBefore { get; init; }

    /// <summary>Completed items that have lost their content credentials (C2PA).</summary>
    public long CredentialsDropped { get; init; }

    /// <summary>0 to 1: how much of this run's work is done, by time; what is in progress included.</summary>
    public double Part { get; init; }

    /// <summary>0 to 1: the same of the whole job, of which earlier runs have done their share of the files.</summary>
    public double PartOfJob => EndedBefore == 0 ? Part : (EndedBefore + (Part * Open)) / (EndedBefore + Open);

    /// <summary>From the pace so far; null while there is none or the scan is under way.</summary>
    public TimeSpan? TimeLeft { get; init; }

    public double MegapixelsPerSecond => Elapsed > TimeSpan.Zero ? Sizes.PixelsIn / 1e6 / Elapsed.TotalSeconds : 0;

    public long BytesSaved => Sizes.BytesIn - Sizes.BytesOut;
}
