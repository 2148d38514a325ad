namespace ImgCompress.Enqueuer.Output;

/// <summary>What a run would do, as <c>--dry-run --json</c> prints it.</summary>
/// <param name="Files">Files that the job would take, those that would fail included.</param>
/// <param name="Bytes">Bytes of all these files.</param>
/// <param name="Fitting">Files that would be left as they are, since they fit already; of no limited size, 0.</param>
/// <param name="PixelsIn">Pixels, of all frames, of the images that would be resized.</param>
/// <param name="PixelsOut">Pixels of their results.</param>
/// <param name="PassedOver">Files that the job would not take, because of their names.</param>
/// <param name="SystemPassedOver">Files and directories of the system, and directories named like images.</param>
/// <param name="Skipped">Files that would be skipped, because of their kind.</param>
/// <param name="Failed">Files that would fail.</param>
/// <param name="Failures">The files that would fail or be skipped, with their reasons.</param>
internal sealed record DryRunReport(
    long Files, long Bytes, long Fitting, long PixelsIn, long PixelsOut, long PassedOver, long SystemPassedOver, long Skipped, long Failed,
    IReadOnlyList<FailureReport> Failures);
