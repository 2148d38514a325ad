using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.RuntimeSupport.Bootstrap;

namespace ImgCompress.Lambda.Amazon;

/// <summary>
/// A program as a function, by Amazon.Lambda.RuntimeSupport. What it does otherwise than the own host: an error's type has no
/// <c>Function.</c> before it, and one of the initialization has its type in the body alone; where the Runtime API refuses an answer, the
/// process ends with 1, and with it more than that invocation.
/// </summary>
public static class LambdaHost
{
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
        using var connection = new ApiConnection();
        using var http = new HttpClient(connection);
        var function = new Function(connection, start, log, stop);
        using var bootstrap = Bootstrap(http, function, address);
        try
        {
            await bootstrap.RunAsync(stop);
            return 0;
        }
        catch (Exception exception)
        {
            // The start's own failure comes by here, too. Lambda starts a new environment for the next invocation.
            if (exception != function.StartFailure)
            {
                log(exception.Message, null);
            }

            return 1;
        }
    }

    /// <summary>
    /// One invocation at a time, and silent: Amazon's log tells each error again and in a form of its own, and takes the console over.
    /// </summary>
    private static LambdaBootstrap Bootstrap(HttpClient http, Function function, string address)
    {
        Environment.SetEnvironmentVariable("AWS_LAMBDA_MAX_CONCURRENCY", null);
        Environment.SetEnvironmentVariable("AWS_LAMBDA_HANDLER_LOG_LEVEL", "critical");
        var (output, error) = (Console.Out, Console.Error);
        try
        {
            return new(
                http,
                HandlerWrapper.GetHandlerWrapper(function.HandleAsync),
                new LambdaBootstrapOptions { RuntimeApiEndpoint = address },
                function.StartAsync);
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    /// <summary>What Amazon's loop calls.</summary>
    private sealed class Function(
        ApiConnection connection, Func<InvocationHandler> start, Action<string, string?> log, CancellationToken stop)
    {
        private InvocationHandler? _handler;

        /// <summary>Null: it has started, or not tried yet.</summary>
        public Exception? StartFailure { get; private set; }

        public Task<bool> StartAsync()
        {
            try
            {
                _handler = start();
                return Task.FromResult(true);
            }
            catch (Exception exception)
            {
                log(exception.Message, null);
                StartFailure = exception;
                throw;
            }
        }

        public async Task<Stream> HandleAsync(Stream payload, ILambdaContext context)
        {
            try
            {
                var json = new byte[payload.Length];
                await payload.ReadExactlyAsync(json, CancellationToken.None);
                var invocation = new Invocation(context.AwsRequestId, connection.Deadline, context.TraceId);
                var response = await _handler!(new(invocation, json), stop);
                return new MemoryStream(response.ToArray());
            }
            catch (Exception exception)
            {
                log(exception.Message, context.AwsRequestId);
                throw;
            }
        }
    }

    /// <summary>The connection to the Runtime API, for the two things that Amazon's loop has no place for.</summary>
    private sealed class ApiConnection() : DelegatingHandler(new SocketsHttpHandler
    {
        UseProxy = false,

        // An error's text goes into a header, too, whatever characters it has.
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    })
    {
        /// <summary>
        /// The deadline of the current invocation, as the API gives it: the context has only the time left by its own clock.
        /// </summary>
        public DateTimeOffset Deadline { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post)
            {
                // The loop would let the stop cancel the answer to the invocation in progress.
                return await base.SendAsync(request, CancellationToken.None);
            }

            var response = await base.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                Deadline = response.Headers.TryGetValues("Lambda-Runtime-Deadline-Ms", out var values)
                    && long.TryParse(values.First(), out var deadline)
                    ? DateTimeOffset.FromUnixTimeMilliseconds(deadline)
                    : throw new InvalidDataException("the Runtime API named no deadline");
            }

            return response;
        }
    }
}
