using ImgCompress.Contracts;
using ImgCompress.Queue;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImgCompress.Tests.Queue;

/// <summary>What every queue does, whatever it is kept in.</summary>
public abstract class QueueContract : IDisposable
{
    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(1);
    private static readonly CancellationToken Any = CancellationToken.None;

    private readonly Lazy<IJobQueue> _queue;

    protected QueueContract() => _queue = new(() => Open(Clock));

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 31, 14, 25, 30, TimeSpan.Zero));

    private IJobQueue Queue => _queue.Value;

    protected abstract IJobQueue Open(TimeProvider time);

    [Fact]
    public async Task AMessageArrivesAsItWasSent()
    {
        var message = Message("ä\n\uF7FF.jpg");

        Assert.Empty(await Queue.SendAsync([new(message, 1)], Any));
        var received = Assert.Single(await Queue.ReceiveAsync(10, Visibility, Any));

        Assert.Equal(message, JobMessage.Parse(received.Body, out _));
        Assert.Equal(1, received.ReceiveCount);
    }

    [Fact]
    public async Task AMessageInWorkIsHiddenUntilItsVisibilityTimeoutIsOver()
    {
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        Assert.Single(await Queue.ReceiveAsync(10, Visibility, Any));
        Assert.Empty(await Queue.ReceiveAsync(10, Visibility, Any));
        Clock.Advance(Visibility + TimeSpan.FromSeconds(1));
        Assert.Equal(2, Assert.Single(await Queue.ReceiveAsync(10, Visibility, Any)).ReceiveCount);
    }

    [Fact]
    public async Task ADeletedMessageDoesNotComeAgain()
    {
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        await Queue.DeleteAsync(Assert.Single(await Queue.ReceiveAsync(10, Visibility, Any)), Any);
        Clock.Advance(Visibility * 2);

        Assert.Empty(await Queue.ReceiveAsync(10, Visibility, Any));
    }

    [Fact]
    public async Task AMessageGivenBackComesAfterItsDelay()
    {
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        await Queue.ChangeVisibilityAsync(Assert.Single(await Queue.ReceiveAsync(10, Visibility, Any)), TimeSpan.FromSeconds(5), Any);

        Assert.Empty(await Queue.ReceiveAsync(10, Visibility, Any));
        Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Single(await Queue.ReceiveAsync(10, Visibility, Any));
    }

    [Fact]
    public async Task ADeadLetterLeavesTheQueue()
    {
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        await Queue.DeadLetterAsync(
            Assert.Single(await Queue.ReceiveAsync(10, Visibility, Any)), new(FailureReason.Corrupt, "it is damaged"), Any);
        Clock.Advance(Visibility * 2);

        Assert.Empty(await Queue.ReceiveAsync(10, Visibility, Any));
    }

    [Fact]
    public async Task NoMoreThanAskedForIsReceived()
    {
        await Queue.SendAsync([.. Enumerable.Range(0, 25).Select(i => new OutgoingMessage(Message($"{i}"), i))], Any);
        var all = new HashSet<string>(StringComparer.Ordinal);

        while (await Queue.ReceiveAsync(4, Visibility, Any) is { Count: > 0 } received)
        {
            Assert.InRange(received.Count, 1, 4);
            all.UnionWith(received.Select(message => message.Body));
        }

        Assert.Equal(25, all.Count);
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (_queue.IsValueCreated)
        {
            Queue.Dispose();
        }
    }

    protected static JobMessage Message(string path) =>
        JobId.TryParse("job-1", out var job) && RelativePath.TryParse(path, out var parsed)
            ? new(job, parsed)
            : throw new ArgumentException(path);
}
