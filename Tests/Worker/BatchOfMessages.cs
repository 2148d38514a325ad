using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Png;
using ImgCompress.Queue;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

public sealed class BatchOfMessages : IDisposable
{
    private readonly WorkerFunction _function = new();

    [Fact]
    public async Task ThatAllEndWellFailsNone()
    {
        var originals = Write("a.png", "b.png", "c.png");
        var job = await _function.Fixture.SubmitAsync();
        await _function.SendAsync(job, originals.Keys);

        var answer = await _function.InvokeAsync(await _function.ReceiveAsync());

        Assert.Equal("""{"batchItemFailures":[]}""", answer);
        Assert.All(originals, file => Assert.Equal(WorkerFixture.Halved(file.Value), _function.Fixture.Directory.Read(file.Key)));
        Assert.Equal(3, (await _function.Fixture.CountAsync(job)).Done);
    }

    [Fact]
    public async Task OfWhichOneIsDamagedOneMalformedAndOneHeldReportsTheHeldOneAlone()
    {
        var good = Write([.. Enumerable.Range(0, 7).Select(i => $"{i}.png")]);
        Write("held.png");
        _function.Fixture.Directory.Write("damaged.png", Png.Noise(40, 30).AsSpan(0, 900));
        var job = await _function.Fixture.SubmitAsync();
        await _function.SendAsync(job, [.. good.Keys, "damaged.png", "held.png"]);
        await _function.SendBodyAsync(job, "none.png", "no message");
        var held = new JobMessage(job.Id, WorkerFixture.At("held.png"));
        await _function.Fixture.Ledger.ClaimAsync(held, TimeSpan.FromMinutes(15), alone: true, CancellationToken.None);
        var batch = await _function.ReceiveAsync();

        var answer = await _function.InvokeAsync(batch);

        Assert.Equal(10, batch.Count);
        Assert.Equal(WorkerFunction.Failures(WorkerFunction.IdOf(batch.Single(message => message.Body == held.ToJson()))), answer);
        Assert.Equal(
            new()
            {
                [new JobMessage(job.Id, WorkerFixture.At("damaged.png"), Redrive: 1).ToJson()] = "Corrupt",
                ["no message"] = "BadMessage",
            },
            (await _function.DeadLettersAsync()).ToDictionary());
        var counts = await _function.Fixture.CountAsync(job);
        Assert.Equal((7, 1), (counts.Done, counts.Failed));
    }

