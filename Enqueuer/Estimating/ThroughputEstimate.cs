namespace ImgCompress.Enqueuer.Estimating;

/// <summary>A job on a file system of one throughput mode.</summary>
/// <param name="Mode"><c>elastic</c>, <c>provisioned</c> or <c>bursting</c>.</param>
/// <param name="Seconds">The time of the whole job.</param>
/// <param name="EfsUsd">What its reading and writing cost; of provisioned throughput, one day of it.</param>
/// <param name="Usd">The whole job.</param>
/// <param name="MebibytesPerSecond">What is provisioned; null in other modes.</param>
internal sealed record ThroughputEstimate(string Mode, double Seconds, double EfsUsd, double Usd, double? MebibytesPerSecond);
