using ImgCompress.Contracts;
using ImgCompress.Engine.Batches;
using ImgCompress.Engine.Delivery;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

public sealed class DeadlineOfTheFunction : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private readonly WorkerFunction _function = new();

    [Fact]
    public async Task ThatIsNearLetsNothingBeginAndCostsNoAttempt()
    {
        _function.Fixture.Directory.Write("a.png", Png.Noise(40, 30));
        var job = await _function.Fixture.SubmitAsync();
        await _function.SendAsync(job, "a.png");
        var batch = await _function.ReceiveAsync();

        var answer = await _function.InvokeAsync(batch, timeout: TimeSpan.FromMilliseconds(100));

        Assert.Equal(WorkerFunction.Failures(batch.Select(WorkerFunction.IdOf)), answer);
        var row = await _function.OpenRowAsync(job);
        Assert.Equal((ItemState.Pending, 0, 0), (row.State, row.Attempts, row.Epoch));
        Assert.Single(await _function.ReceiveAsync());
    }

    [Fact]
    public async Task LetsNothingBeginThatWouldTakeTooLongByThePaceSoFar()
    {
        var job = await SubmitAsync("1.png", "2.png");
        using var root = new SlowRoot(_function.Fixture.Root, _function.Fixture.Clock, _ => TimeSpan.FromSeconds(6));
        var batch = await _function.ReceiveAsync();

        var answer = await _function.InvokeAsync(batch, Handler(root), Timeout);

        Assert.Equal(WorkerFunction.Failures(WorkerFunction.IdOf(batch[1])), answer);
        Assert.Equal((ItemState.Pending, 0), ((await _function.OpenRowAsync(job)).State, (await _function.OpenRowAsync(job)).Attempts));
        Assert.Equal(1, (await _function.Fixture.CountAsync(job)).Done);
    }

    [Fact]
    public async Task CostsNoAttemptWhereTheItemWasBegunLate()
    {
        var job = await SubmitAsync("0.png", "1.png", "2.png");
        using var root = new SlowRoot(
            _function.Fixture.Root, _function.Fixture.Clock,
            path => path switch { "0.png" => TimeSpan.Zero, "1.png" => TimeSpan.FromSeconds(5.1), _ => TimeSpan.FromSeconds(4.2) });
        var batch = await _function.ReceiveAsync();

        var answer = await _function.InvokeAsync(batch, Handler(root), Timeout);

        Assert.Equal(WorkerFunction.Failures(WorkerFunction.IdOf(batch[2])), answer);
        var row = await _function.OpenRowAsync(job);
        Assert.Equal((1, 0), (row.Epoch, row.Attempts));
    }

    [Fact]
    public async Task EndsAnItemThatIsTooSlowForItAsExhausted()
    {
        var job = await SubmitAsync("1.png");
        using var root = new SlowRoot(_function.Fixture.Root, _function.Fixture.Clock, _ => TimeSpan.FromSeconds(9.2));
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var batch = await _function.ReceiveAsync();
            Assert.Equal(
                WorkerFunction.Failures(batch.Select(WorkerFunction.IdOf)), await _function.InvokeAsync(batch, Handler(root), Timeout));
            var row = await _function.OpenRowAsync(job);
            Assert.Equal((attempt, FailureReason.DeadlineExceeded), (row.Attempts, row.Failure?.Reason));
            _function.Fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var answer = await _function.InvokeAsync(await _function.ReceiveAsync(), Handler(root), Timeout);

        Assert.Equal(WorkerFunction.Failures(), answer);
        var failure = (await _function.OpenRowAsync(job)).Failure!;
        Assert.Equal(FailureReason.Exhausted, failure.Reason);
        Assert.Contains("it takes longer than the function has (10 s)", failure.Detail, StringComparison.Ordinal);
        Assert.Equal("Exhausted", Assert.Single(await _function.DeadLettersAsync()).Value);
    }

    [Fact]
    public async Task AnswersForADeliveryThatHangsAndHasTheProcessEnd()
    {
        var job = await SubmitAsync("a.png");
        using var root = new StalledRoot(_function.Fixture.Root);
        var ends = 0;
        var handler = new BatchHandler(
            _function.Queue,
            _function.Fixture.Processor(root),
            1,
            new DeliverySettings().Lease,
            _function.Fixture.Clock,
            new(TextWriter.Synchronized(_function.Log), json: true, _function.Fixture.Clock))
        {
            LeftHanging = () => ends++,
        };
        var batch = await _function.ReceiveAsync();
        var invocation = _function.InvokeAsync(WorkerFunction.EventOf(batch), handler);
        await root.Reached;

        _function.Fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        var answer = await invocation;
        root.GoOn();

        Assert.Equal(WorkerFunction.Failures(batch.Select(WorkerFunction.IdOf)), answer);
        Assert.Equal(1, ends);
        await Poll.UntilAsync(async () => (await _function.OpenRowAsync(job)).Failure?.Reason == FailureReason.DeadlineExceeded);
    }

    [Fact]
    public async Task LaterThanTheLeaseIsRefused()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _function.InvokeAsync([], timeout: TimeSpan.FromMinutes(20)));

        Assert.Contains(DeliverySettings.LeaseName, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _function.Dispose();

    private BatchHandler Handler(SlowRoot root) => _function.Handler(_function.Fixture.Processor(root, maxAttempts: 2), parallel: 1);

    private async Task<ImgCompress.Ledger.JobRow> SubmitAsync(params string[] names)
    {
        foreach (var name in names)
        {
            _function.Fixture.Directory.Write(name, Png.Noise(40, 30));
        }

        var job = await _function.Fixture.SubmitAsync();
        await _function.SendAsync(job, names);
        return job;
    }
}