    [Fact]
    public async Task WithTheSameMessageTwiceWorksOnItOnce()
    {
        Write("a.png");
        var job = await _function.Fixture.SubmitAsync();
        await _function.SendAsync(job, "a.png", "a.png");
        var batch = await _function.ReceiveAsync();

        var answer = await _function.InvokeAsync(WorkerFunction.EventOf([.. batch, batch[0]]));

        Assert.Equal(WorkerFunction.Failures(), answer);
        Assert.Equal(1, (await _function.Fixture.CountAsync(job)).Done);
        Assert.Contains("\"records\":\"3\",\"messages\":\"1\"", _function.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogsAFileThatHasLostItsContentCredentials()
    {
        using var chunk = new MemoryStream();
        PngChunks.Write(chunk, "caBX"u8, "c2pa"u8);
        var png = Png.Noise(64, 48);
        _function.Fixture.Directory.Write("plain.png", png);
        _function.Fixture.Directory.Write("signed.png", (byte[])[.. png[..33], .. chunk.ToArray(), .. png[33..]]);
        var job = await _function.Fixture.SubmitAsync();
        await _function.SendAsync(job, "plain.png", "signed.png");

        await _function.InvokeAsync(WorkerFunction.EventOf(await _function.ReceiveAsync()));

        var log = _function.Log.ToString();
        Assert.Contains("\"event\":\"credentials\"", log, StringComparison.Ordinal);
        Assert.Contains("signed.png", log, StringComparison.Ordinal);
        Assert.DoesNotContain("plain.png", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithTheSameHeldMessageTwiceAnswersTheSameForBoth()
    {
        Write("a.png");
        var job = await _function.Fixture.SubmitAsync();
        await _function.SendAsync(job, "a.png", "a.png");
        await _function.Fixture.Ledger.ClaimAsync(
            new(job.Id, WorkerFixture.At("a.png")), TimeSpan.FromMinutes(15), alone: true, CancellationToken.None);
        var batch = await _function.ReceiveAsync();

        var answer = await _function.InvokeAsync(WorkerFunction.EventOf([.. batch, batch[0]]));

        Assert.Equal(WorkerFunction.Failures(batch.Select(WorkerFunction.IdOf)), answer);
    }

    [Fact]
    public async Task WhoseDeadLetterCannotBeSentReportsIt()
    {
        _function.Fixture.Directory.Write("damaged.png", Png.Noise(40, 30).AsSpan(0, 900));
        Write("a.png");
        var job = await _function.Fixture.SubmitAsync();
        await _function.SendAsync(job, "a.png", "damaged.png");
        var batch = await _function.ReceiveAsync();
        using var queue = new QueueWithoutDeadLetters(_function.Queue);

        var answer = await _function.InvokeAsync(batch, _function.Handler(queue: queue));

        var damaged = batch.Single(message => message.Body.Contains("damaged", StringComparison.Ordinal));
        Assert.Equal(WorkerFunction.Failures(WorkerFunction.IdOf(damaged)), answer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"v\":2,\"job\":\"a\",\"path\":\"a.png\"}")]
    [InlineData("{\"v\":\"1\",\"job\":\"a\",\"path\":\"a.png\"}")]
    [InlineData("{\"v\":1,\"job\":[],\"path\":\"a.png\"}")]
    [InlineData("{\"v\":1,\"job\":\"a\",\"path\":{}}")]
    [InlineData("{\"v\":1,\"job\":\"a\",\"path\":\"../a.png\"}")]
    [InlineData("{\"v\":1,\"job\":\"\\ud800\",\"path\":\"a.png\"}")]
    [InlineData("{\"v\":99999999999999999999,\"job\":\"a\",\"path\":\"a.png\"}")]
    public async Task OfWhichOneIsMalformedBuriesIt(string body)
    {
        var originals = Write("a.png");
        var job = await _function.Fixture.SubmitAsync();
        await _function.SendAsync(job, "a.png");
        await _function.SendBodyAsync(job, "none.png", body);

        var answer = await _function.InvokeAsync(await _function.ReceiveAsync());

        Assert.Equal(WorkerFunction.Failures(), answer);
        Assert.Equal("BadMessage", Assert.Single(await _function.DeadLettersAsync()).Value);
        Assert.Equal(WorkerFixture.Halved(originals["a.png"]), _function.Fixture.Directory.Read("a.png"));
    }

    [Theory]
    [InlineData("noise")]
    [InlineData("brackets")]
    [InlineData("path")]
    [InlineData("job")]
    public async Task OfWhichOneIsAMebibyteBuriesItAndLogsLittle(string kind)
    {
        const int Length = 1 << 20;
        var random = new Random(5);
        var body = kind switch
        {
            "noise" => string.Create(Length, random, (text, r) => r.GetItems("\t\n{}[]\":,\\ \u00e9\u4e00\uf7ffaZ09", text)),
            "brackets" => new string('[', Length),
            "path" => $$"""{"v":1,"job":"a","path":"{{new string('a', Length)}}"}""",
            _ => $$"""{"v":1,"{{new string('a', Length)}}":[}""",
        };
        var job = await _function.Fixture.SubmitAsync();
        await _function.SendBodyAsync(job, "none.png", body);

        var answer = await _function.InvokeAsync(await _function.ReceiveAsync());

        Assert.Equal(WorkerFunction.Failures(), answer);
        Assert.Equal("BadMessage", Assert.Single(await _function.DeadLettersAsync()).Value);
        Assert.InRange(_function.Log.ToString().Length, 1, 2000);
    }

    public void Dispose() => _function.Dispose();

    private Dictionary<string, byte[]> Write(params string[] names)
    {
        var files = names.Select((name, i) => (name, Content: Png.Noise(40, 30, i + 1))).ToDictionary(f => f.name, f => f.Content);
        foreach (var (name, content) in files)
        {
            _function.Fixture.Directory.Write(name, content);
        }

        return files;
    }

    private sealed class QueueWithoutDeadLetters(IJobQueue queue) : ForwardingQueue(queue)
    {
        public override Task DeadLetterAsync(
            ReceivedMessage message, string letter, Failure failure, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("the dead-letter queue is gone");
    }
}
