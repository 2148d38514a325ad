using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Running;

/// <summary>A job after a run: as the ledger has it.</summary>
internal sealed record RunResult
{
    public required JobRow Job { get; init; }

    public required Counts Counts { get; init; }

    public required IReadOnlyList<FileRow> Failures { get; init; }

    public required SubmissionProgress Submission { get; init; }

    /// <summary>Of this run alone.</summary>
    public required TimeSpan Elapsed { get; init; }

    public bool IsFinished => Job.IsFinished(Counts);
}
