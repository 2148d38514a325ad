namespace ImgCompress.Enqueuer.Output;

/// <summary>What a redrive did, as <c>--json</c> prints it; SQS counts what is left only about.</summary>
internal sealed record RedriveReport(long Redriven, long Left);
