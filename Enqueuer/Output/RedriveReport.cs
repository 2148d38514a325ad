namespace ImgCompress.Enqueuer.Output;

/// <summary>What a redrive did, as <c>--json</c> prints it.</summary>
/// <param name="Redriven">Dead letters sent back into the queue; or, by a reason that files are skipped for, such files.</param>
/// <param name="Left">Dead letters that remain; on SQS an approximate number.</param>
internal sealed record RedriveReport(long Redriven, long Left);
