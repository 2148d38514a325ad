using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Running;

/// <summary>A job after a run: as the ledger has it.</summary>
internal sealed record RunResult
{
    public required JobRow Job { get; init; }

    public required Counts Counts { get; init; }

    public required IReadOnlyList<FileRow> Failures { get; init; }

    public required SubmissionProgress Submission { get; init; }

    /// <summary>What this run alone did; the counts are the whole job's.</summary>
    public required ProgressSnapshot Progress { get; init; }

    public bool IsFinished => Job.IsFinished(Counts);
}
