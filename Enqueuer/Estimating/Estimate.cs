namespace ImgCompress.Enqueuer.Estimating;

/// <summary>What a job would do, by a sample, as <c>estimate --json</c> prints it.</summary>
/// <param name="Files">Files that the job would take and work on.</param>
/// <param name="Bytes">Bytes of them.</param>
/// <param name="Unchanged">Files that it would leave alone, since an earlier job has done the same to them.</param>
/// <param name="Sampled">Files that were tried.</param>
/// <param name="Refused">How many of these would fail or be skipped.</param>
/// <param name="BytesSaved">Bytes that it would save; below 0: grow by.</param>
/// <param name="BytesSavedError">In 95 of 100 samples the truth is within this of it, either way.</param>
/// <param name="Parallel">Images in progress at a time, here.</param>
/// <param name="Seconds">The time here.</param>
/// <param name="SecondsError">In 95 of 100 samples the truth is within this of it, as far as the sample decides.</param>
/// <param name="CpuSeconds">CPU seconds here, the start of the program included.</param>
/// <param name="Aws">On AWS.</param>
/// <param name="MonthlyUsd">Saved each month, in EFS Standard.</param>
/// <param name="PaybackMonths">When that has paid for the job, with elastic throughput; null: never.</param>
/// <param name="Prices">Which prices.</param>
internal sealed record Estimate(
    long Files, long Bytes, long Unchanged, int Sampled, int Refused, long BytesSaved, long BytesSavedError, int Parallel,
    double Seconds, double SecondsError, double CpuSeconds, LambdaEstimate Aws, double MonthlyUsd, double? PaybackMonths, string Prices);
