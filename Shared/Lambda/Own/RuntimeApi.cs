using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ImgCompress.Lambda.Own;

/// <summary>The HTTP API, version 2018-06-01, by which a custom runtime gets its invocations and answers them.</summary>
public sealed class RuntimeApi : IDisposable
{
    private const string ErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue ErrorJson = new("application/vnd.aws.lambda.error+json");

    private readonly HttpMessageInvoker _http;
    private readonly string _base;

    /// <param name="address"><c>host:port</c>.</param>
    public RuntimeApi(string address)
    {
        // An invoker knows no timeout: "next" answers when there is something to do, which may be in hours. Neither proxies nor
        // redirects nor cookies lie between the runtime and the function.
        _http = new(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
        });
        _base = $"http://{address}/2018-06-01/runtime";
    }

    /// <summary>Waits for the next invocation.</summary>
    public async Task<ReceivedInvocation> NextAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_base}/invocation/next");
        using var response = await _http.SendAsync(request, cancellationToken);
        Require(response, "invocation/next");
        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
        var invocation = new Invocation(
            Header("Lambda-Runtime-Aws-Request-Id") ?? throw new RuntimeApiException("the Runtime API named no request id"),
            long.TryParse(Header("Lambda-Runtime-Deadline-Ms"), out var deadline)
                ? DateTimeOffset.FromUnixTimeMilliseconds(deadline)
                : throw new RuntimeApiException("the Runtime API named no deadline"),
            Header("Lambda-Runtime-Trace-Id"));
        return new(invocation, content);
    }

    /// <summary>Answers an invocation.</summary>
    /// <exception cref="RuntimeApiException">The answer was not taken.</exception>
    public Task RespondAsync(Invocation invocation, ReadOnlyMemory<byte> response, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{invocation.RequestId}/response", response, Json, null, cancellationToken);

    /// <summary>Ends an invocation with an error.</summary>
    public Task FailAsync(Invocation invocation, RuntimeError error, CancellationToken cancellationToken) =>
        PostErrorAsync($"invocation/{invocation.RequestId}/error", error, cancellationToken);

    /// <summary>Says why the function cannot start.</summary>
    public Task FailInitAsync(RuntimeError error, CancellationToken cancellationToken) =>
        PostErrorAsync("init/error", error, cancellationToken);

    public void Dispose() => _http.Dispose();

    private Task PostErrorAsync(string path, RuntimeError error, CancellationToken cancellationToken) => PostAsync(
        path,
        JsonSerializer.SerializeToUtf8Bytes(error, LambdaJson.Default.RuntimeError),
        ErrorJson,
        $"Function.{error.ErrorType}",
        cancellationToken);

    private async Task PostAsync(
        string path, ReadOnlyMemory<byte> body, MediaTypeHeaderValue type, string? errorType, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = type;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_base}/{path}") { Content = content };
        if (errorType is not null)
        {
            request.Headers.TryAddWithoutValidation(ErrorTypeHeader, errorType);
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        Require(response, path);
    }

    private static void Require(HttpResponseMessage response, string path)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new RuntimeApiException($"the Runtime API answered {(int)response.StatusCode} to {path}")
            {
                // Documented as "container error, non-recoverable state: the runtime should exit promptly".
                IsFatal = response.StatusCode == HttpStatusCode.InternalServerError,
            };
        }
    }
}
