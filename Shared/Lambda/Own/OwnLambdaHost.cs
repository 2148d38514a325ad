namespace ImgCompress.Lambda;

/// <content>By the HTTP client of .NET alone.</content>
public static partial class LambdaHost
{
    /// <summary>Where the SDK and the tracing tools look for the trace of the invocation in work.</summary>
    private const string TraceName = "_X_AMZN_TRACE_ID";

    public static async partial Task<int> RunAsync(
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
