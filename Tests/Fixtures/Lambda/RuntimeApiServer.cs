using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ImgCompress.Tests.Fixtures.Lambda;

/// <summary>The Runtime API as Lambda offers it to one environment, on a local port.</summary>
internal sealed class RuntimeApiServer : IDisposable
{
    private const string Runtime = "/2018-06-01/runtime/";

    /// <summary>A runtime that has died answers nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpListener _listener;
    private readonly Channel<(string Id, string Event, DateTimeOffset Deadline)> _invocations =
        Channel.CreateUnbounded<(string, string, DateTimeOffset)>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<RuntimeAnswer>> _answers = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<RuntimeAnswer> _initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private int _asking;

    public RuntimeApiServer()
    {
        (_listener, Address) = Listen();
        _ = ListenAsync();
    }

    public string Address { get; }

    /// <summary>Ended when the runtime asks for its first invocation.</summary>
    public Task Asked => _asked.Task;

    public Task<RuntimeAnswer> InitError => _initError.Task;

    /// <summary>Whether the runtime asked for an invocation while it was asking for one.</summary>
    public bool IsAskedTwiceAtATime { get; private set; }

    /// <summary>How it answers when it is asked for an invocation.</summary>
    public HttpStatusCode ToNext { get; set; } = HttpStatusCode.OK;

    /// <summary>How it answers a response; what it does not accept it forgets.</summary>
    public HttpStatusCode ToResponse { get; set; } = HttpStatusCode.Accepted;

    /// <summary>Invokes the function; its answer or its error comes back.</summary>
    public Task<RuntimeAnswer> InvokeAsync(string json, DateTimeOffset deadline)
    {
        var id = $"request-{Interlocked.Increment(ref _count)}";
        var answer = _answers.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        _invocations.Writer.TryWrite((id, json, deadline));
        return answer.Task.WaitAsync(Patience, TimeProvider.System);
    }

    public void Dispose() => _listener.Close();

    /// <summary>
    /// On a free port. Between the look for one and the start of the listener another process may take it: then on the next.
    /// </summary>
    private static (HttpListener Listener, string Address) Listen()
    {
        const int tries = 10;
        for (var left = tries; ; left--)
        {
            string address;
            using (var free = new TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                address = $"127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
            }

            var listener = new HttpListener();
            listener.Prefixes.Add($"http://{address}/");
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (left > 1)
            {
                listener.Close();
            }
        }
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        using var reader = new StreamReader(context.Request.InputStream);
        var answer = new RuntimeAnswer(
            await reader.ReadToEndAsync(), context.Request.ContentType, context.Request.Headers["Lambda-Runtime-Function-Error-Type"]);
        switch (path[Runtime.Length..].Split('/'))
        {
            case ["invocation", "next"] when ToNext != HttpStatusCode.OK:
                Close(context.Response, ToNext);
                return;
            case ["invocation", "next"]:
                IsAskedTwiceAtATime |= Interlocked.Increment(ref _asking) > 1;
                _asked.TrySetResult();
                var (id, json, deadline) = await _invocations.Reader.ReadAsync();
                Interlocked.Decrement(ref _asking);
                context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = id;
                context.Response.Headers["Lambda-Runtime-Deadline-Ms"] = $"{deadline.ToUnixTimeMilliseconds()}";
                context.Response.Headers["Lambda-Runtime-Trace-Id"] = $"Root=1-{id}";
                context.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-west-1:123456789012:function:images";
                context.Response.Close(System.Text.Encoding.UTF8.GetBytes(json), willBlock: false);
                return;
            case ["init", "error"]:
                _initError.TrySetResult(answer);
                break;
            case ["invocation", _, "response"] when ToResponse != HttpStatusCode.Accepted:
                Close(context.Response, ToResponse);
                return;
            case ["invocation", var request, "response" or "error"]:
                _answers[request].TrySetResult(answer);
                break;
        }

        Close(context.Response, HttpStatusCode.Accepted);
    }

    private static void Close(HttpListenerResponse response, HttpStatusCode status)
    {
        response.StatusCode = (int)status;
        response.ContentType = "application/json";
        response.Close(
            status == HttpStatusCode.Accepted
                ? """{"status":"OK"}"""u8.ToArray()
                : """{"errorMessage":"refused","errorType":"Refused"}"""u8.ToArray(),
            willBlock: false);
    }
}

/// <param name="Body">What was posted.</param>
/// <param name="ContentType">Of the body.</param>
/// <param name="ErrorType">Null: it is a response.</param>
internal sealed record RuntimeAnswer(string Body, string? ContentType, string? ErrorType);
