namespace ImgCompress.Contracts;

/// <summary>A reason and, for people, what exactly was found: one sentence without a final stop.</summary>
public sealed record Failure(FailureReason Reason, string Detail);
