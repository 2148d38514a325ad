using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>A job.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Directory">Below the root; empty: the root.</param>
/// <param name="Spec">What is done to each image.</param>
/// <param name="Options">Which files, and how they are treated.</param>
/// <param name="State">How far its submission is.</param>
/// <param name="Total">Its items; null before it is sealed.</param>
/// <param name="Created">When it was submitted.</param>
public sealed record JobRow(
    JobId Id, string Directory, ResizeSpec Spec, JobOptions Options, JobState State, long? Total, DateTimeOffset Created)
{
    /// <summary>Whether every item has ended; false while more may come.</summary>
    public bool IsFinished(Counts counts) => State == JobState.Sealed && counts.Ended == Total;
}
