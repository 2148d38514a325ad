using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>What became of a scanned file in the ledger.</summary>
public abstract record EnqueueResult
{
    private EnqueueResult()
    {
    }

    /// <summary>It is a new item of the job: its message is to be sent.</summary>
    public sealed record Added : EnqueueResult;

    /// <summary>It was an unfinished item of the job before: a repeated submission sends its message again.</summary>
    public sealed record AlreadyOpen : EnqueueResult;

    /// <summary>It has ended in this job: the scan came by twice, or the submission is being repeated.</summary>
    public sealed record Ended : EnqueueResult;

    /// <summary>It needs no work: it is what an earlier job left that did the same to it.</summary>
    /// <param name="LastSpec">The spec of the last one; it may differ in what does not scale.</param>
    public sealed record Unchanged(string LastSpec) : EnqueueResult;

    /// <summary>It is an unfinished item of another job, and not part of this one.</summary>
    public sealed record Busy(JobId Job) : EnqueueResult;
}
