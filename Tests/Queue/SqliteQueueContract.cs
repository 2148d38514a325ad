using ImgCompress.Contracts;
using ImgCompress.Queue;
using ImgCompress.Queue.Sqlite;
using ImgCompress.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImgCompress.Tests.Queue;

public sealed class SqliteQueueContract : QueueContract
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 31, 14, 25, 30, TimeSpan.Zero));

    protected override TimeProvider Time => _clock;

    [Fact]
    public async Task TheHeaviestComesFirst()
    {
        await Queue.SendAsync([new(Message("light"), 1), new(Message("heavy"), 9), new(Message("last"), -1)], Any);

        var received = await Queue.ReceiveAsync(10, TimeSpan.FromMinutes(1), Any);

        Assert.Equal("heavy", JobMessage.Parse(received[0].Body, out _)?.Path.Value);
    }

    [Fact]
    public async Task AVoidReceiptHandleDeletesNothing()
    {
        await Queue.SendAsync([new(Message("a"), 1)], Any);
        var first = Assert.Single(await Queue.ReceiveAsync(1, TimeSpan.FromSeconds(1), Any));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Single(await Queue.ReceiveAsync(1, TimeSpan.FromSeconds(1), Any));

        await Queue.DeleteAsync(first, Any);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Single(await Queue.ReceiveAsync(1, TimeSpan.FromSeconds(1), Any));
    }

    protected override ValueTask<IJobQueue> OpenAsync() => new(new SqliteQueue(_directory.At("queue.db"), _clock));

    protected override void Pass(TimeSpan time) => _clock.Advance(time);

    protected override ValueTask RemoveAsync()
    {
        Queue.Dispose();
        _directory.Dispose();
        return default;
    }
}
