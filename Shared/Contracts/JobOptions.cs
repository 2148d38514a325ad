namespace ImgCompress.Contracts;

/// <summary>
/// Which files a job takes and how it treats them. With the spec it makes the request: an equal request resumes an unfinished job.
/// </summary>
public sealed record JobOptions
{
    /// <summary>Globs below the job's directory that a file must match one of; empty: the names that images have.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Globs below the job's directory that a file must not match.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Whether subdirectories are scanned too.</summary>
    public bool Recurse { get; init; } = true;

    /// <summary>
    /// Work on what an earlier job with the same spec finished, too; what has been scaled still takes <see cref="Again"/>.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>Scale in place what earlier jobs have scaled, too.</summary>
    public bool Again { get; init; }

    /// <summary>Link each original into <c>.img-compress/keep/</c> before it is replaced.</summary>
    public bool KeepOriginals { get; init; }

    /// <summary>Give each result its original's times of modification and access.</summary>
    public bool PreserveTimes { get; init; }

    /// <summary>Take files with several names (hard links); only the name in the job's directory gets the new content.</summary>
    public bool BreakHardLinks { get; init; }

    /// <summary>
    /// Null: in place. Else the directory that the originals are read from, while results go to the job's directory: a full path, or a
    /// path below the root, which may be mounted elsewhere on each machine.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>What somebody calls the job; no part of the request. Null: nothing.</summary>
    public string? Name { get; init; }

    public bool Equals(JobOptions? other) =>
        other is not null
        && Include.SequenceEqual(other.Include, StringComparer.Ordinal)
        && Exclude.SequenceEqual(other.Exclude, StringComparer.Ordinal)
        && (Recurse, Force, Again, KeepOriginals, PreserveTimes, BreakHardLinks, Source)
            == (other.Recurse, other.Force, other.Again, other.KeepOriginals, other.PreserveTimes, other.BreakHardLinks, other.Source);

    public override int GetHashCode() =>
        HashCode.Combine(Include.Count, Exclude.Count, Recurse, (Force, Again), KeepOriginals, PreserveTimes, BreakHardLinks, Source);
}
