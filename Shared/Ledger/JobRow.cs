using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>A job's row.</summary>
/// <param name="Id">Names the job in the ledger, in messages and on the command line.</param>
/// <param name="Directory">The directory that results go to, below the root; empty: the root.</param>
/// <param name="Spec">What is done to each image.</param>
/// <param name="Options">Which files the job takes, and how it treats them.</param>
/// <param name="State">How far the submission is.</param>
/// <param name="Created">When it was submitted.</param>
public sealed record JobRow(
    JobId Id, string Directory, ResizeSpec Spec, JobOptions Options, JobState State, DateTimeOffset Created)
{
    /// <summary>
    /// Up to where its submission has come, in the order of the scan: each file up to this one has its row, and each new row's message was
    /// sent. Null: at its beginning, or at its end.
    /// </summary>
    public RelativePath? Cursor { get; init; }

    /// <summary>When the submission came there; null where it has no <see cref="Cursor"/> yet.</summary>
    public DateTimeOffset? Advanced { get; init; }

    /// <summary>Files that its submission left out so far, since other jobs have them or their paths are too long.</summary>
    public long LeftOut { get; init; }

    /// <summary>How often it has been submitted anew after it was sealed.</summary>
    public long Submissions { get; init; }

    /// <summary>Whether a function submits it, which goes on in its next invocation where the time of one does not suffice.</summary>
    public bool ContinuesItself { get; init; }

    /// <summary>Why nothing more of it is begun; null: it is not paused.</summary>
    public string? Paused { get; init; }

    /// <summary>When it pauses by itself; null: never.</summary>
    public FailureLimit? FailureLimit { get; init; }

    /// <summary>Files that had failed when it was resumed: they do not count towards the limit.</summary>
    public long FailuresBefore { get; init; }

    /// <summary>As it is when its submission is begun anew.</summary>
    internal JobRow Restarted() =>
        this with { State = JobState.Loading, Cursor = null, Advanced = null, LeftOut = 0, Submissions = Submissions + 1 };

    /// <summary>Why the job is to be paused, where more of its files have failed than may; else null.</summary>
    public string? ReasonToPause(Counts counts)
    {
        var failed = counts.Failed - FailuresBefore;
        return FailureLimit?.IsExceeded(failed, counts.Ended - FailuresBefore, TotalOf(counts)) is true
            ? $"{failed} files have failed, more than --max-failures {FailureLimit}"
            : null;
    }

    /// <summary>Whether every item has ended; false while more may come.</summary>
    public bool IsFinished(Counts counts) => State == JobState.Sealed && counts.Ended == counts.Items;

    /// <summary>The number of its items; null while it is being submitted.</summary>
    public long? TotalOf(Counts counts) => State == JobState.Loading ? null : counts.Items;
}
