namespace ImgCompress.Lambda;

/// <summary>One call of the function.</summary>
/// <param name="RequestId">As Lambda and its log name it.</param>
/// <param name="Deadline">When the function is cut off.</param>
/// <param name="TraceId">The X-Ray trace; null without one.</param>
/// <param name="FunctionArn">The ARN that was called, with its version or alias.</param>
public sealed record Invocation(string RequestId, DateTimeOffset Deadline, string? TraceId, string? FunctionArn);
