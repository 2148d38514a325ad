using System.Text;
using ImgCompress.Lambda;
using Xunit;

namespace ImgCompress.Tests.Lambda;

public sealed class HostOfAFunction : IDisposable
{
    private static readonly DateTimeOffset Deadline = DateTimeOffset.FromUnixTimeMilliseconds(1_769_869_530_123);
    private readonly RuntimeApiServer _server = new();
    private readonly RuntimeApi _api;

    public HostOfAFunction() => _api = new(_server.Address);

    [Fact]
    public async Task HandsOnWhatTheHeadersSay()
    {
        Invocation? seen = null;
        string? trace = null;
        using var stop = new CancellationTokenSource();
        var run = new LambdaHost(_api, (_, _) => { }).RunAsync(
            () => (received, _) =>
            {
                (seen, trace) = (received.Invocation, Environment.GetEnvironmentVariable(LambdaHost.TraceName));
                return Task.FromResult(received.Event);
            },
            stop.Token);

        var answer = await _server.InvokeAsync("\"ü\"", Deadline);
        await stop.CancelAsync();

        Assert.Equal("\"ü\"", answer.Body);
        Assert.Equal(new("request-1", Deadline, "Root=1-request-1", "arn:aws:lambda:eu-west-1:123456789012:function:images"), seen);
        Assert.Equal("Root=1-request-1", trace);
        Assert.Equal(0, await run);
    }

    [Fact]
    public async Task ReportsAnErrorAndGoesOn()
    {
        var log = new List<string>();
        using var stop = new CancellationTokenSource();
        var run = new LambdaHost(_api, (message, id) => log.Add($"{id}: {message}")).RunAsync(
            () => (received, _) => received.Event.Length > 2 ? throw new InvalidOperationException("broken") : Task.FromResult(received.Event),
            stop.Token);

        var error = await _server.InvokeAsync("[1]", Deadline);
        var answer = await _server.InvokeAsync("[]", Deadline);
        await stop.CancelAsync();

        Assert.StartsWith("""{"errorType":"InvalidOperationException","errorMessage":"broken","stackTrace":["at """, error.Body, StringComparison.Ordinal);
        Assert.Equal("Function.InvalidOperationException", error.ErrorType);
        Assert.Equal("[]", answer.Body);
        Assert.Equal(["request-1: broken"], log);
        Assert.Equal(0, await run);
    }

    [Fact]
    public async Task EndsTheInvocationInWorkWhenItIsToldToStop()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var run = new LambdaHost(_api, (_, _) => { }).RunAsync(
            () => async (_, stopping) =>
            {
                begun.SetResult();
                await Task.WhenAny(Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping));
                return Encoding.UTF8.GetBytes("\"stopped\"");
            },
            stop.Token);
        var answer = _server.InvokeAsync("1", Deadline);
        await begun.Task;

        await stop.CancelAsync();

        Assert.Equal("\"stopped\"", (await answer).Body);
        Assert.Equal(0, await run);
    }

    [Fact]
    public async Task ThatCannotStartReportsItAndEndsWithOne()
    {
        var exit = await new LambdaHost(_api, (_, _) => { }).RunAsync(() => throw new InvalidDataException("no settings"), CancellationToken.None);

        Assert.Equal(1, exit);
        Assert.Equal("Function.InvalidDataException", (await _server.InitError).ErrorType);
        Assert.False(_server.Asked.IsCompleted);
    }

    [Fact]
    public async Task WithoutARuntimeApiEndsWithOne()
    {
        _server.Dispose();

        Assert.Equal(1, await new LambdaHost(_api, (_, _) => { }).RunAsync(() => (received, _) => Task.FromResult(received.Event), CancellationToken.None));
    }

    public void Dispose()
    {
        _api.Dispose();
        _server.Dispose();
    }
}
