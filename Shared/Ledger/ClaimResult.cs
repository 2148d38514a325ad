using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>The answer to a claim.</summary>
public abstract record ClaimResult
{
    private ClaimResult()
    {
    }

    /// <summary>The item is this worker's, under the row's new epoch, until its lease is over or another claim follows.</summary>
    public sealed record Granted(FileRow Row, JobRow Job) : ClaimResult;

    /// <summary>There is no row: the file must not be touched.</summary>
    public sealed record NotInLedger : ClaimResult;

    /// <summary>
    /// The item has failed, and the message is not a redrive of that failure. Its dead letter may never have been sent, so it is sent
    /// again.
    /// </summary>
    /// <param name="Failure">Why it failed.</param>
    /// <param name="Epoch">The claim that failed it.</param>
    public sealed record AlreadyFailed(Failure Failure, long Epoch) : ClaimResult
    {
        internal static AlreadyFailed Of(FileRow row) =>
            new(row.Failure ?? new(FailureReason.InternalError, "no reason was recorded"), row.Epoch);
    }

    /// <summary>
    /// The item has ended, was taken over by a later job, or its job was cancelled or paused: nothing is left to do for this message.
    /// Whoever resumes the job sends another.
    /// </summary>
    public sealed record NothingToDo : ClaimResult;

    /// <summary>The process that held it ended, and this item may be why: to be claimed again, alone.</summary>
    public sealed record CutOff : ClaimResult;

    /// <summary>Another worker holds it.</summary>
    /// <param name="Remaining">How much longer its lease lasts, by this machine's clock.</param>
    public sealed record Held(TimeSpan Remaining) : ClaimResult;
}
