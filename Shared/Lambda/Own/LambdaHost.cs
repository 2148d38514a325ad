namespace ImgCompress.Lambda.Own;

/// <summary>
/// A program as a function: asks the Runtime API for an invocation, has it handled, answers it; by the HTTP client of .NET alone. One at a
/// time; between two of them Lambda may freeze the process.
/// </summary>
public static class LambdaHost
{
    /// <summary>The variable in which the SDK and the tracing tools find the trace of the current invocation.</summary>
    private const string TraceName = "_X_AMZN_TRACE_ID";

    /// <summary>Runs until <paramref name="stop"/>. The invocation that is then in progress is answered first.</summary>
    /// <param name="address">The Runtime API's <c>host:port</c>.</param>
    /// <param name="start">Creates the handler. What it throws is reported as an error of the initialization.</param>
    /// <param name="log">Takes each error as one line, and the request id or null.</param>
    /// <param name="stop">
    /// Cancelled when the environment is being shut down: SIGTERM, which is sent where an extension is registered.
    /// </param>
    /// <returns>The process's exit code: 0, or 1 where the start failed or the Runtime API is broken.</returns>
    public static async Task<int> RunAsync(
        string address, Func<InvocationHandler> start, Action<string, string?> log, CancellationToken stop)
    {
        using var api = new RuntimeApi(address);
        try
        {
            if (await StartAsync(api, start, log) is not { } handler)
            {
                return 1;
            }

            while (true)
            {
                await HandleAsync(api, await api.NextAsync(stop), handler, log, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception exception) when (exception is RuntimeApiException or HttpRequestException or IOException)
        {
            // Lambda starts a new environment for the next invocation.
            log(exception.Message, null);
            return 1;
        }
    }

    private static async Task<InvocationHandler?> StartAsync(RuntimeApi api, Func<InvocationHandler> start, Action<string, string?> log)
    {
        try
        {
            return start();
        }
        catch (Exception exception)
        {
            log(exception.Message, null);
            await api.FailInitAsync(RuntimeError.Of(exception), CancellationToken.None);
            return null;
        }
    }

    private static async Task HandleAsync(
        RuntimeApi api, ReceivedInvocation received, InvocationHandler handler, Action<string, string?> log, CancellationToken stop)
    {
        var invocation = received.Invocation;
        Environment.SetEnvironmentVariable(TraceName, invocation.TraceId);
        try
        {
            var response = await handler(received, stop);
            await api.RespondAsync(invocation, response, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not RuntimeApiException { IsFatal: true })
        {
            // Whatever went wrong, this invocation has failed and the next may not.
            log(exception.Message, invocation.RequestId);
            await api.FailAsync(invocation, RuntimeError.Of(exception), CancellationToken.None);
        }
    }
}
