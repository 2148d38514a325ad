namespace ImgCompress.Lambda;

/// <summary>One call of the function.</summary>
/// <param name="RequestId">Lambda's id of the invocation, as its own log prints it.</param>
/// <param name="Deadline">When Lambda kills the function if it has not answered.</param>
/// <param name="TraceId">The X-Ray trace header; null without one.</param>
public sealed record Invocation(string RequestId, DateTimeOffset Deadline, string? TraceId);
