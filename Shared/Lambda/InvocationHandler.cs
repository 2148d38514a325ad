namespace ImgCompress.Lambda;

/// <summary>
/// Answers an event with the bytes of a JSON value. An exception is reported as the function's error; Lambda retries where the caller
/// asks for it.
/// </summary>
/// <param name="received">The event and its invocation.</param>
/// <param name="cancellationToken">Cancelled when the environment is being shut down.</param>
public delegate Task<ReadOnlyMemory<byte>> InvocationHandler(ReceivedInvocation received, CancellationToken cancellationToken);
