using ImgCompress.Contracts;
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
}
