using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ImgCompress.Lambda;
using ImgCompress.Tests.Fixtures.Lambda;
using Xunit;

namespace ImgCompress.Tests.Lambda;

/// <summary>What each of the two hosts does; where they differ, the folders of their names say.</summary>
public sealed class HostOfAFunction : IDisposable
{
    private static readonly DateTimeOffset Deadline = DateTimeOffset.FromUnixTimeMilliseconds(1_769_869_530_123);
    private readonly RuntimeApiServer _server = new();
    private readonly List<string> _log = [];

    // The trace id is a variable of the process, which has one function.
    [Fact(DisableParallelization = true)]
    public async Task HandsOnWhatTheHeadersSay()
    {
        Invocation? seen = null;
        string? trace = null;
        using var stop = new CancellationTokenSource();
        var run = RunAsync(
            (received, _) =>
            {
                (seen, trace) = (received.Invocation, Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"));
                return Task.FromResult(received.Event);
            },
            stop.Token);

        var answer = await _server.InvokeAsync("\"ü\"", Deadline);
        await stop.CancelAsync();

        Assert.Equal("\"ü\"", answer.Body);
        Assert.Equal("application/json", answer.ContentType);
        Assert.Equal(new("request-1", Deadline, "Root=1-request-1"), seen);
        Assert.Equal("Root=1-request-1", trace);
        Assert.Equal(0, await run);
        Assert.Empty(_log);
    }

    [Fact]
    public async Task ReportsAnErrorAndGoesOn()
    {
        using var stop = new CancellationTokenSource();
        var run = RunAsync(
            (received, _) =>
                received.Event.Length > 2 ? throw new InvalidOperationException("брак") : Task.FromResult(received.Event),
            stop.Token);

        var error = await _server.InvokeAsync("[1]", Deadline);
        var answer = await _server.InvokeAsync("[]", Deadline);
        await stop.CancelAsync();

        var body = JsonNode.Parse(error.Body)!.AsObject();
        Assert.Equal(["errorType", "errorMessage", "stackTrace"], body.Select(member => member.Key));
        Assert.Equal(("InvalidOperationException", "брак"), ((string?)body["errorType"], (string?)body["errorMessage"]));
        Assert.StartsWith("at ", (string?)body["stackTrace"]![0], StringComparison.Ordinal);
        Assert.Equal(ErrorTypes.OfAnInvocation(nameof(InvalidOperationException)), error.ErrorType);
        Assert.Equal("application/vnd.aws.lambda.error+json", error.ContentType);
        Assert.Equal("[]", answer.Body);
        Assert.Equal(["request-1: брак"], _log);
        Assert.Equal(0, await run);
    }

    [Fact]
    public async Task EndsTheInvocationInWorkWhenItIsToldToStop()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var run = RunAsync(
            async (_, stopping) =>
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
    public async Task ReportsAnInvocationThatGivesUpWhenItIsToldToStop()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var run = RunAsync(
            async (received, stopping) =>
            {
                begun.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping);
                return received.Event;
            },
            stop.Token);
        var answer = _server.InvokeAsync("1", Deadline);
        await begun.Task;

        await stop.CancelAsync();

        Assert.Equal(ErrorTypes.OfAnInvocation(nameof(TaskCanceledException)), (await answer).ErrorType);
        Assert.Equal(0, await run);
    }

    [Fact]
    public async Task ThatCannotStartReportsItAndEndsWithOne()
    {
        var exit = await LambdaHost.RunAsync(
            _server.Address, () => throw new InvalidDataException("no settings"), Log, CancellationToken.None);
        var error = await _server.InitError;

        Assert.Equal(1, exit);
        Assert.Equal(ErrorTypes.OfTheInitialization(nameof(InvalidDataException)), error.ErrorType);
        Assert.Equal("InvalidDataException", (string?)JsonNode.Parse(error.Body)!["errorType"]);
        Assert.Equal([": no settings"], _log);
        Assert.False(_server.Asked.IsCompleted);
    }

    [Fact]
    public async Task ThatCannotStartNorReportItSaysBothAndEndsWithOne()
    {
        _server.Dispose();

        Assert.Equal(
            1,
            await LambdaHost.RunAsync(_server.Address, () => throw new InvalidDataException("no settings"), Log, CancellationToken.None));
        Assert.Equal(": no settings", _log[0]);
        Assert.Equal(2, _log.Count);
    }

    [Fact]
    public async Task WithoutARuntimeApiEndsWithOne()
    {
        _server.Dispose();

        Assert.Equal(1, await RunAsync((received, _) => Task.FromResult(received.Event), CancellationToken.None));
        Assert.Single(_log);
    }

    [Fact]
    public async Task WithABrokenRuntimeApiEndsWithOne()
    {
        _server.ToNext = HttpStatusCode.InternalServerError;

        Assert.Equal(1, await RunAsync((received, _) => Task.FromResult(received.Event), CancellationToken.None));
        Assert.Single(_log);
    }

    [Fact]
    public async Task WhoseAnswerBreaksTheRuntimeApiEndsWithOne()
    {
        _server.ToResponse = HttpStatusCode.InternalServerError;
        _ = _server.InvokeAsync("1", Deadline);

        Assert.Equal(1, await RunAsync((received, _) => Task.FromResult(received.Event), CancellationToken.None));
        Assert.Single(_log);
    }

    public void Dispose() => _server.Dispose();

    private Task<int> RunAsync(InvocationHandler handler, CancellationToken stop) =>
        LambdaHost.RunAsync(_server.Address, () => handler, Log, stop);

    private void Log(string message, string? id) => _log.Add($"{id}: {message}");
}
