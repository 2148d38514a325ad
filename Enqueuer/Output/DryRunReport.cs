namespace ImgCompress.Enqueuer.Output;

/// <summary>What a run would do, as <c>--dry-run --json</c> prints it.</summary>
/// <param name="Job">The unfinished job that it would go on with; null: a new one.</param>
/// <param name="Files">Files that the job would take, those that would fail included.</param>
/// <param name="Bytes">Bytes of all these files.</param>
/// <param name="Resized">Files that would be resized; some may stay, as their results turn out not to be smaller.</param>
/// <param name="Unchanged">Files that would be left as they are: earlier runs have resized them, or they fit.</param>
/// <param name="Skipped">Files that would be skipped, because of their kind.</param>
/// <param name="Failed">Files that would fail.</param>
/// <param name="LeftOut">Files that are unfinished in other jobs, or whose paths are too long.</param>
/// <param name="PixelsIn">Pixels, of all frames, of the images that would be resized.</param>
/// <param name="PixelsOut">Pixels of their results.</param>
/// <param name="PassedOver">Files that the job would not take, because of their names.</param>
/// <param name="SystemPassedOver">Files and directories of the system, and directories named like images.</param>
/// <param name="Each">Each file.</param>
internal sealed record DryRunReport(
    string? Job, long Files, long Bytes, long Resized, long Unchanged, long Skipped, long Failed, long LeftOut, long PixelsIn,
    long PixelsOut, long PassedOver, long SystemPassedOver, IReadOnlyList<DryRunFile> Each);
