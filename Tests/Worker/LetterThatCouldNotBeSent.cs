using ImgCompress.Contracts;
using ImgCompress.Queue;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>An item has failed, and the queue refuses its dead letter, or the worker dies before it sends it.</summary>
public sealed class LetterThatCouldNotBeSent : IDisposable
{
    private readonly WorkerFunction _function = new();

    [Fact]
    public async Task IsSentAtTheNextDeliveryAndCanBeRedriven()
    {
        var good = Png.Noise(40, 30);
        _function.Fixture.Directory.Write("a.png", good.AsSpan(0, 700));
        var job = await _function.Fixture.SubmitAsync();
        await _function.SendAsync(job, "a.png");
        using var broken = new QueueThatRefusesLetters(_function.Queue);

        var batch = await _function.ReceiveAsync();
        var answer = await _function.InvokeAsync(batch, _function.Handler(queue: broken));

        Assert.Equal(WorkerFunction.Failures(batch.Select(WorkerFunction.IdOf)), answer);
        Assert.Equal(1, (await _function.Fixture.CountAsync(job)).Failed);
        Assert.Empty(await _function.DeadLettersAsync());

        _function.Fixture.Clock.Advance(WorkerFunction.Visibility);
        Assert.Equal(WorkerFunction.Failures(), await _function.InvokeAsync(await _function.ReceiveAsync()));

        Assert.Equal("Corrupt", Assert.Single(await _function.DeadLettersAsync()).Value);
        _function.Fixture.Directory.Write("a.png", good);
        Assert.Equal(1, await _function.Queue.RedriveAsync(RedriveFilter.Everything, null, CancellationToken.None));
        Assert.Equal(WorkerFunction.Failures(), await _function.InvokeAsync(await _function.ReceiveAsync()));
        Assert.Equal(WorkerFixture.Halved(good), _function.Fixture.Directory.Read("a.png"));
        var counts = await _function.Fixture.CountAsync(job);
        Assert.Equal((1, 0), (counts.Done, counts.Failed));
        Assert.Empty(await _function.DeadLettersAsync());
    }

    public void Dispose() => _function.Dispose();

    private sealed class QueueThatRefusesLetters(IJobQueue queue) : ForwardingQueue(queue)
    {
        public override Task DeadLetterAsync(
            ReceivedMessage message, string letter, Failure failure, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("500 InternalError");
    }
}
