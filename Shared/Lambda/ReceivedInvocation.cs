namespace ImgCompress.Lambda;

/// <summary>An invocation with its event.</summary>
/// <param name="Invocation">Its id, deadline and trace.</param>
/// <param name="Event">The payload: the bytes of a JSON value.</param>
public sealed record ReceivedInvocation(Invocation Invocation, ReadOnlyMemory<byte> Event);
