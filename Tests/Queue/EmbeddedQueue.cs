using ImgCompress.Contracts;
using ImgCompress.Queue;
using ImgCompress.Queue.Sqlite;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Queue;
using Xunit;

namespace ImgCompress.Tests.Queue;

/// <summary>What the embedded queue does beyond what every queue does.</summary>
public sealed class EmbeddedQueue(Emulators emulators) : QueueTests(emulators)
{
    [Fact]
    public async Task TheHeaviestComesFirst()
    {
        await OpenAsync(QueueBackend.Sqlite);
        await Queue.SendAsync([new(Message("light"), 1), new(Message("heavy"), 9), new(Message("last"), -1)], Any);

        var received = await Queue.ReceiveAsync(10, TimeSpan.FromMinutes(1), Any);

        Assert.Equal("heavy", JobMessage.Parse(received[0].Body, out _)?.Path.Value);
    }

    /// <summary>As a cancelled job leaves them, which nobody takes off any more.</summary>
    [Fact]
    public async Task OfOneJobItGivesNoneOfWhatOthersHaveLeft()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.At("queue.db");
        using (var all = new SqliteQueue(path, TimeProvider.System))
        {
            await all.SendAsync([.. Enumerable.Range(0, 500).Select(n => new OutgoingMessage(Message($"{n}"), 9))], Any);
        }

        Assert.True(JobId.TryParse("20260131-142530-zzzzzz", out var next));
        using var queue = new SqliteQueue(path, TimeProvider.System, next);
        Assert.Empty(await queue.ReceiveAsync(10, TimeSpan.FromMinutes(1), Any));
        Assert.Null(queue.NextVisible());
        await queue.SendAsync([new(new(next, Message("a").Path), 1)], Any);

        var received = Assert.Single(await queue.ReceiveAsync(10, TimeSpan.FromMinutes(1), Any));

        Assert.Equal(next, JobMessage.Parse(received.Body, out _)?.Job);
    }

    [Fact]
    public async Task AVoidReceiptHandleDeletesNothing()
    {
        await OpenAsync(QueueBackend.Sqlite);
        await Queue.SendAsync([new(Message("a"), 1)], Any);
        var first = Assert.Single(await Queue.ReceiveAsync(1, TimeSpan.FromSeconds(1), Any));
        Pass(TimeSpan.FromSeconds(2));
        Assert.Single(await Queue.ReceiveAsync(1, TimeSpan.FromSeconds(1), Any));

        await Queue.DeleteAsync(first, Any);
        Pass(TimeSpan.FromSeconds(2));

        Assert.Single(await Queue.ReceiveAsync(1, TimeSpan.FromSeconds(1), Any));
    }

    /// <summary>A transaction of its own for each would take as long as what else is done to a small file's message.</summary>
    [Fact]
    public async Task WhatIsAcknowledgedIsRemovedWithTheNextCallOrTheEnd()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.At("queue.db");
        using (var queue = new SqliteQueue(path, TimeProvider.System))
        {
            await queue.SendAsync([.. Enumerable.Range(0, 4).Select(n => new OutgoingMessage(Message($"{n}"), 1))], Any);
            var received = await queue.ReceiveAsync(3, TimeSpan.FromMinutes(1), Any);
            var written = new FileInfo($"{path}-wal").Length;
            await queue.DeleteAsync(received[0], Any);
            Assert.Equal(written, new FileInfo($"{path}-wal").Length);
            Assert.Equal(new MessageCounts(1, 2), await queue.CountMessagesAsync(Any));

            await queue.DeleteAsync(received[1], Any);
            var last = Assert.Single(await queue.ReceiveAsync(3, TimeSpan.FromMinutes(1), Any));
            Assert.Equal("3", JobMessage.Parse(last.Body, out _)?.Path.Value);
            await queue.DeleteAsync(received[2], Any);
        }

        using var again = new SqliteQueue(path, TimeProvider.System);
        Assert.Equal(new MessageCounts(0, 1), await again.CountMessagesAsync(Any));
    }
}
