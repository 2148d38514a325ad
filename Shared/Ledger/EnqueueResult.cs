using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>What became of a scanned file in the ledger.</summary>
public abstract record EnqueueResult
{
    private EnqueueResult()
    {
    }

    /// <summary>It is a new item of the job: its message is to be sent.</summary>
    /// <param name="EarlierSpec">
    /// The spec with which an earlier job completed it; null: none did. This job resizes it again with its own.
    /// </param>
    public sealed record Added(string? EarlierSpec) : EnqueueResult;

    /// <summary>It was an unfinished item of the job before: a repeated submission sends its message again.</summary>
    public sealed record AlreadyOpen : EnqueueResult;

    /// <summary>It has ended in this job: the scan came by twice, or the submission is being repeated.</summary>
    public sealed record Ended : EnqueueResult;

    /// <summary>It needs no work: it is what the last job with the same spec left.</summary>
    public sealed record Unchanged : EnqueueResult;

    /// <summary>It is an unfinished item of another job, and not part of this one.</summary>
    public sealed record Busy(JobId Job) : EnqueueResult;
}
