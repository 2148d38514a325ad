using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Output;

/// <summary>
/// A job as <c>--json</c> prints it. Bytes are of files, pixels of all their frames; seconds, and what was passed over for its name, are
/// of this run or submission.
/// </summary>
internal sealed record RunReport(
    string Job, string State, long? Total, long Done, long Unchanged, long Kept, long Skipped, long Failed,
    long BytesIn, long BytesOut, long PixelsIn, long? PassedOver, long? SystemPassedOver, long? TooLong, double? Seconds,
    IReadOnlyList<FailureReport>? Failures)
{
    /// <summary>Files that lost their content credentials (C2PA) in this run.</summary>
    public long? CredentialsDropped { get; init; }

    /// <summary>Files whose kept originals have been put back since; absent where there are none.</summary>
    public long? Restored { get; init; }

    /// <summary>About how many messages the queue holds, of all jobs; absent where nobody asked.</summary>
    public long? Waiting { get; init; }

    /// <summary>About how many messages workers have, of all jobs; absent where nobody asked.</summary>
    public long? InFlight { get; init; }

    /// <summary>About how many dead letters there are, of all jobs; absent where nobody asked.</summary>
    public long? DeadLetters { get; init; }

    /// <summary>Why the job is paused; absent where it is not.</summary>
    public string? Paused { get; init; }

    /// <summary>When an item was enqueued or ended last; absent where nobody asked.</summary>
    public DateTimeOffset? LastProgress { get; init; }

    /// <summary>Since when an unfinished job does not get on; absent where it does.</summary>
    public DateTimeOffset? StandsStillSince { get; init; }

    /// <summary>Unfinished files whose messages the queue gave up; absent where nobody asked.</summary>
    public long? Undelivered { get; init; }

    /// <summary>Files that its submissions left out, since other jobs have them or their paths are too long.</summary>
    public long LeftOut { get; init; }

    /// <summary>What somebody called the job.</summary>
    public string? Name { get; init; }

    /// <summary>What is done to each image, as <c>down 2 gaussian</c>.</summary>
    public string? Spec { get; init; }

    /// <summary>The job's directory below the root; <c>.</c>: the root.</summary>
    public string? Directory { get; init; }

    /// <summary>The directory that its originals are read from, as the job has it; absent: its files are resized in place.</summary>
    public string? Source { get; init; }

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When its last file ended; absent of a job that is not finished, or of which files were put back since.</summary>
    public DateTimeOffset? Ended { get; init; }

    public static RunReport Of(RunResult result) => Of(result.Job, result.Counts, result.Submission) with
    {
        Seconds = Math.Round(result.Progress.Elapsed.TotalSeconds, 3),
        Failures = [.. result.Failures.Select(FailureReport.Of)],
        CredentialsDropped = result.Progress.CredentialsDropped,
    };

    public static RunReport Of(JobRow job, Counts counts, SubmissionProgress? submission = null) => new(
        job.Id.ToString(), StateOf(job, counts), job.TotalOf(counts), counts.Done, counts.Unchanged, counts.Kept,
        counts.Skipped, counts.Failed,
        counts.Sizes.BytesIn, counts.Sizes.BytesOut, counts.Sizes.PixelsIn,
        submission?.PassedOver, submission?.SystemPassedOver, submission?.TooLong?.Files, null, null)
    {
        Restored = counts.Restored > 0 ? counts.Restored : null,
        Paused = job.IsFinished(counts) ? null : job.Paused,
        LeftOut = job.LeftOut,
        Name = job.Options.Name,
        Spec = job.Spec.ToString(),
        Directory = job.Directory.Length == 0 ? "." : RelativePath.Join("", job.Directory).ToDisplay(),
        Source = job.Options.Source,
        Started = job.Created,
        Ended = job.IsFinished(counts) && counts.Restored == 0 ? counts.Changed : null,
    };

    /// <summary><c>finished</c>, <c>unfinished</c> (running, or interrupted), <c>paused</c>, <c>cancelled</c>.</summary>
    public static string StateOf(JobRow job, Counts counts) => job.State == JobState.Cancelled ? "cancelled"
        : job.IsFinished(counts) ? "finished"
        : job.Paused is not null ? "paused"
        : "unfinished";
}
