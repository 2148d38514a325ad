namespace ImgCompress.Lambda;

/// <summary>Answers an event with the bytes of a JSON value. An exception is the function's error, and Lambda calls again if its caller retries.</summary>
/// <param name="received">The event and the call that brought it.</param>
/// <param name="cancellationToken">The environment is being shut down.</param>
public delegate Task<ReadOnlyMemory<byte>> InvocationHandler(ReceivedInvocation received, CancellationToken cancellationToken);
