namespace ImgCompress.Enqueuer.Output;

/// <summary>What a run would do, as <c>--dry-run --json</c> prints it.</summary>
internal sealed record DryRunReport(long Files, long Bytes, long PixelsIn, long PixelsOut, long Skipped, IReadOnlyList<FailureReport> Failures);
