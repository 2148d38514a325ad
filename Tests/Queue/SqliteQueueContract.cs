using ImgCompress.Contracts;
using Xunit;

namespace ImgCompress.Tests.Queue;

public sealed class SqliteQueueContract() : QueueContract(new SqliteQueueFixture())
{
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
        Pass(TimeSpan.FromSeconds(2));
        Assert.Single(await Queue.ReceiveAsync(1, TimeSpan.FromSeconds(1), Any));

        await Queue.DeleteAsync(first, Any);
        Pass(TimeSpan.FromSeconds(2));

        Assert.Single(await Queue.ReceiveAsync(1, TimeSpan.FromSeconds(1), Any));
    }
}
