namespace ImgCompress.Lambda;

/// <param name="Invocation">About the call.</param>
/// <param name="Event">Its payload: the bytes of a JSON value.</param>
public sealed record ReceivedInvocation(Invocation Invocation, ReadOnlyMemory<byte> Event);
