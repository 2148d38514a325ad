namespace ImgCompress.Lambda;

/// <summary>
/// A program as a function: asks the Runtime API for an invocation, has it handled, answers it. One at a time; between two of them
/// Lambda may freeze the process. The property <c>LambdaHost</c> of a build says by which of the two implementations.
/// </summary>
public static partial class LambdaHost
{
    /// <summary>Where the Runtime API is (<c>host:port</c>); set where this is a Lambda function.</summary>
    public const string AddressName = "AWS_LAMBDA_RUNTIME_API";

    /// <summary>Runs until <paramref name="stop"/>. The invocation that is then in work is answered first.</summary>
    /// <param name="address">Of the Runtime API, <c>host:port</c>.</param>
    /// <param name="start">Makes the handler. What it throws is reported as an error of the initialization.</param>
    /// <param name="log">Told of each error in one line; the request id with it where there is one.</param>
    /// <param name="stop">The environment is being shut down: SIGTERM, which comes where an extension is registered.</param>
    /// <returns>The process's exit code: 0, or 1 where the start failed or the Runtime API is broken.</returns>
    public static partial Task<int> RunAsync(
        string address, Func<InvocationHandler> start, Action<string, string?> log, CancellationToken stop);
}
