using System.Text.Json;
using ImgCompress.Configuration;
using ImgCompress.Engine.Delivery;
using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Lambda;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Lambda;

/// <summary>The real executable, driven by the Runtime API, on an embedded ledger.</summary>
[Trait("Speed", "Slow")]
public sealed class FunctionProcess : IDisposable
{
    private readonly WorkerFunction _function = new();
    private readonly RuntimeApiServer _server = new();

    private static DateTimeOffset InAMinute => TimeProvider.System.GetUtcNow().AddMinutes(1);

    [Fact]
    public async Task WorksOnBatchesUntilItIsTerminated()
    {
        var original = Png.Noise(40, 30);
        _function.Fixture.Directory.Write("a.png", original);
        _function.Fixture.Directory.Write("b.png", original.AsSpan(0, 700));
        _function.Fixture.Directory.Write("held.png", Png.Noise(20, 20));
        var job = await _function.Fixture.SubmitAsync();
        await _function.SendAsync(job, "a.png", "b.png", "held.png");
        await _function.SendBodyAsync(job, "none.png", "{");
        var batch = await _function.ReceiveAsync();
        using var worker = Start();

        // A worker that starts on an embedded ledger ends all claims; this one is made while it runs.
        await _server.Asked;
        await HoldAsync(job, "held.png");

        var answer = await _server.InvokeAsync(WorkerFunction.EventOf(batch), InAMinute);
        var again = await _server.InvokeAsync(WorkerFunction.EventOf(batch.Take(1)), InAMinute);
        worker.Terminate();
        var end = await worker.EndAsync();

        Assert.Equal(WorkerFunction.Failures(WorkerFunction.IdOf(batch[2])), answer.Body);
        Assert.Equal("application/json", answer.ContentType);
        Assert.Equal("""{"batchItemFailures":[]}""", again.Body);
        Assert.Equal(WorkerFixture.Halved(original), _function.Fixture.Directory.Read("a.png"));
        Assert.Equal((1, 1), ((await _function.Fixture.CountAsync(job)).Done, (await _function.Fixture.CountAsync(job)).Failed));
        Assert.Equal(["BadMessage", "Corrupt"], (await _function.DeadLettersAsync()).Values.Order());
        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.All(LevelsOf(end.Output), level => Assert.NotEqual("error", level));
    }

    [Fact]
    public async Task AnswersAnotherEventWithAnErrorAndGoesOn()
    {
        await _function.Fixture.SubmitAsync();
        using var worker = Start();

        var error = await _server.InvokeAsync("""{"key1":"value1","key2":"value2"}""", InAMinute);
        var next = await _server.InvokeAsync("""{"Records":[]}""", InAMinute);
        worker.Terminate();
        var end = await worker.EndAsync();

        Assert.Equal(ErrorTypes.OfAnInvocation(nameof(InvalidDataException)), error.ErrorType);
        Assert.Equal("application/vnd.aws.lambda.error+json", error.ContentType);
        var body = JsonDocument.Parse(error.Body).RootElement;
        Assert.Equal("InvalidDataException", body.GetProperty("errorType").GetString());
        Assert.StartsWith("this is no SQS event", body.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, body.GetProperty("stackTrace").ValueKind);
        Assert.Null(next.ErrorType);
        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.Equal(["error", "info"], LevelsOf(end.Output));
    }

    [Fact]
    public async Task AsksForOneInvocationAtATimeWhateverItsConcurrency()
    {
        await _function.Fixture.SubmitAsync();
        using var worker = Start(("AWS_LAMBDA_MAX_CONCURRENCY", "4"));

        await _server.InvokeAsync("""{"Records":[]}""", InAMinute);
        await _server.InvokeAsync("""{"Records":[]}""", InAMinute);

        Assert.False(_server.IsAskedTwiceAtATime);
    }

    [Fact]
    public async Task BeginsNothingNearItsDeadline()
    {
        _function.Fixture.Directory.Write("a.png", Png.Noise(40, 30));
        var job = await _function.Fixture.SubmitAsync();
        await _function.SendAsync(job, "a.png");
        var batch = await _function.ReceiveAsync();
        using var worker = Start();

        var answer = await _server.InvokeAsync(WorkerFunction.EventOf(batch), TimeProvider.System.GetUtcNow().AddMilliseconds(300));

        Assert.Equal(WorkerFunction.Failures(WorkerFunction.IdOf(batch[0])), answer.Body);
        Assert.Equal((0, 0), ((await _function.OpenRowAsync(job)).Attempts, (await _function.OpenRowAsync(job)).Epoch));
    }

    [Theory]
    [InlineData(DeliverySettings.LeaseName, "soon", DeliverySettings.LeaseName)]
    [InlineData(Settings.RootName, "/nowhere/at/all", "/nowhere/at/all")]
    [InlineData(Settings.QueueUrlName, "images", Settings.QueueUrlName)]
    public async Task ThatCannotStartSaysWhy(string setting, string value, string named)
    {
        using var worker = Start((setting, value));

        var error = await _server.InitError;

        var end = await worker.EndAsync();
        Assert.Equal((1, ""), (end.ExitCode, end.Error));
        Assert.Equal(["error"], LevelsOf(end.Output));
        Assert.Contains(
            named, JsonDocument.Parse(error.Body).RootElement.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutQueueAndLedgerMakesNoneOfItsOwn()
    {
        using var empty = new TemporaryDirectory();
        using var worker = Start((Settings.RootName, empty.Path));

        var error = await _server.InitError;

        Assert.Contains(Settings.TableName, error.Body, StringComparison.Ordinal);
        Assert.Equal(1, (await worker.EndAsync()).ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(empty.Path));
    }

    public void Dispose()
    {
        _server.Dispose();
        _function.Dispose();
    }

    /// <summary>Of each line of a log; every one is an object of JSON.</summary>
    private static IEnumerable<string?> LevelsOf(string output) => output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("level").GetString());

    private Task<ClaimResult> HoldAsync(JobRow job, string path) => _function.Fixture.Ledger.ClaimAsync(
        new(job.Id, WorkerFixture.At(path)), TimeSpan.FromDays(36_500), alone: true, CancellationToken.None);

    private WorkerProcess Start(params (string Name, string Value)[] settings) => WorkerProcess.Start(
        new Dictionary<string, string>(settings.ToDictionary(s => s.Name, s => s.Value), StringComparer.Ordinal)
        {
            ["AWS_LAMBDA_RUNTIME_API"] = _server.Address,
            [Settings.RootName] = settings.FirstOrDefault(s => s.Name == Settings.RootName).Value ?? _function.Fixture.Directory.Path,
        });
}
