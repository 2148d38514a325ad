namespace ImgCompress.Lambda;

/// <summary>
/// The loop of a custom runtime: ask for an invocation, have it handled, answer it. One at a time; between two of them Lambda may
/// freeze the process.
/// </summary>
/// <param name="api">The Runtime API.</param>
/// <param name="log">Told of each error in one line; the request id with it where there is one.</param>
public sealed class LambdaHost(RuntimeApi api, Action<string, string?> log)
{
    /// <summary>Where the SDK and the tracing tools look for the trace of the invocation in work.</summary>
    public const string TraceName = "_X_AMZN_TRACE_ID";

    /// <summary>Runs until <paramref name="stop"/>.</summary>
    /// <param name="start">Makes the handler. What it throws is reported as an error of the initialization.</param>
    /// <param name="stop">The environment is being shut down: SIGTERM, which comes where an extension is registered.</param>
    /// <returns>The process's exit code: 0, or 1 where the start failed or the Runtime API is broken.</returns>
    public async Task<int> RunAsync(Func<InvocationHandler> start, CancellationToken stop)
    {
        try
        {
            if (await StartAsync(start) is not { } handler)
            {
                return 1;
            }

            while (true)
            {
                await HandleAsync(handler, await api.NextAsync(stop), stop);
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

    private async Task<InvocationHandler?> StartAsync(Func<InvocationHandler> start)
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

    private async Task HandleAsync(InvocationHandler handler, ReceivedInvocation received, CancellationToken stop)
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
