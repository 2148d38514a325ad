using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>
/// How many items a job has, and how many have ended, and how. A count changes only in the transaction that changes its item.
/// </summary>
/// <param name="Done">Resized and replaced.</param>
/// <param name="Unchanged">Left alone: they are as the last job with the same spec left them.</param>
/// <param name="Kept">Not replaced, since the result would not have been smaller.</param>
/// <param name="Skipped">
/// Failed for what they are: their reason is one of <see cref="FailureReasons.IsByNature"/>. Untouched.
/// </param>
/// <param name="Failed">Failed with any other reason, untouched.</param>
/// <param name="Sizes">Bytes of the completed items; pixels of those that were decoded.</param>
public sealed record Counts(long Done, long Unchanged, long Kept, long Skipped, long Failed, Sizes Sizes)
{
    public static readonly Counts None = new(0, 0, 0, 0, 0, Sizes.None);

    /// <summary>Files that became items of the job, ended or not; those that later jobs have taken since, too.</summary>
    public long Items { get; init; }

    /// <summary>Completed, and put back to their kept originals since; in no other count any more.</summary>
    public long Restored { get; init; }

    /// <summary>When a count changed last, as its writer's clock had it; null: never.</summary>
    public DateTimeOffset? Changed { get; init; }

    /// <summary>Items that are completed or have failed.</summary>
    public long Ended => Done + Unchanged + Kept + Skipped + Failed + Restored;

    /// <summary>Whether an item that failed so is counted as skipped.</summary>
    public static bool IsSkipped(Failure? failure) => failure?.Reason.IsByNature() is true;
}
