using ImgCompress.Queue;
using ImgCompress.Queue.Sqlite;
using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Queue;

public sealed class SqliteQueueContract : QueueContract
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task TheHeaviestComesFirst()
    {
        using var queue = new SqliteQueue(_directory.At("other.db"), Clock);
        await queue.SendAsync([new(Message("light"), 1), new(Message("heavy"), 9), new(Message("last"), -1)], CancellationToken.None);

        var received = await queue.ReceiveAsync(10, TimeSpan.FromMinutes(1), CancellationToken.None);

        Assert.Equal("heavy", ImgCompress.Contracts.JobMessage.Parse(received[0].Body, out _)?.Path.Value);
    }

    [Fact]
    public async Task AVoidReceiptHandleDeletesNothing()
    {
        using var queue = new SqliteQueue(_directory.At("other.db"), Clock);
        await queue.SendAsync([new(Message("a"), 1)], CancellationToken.None);
        var first = Assert.Single(await queue.ReceiveAsync(1, TimeSpan.FromSeconds(1), CancellationToken.None));
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Single(await queue.ReceiveAsync(1, TimeSpan.FromSeconds(1), CancellationToken.None));

        await queue.DeleteAsync(first, CancellationToken.None);
        Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Single(await queue.ReceiveAsync(1, TimeSpan.FromSeconds(1), CancellationToken.None));
    }

    protected override IJobQueue Open(TimeProvider time) => new SqliteQueue(_directory.At("queue.db"), time);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _directory.Dispose();
    }
}
