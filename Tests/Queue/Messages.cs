using ImgCompress.Contracts;
using ImgCompress.Queue;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Queue;
using Xunit;

namespace ImgCompress.Tests.Queue;

/// <summary>What every queue does with messages, whatever it is kept in.</summary>
public sealed class Messages(Emulators emulators) : QueueTests(emulators)
{
    /// <summary>
    /// By how much a timer may go before its time. How long a message was hidden is measured: that it does not come at one moment proves
    /// nothing where the machine may have stood still until the next.
    /// </summary>
    private static readonly TimeSpan Imprecision = TimeSpan.FromMilliseconds(100);

    [Theory, ClassData<QueueBackends>]
    public async Task AMessageArrivesAsItWasSent(QueueBackend backend)
    {
        await OpenAsync(backend);
        var message = Message("ä\n\uF7FF.jpg");

        Assert.Empty(await Queue.SendAsync([new(message, 1)], Any));
        var received = Assert.Single(await ReceiveAsync(Long));

        Assert.Equal(message, JobMessage.Parse(received.Body, out _));
        Assert.Equal(1, received.ReceiveCount);
    }

    [Theory, ClassData<QueueBackends>]
    public async Task MessagesAreCountedAsWaitingOrInFlight(QueueBackend backend)
    {
        await OpenAsync(backend);
        Assert.True((await Queue.CountMessagesAsync(Any)).IsEmpty);
        await Queue.SendAsync([new(Message("a"), 1), new(Message("b"), 1)], Any);

        var received = await Queue.ReceiveAsync(1, Long, Any);
        var counts = await Queue.CountMessagesAsync(Any);
        await Queue.DeleteAsync(Assert.Single(received), Any);

        // One emulator counts what is in flight as waiting, too.
        Assert.Equal(new MessageCounts(backend == QueueBackend.LocalAwsSqs ? 2 : 1, 1), counts);
        Assert.Equal(new MessageCounts(1, 0), await Queue.CountMessagesAsync(Any));
    }

    [Theory, ClassData<QueueBackends>]
    public async Task AMessageInWorkIsHiddenUntilItsVisibilityTimeoutIsOver(QueueBackend backend)
    {
        await OpenAsync(backend);
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        var begun = Time.GetUtcNow();
        Assert.Single(await ReceiveAsync(Visibility));
        var again = Assert.Single(await ReceiveAsync(Long));

        Assert.Equal(2, again.ReceiveCount);
        Assert.True(Time.GetUtcNow() - begun > Visibility - Imprecision);
    }

    [Theory, ClassData<QueueBackends>]
    public async Task ADeletedMessageDoesNotComeAgain(QueueBackend backend)
    {
        await OpenAsync(backend);
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        await Queue.DeleteAsync(Assert.Single(await ReceiveAsync(Visibility)), Any);

        await NothingComesAsync(Visibility + TimeSpan.FromSeconds(1));
    }

    [Theory, ClassData<QueueBackends>]
    public async Task ADeletionTwiceAndOneThatComesTooLateTroubleNobody(QueueBackend backend)
    {
        await OpenAsync(backend);
        await Queue.SendAsync([new(Message("a"), 1)], Any);
        var late = Assert.Single(await ReceiveAsync(Visibility));
        Pass(Visibility);
        var again = Assert.Single(await ReceiveAsync(Long));

        await Queue.DeleteAsync(again, Any);
        await Queue.DeleteAsync(again, Any);
        await Queue.DeleteAsync(late, Any);
        await Queue.ChangeVisibilityAsync(late, TimeSpan.Zero, Any);

        Assert.Empty(await Queue.ReceiveAsync(10, Visibility, Any));
    }

    [Theory, ClassData<QueueBackends>]
    public async Task AMessageGivenBackComesAfterItsDelay(QueueBackend backend)
    {
        await OpenAsync(backend);
        await Queue.SendAsync([new(Message("a"), 1), new(Message("b"), 1)], Any);
        var (first, second) = await ReceiveAllAsync(2, Long) is [var one, var other] ? (one, other) : throw new InvalidOperationException();

        await Queue.ChangeVisibilityAsync(first, TimeSpan.Zero, Any);
        Assert.Equal(first.Body, Assert.Single(await ReceiveAsync(Long)).Body);
        var begun = Time.GetUtcNow();
        await Queue.ChangeVisibilityAsync(second, Visibility, Any);
        Assert.Equal(second.Body, Assert.Single(await ReceiveAsync(Long)).Body);

        Assert.True(Time.GetUtcNow() - begun > Visibility - Imprecision);
    }

    [Theory, ClassData<QueueBackends>]
    public async Task AProlongedMessageStaysHidden(QueueBackend backend)
    {
        await OpenAsync(backend);
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        await Queue.ChangeVisibilityAsync(Assert.Single(await ReceiveAsync(Visibility)), Long, Any);

        await NothingComesAsync(Visibility + TimeSpan.FromSeconds(1));
    }

    [Theory, ClassData<QueueBackends>]
    public async Task NoMoreThanAskedForIsReceivedAndNothingIsLost(QueueBackend backend)
    {
        await OpenAsync(backend);
        var sent = Enumerable.Range(0, 125).Select(i => new OutgoingMessage(Message($"{i}"), i)).ToList();
        Assert.Empty(await Queue.SendAsync(sent, Any));
        var all = new List<string>();

        while (await Queue.ReceiveAsync(4, Long, Any) is { Count: > 0 } received)
        {
            Assert.InRange(received.Count, 1, 4);
            all.AddRange(received.Select(message => message.Body));
        }

        Assert.Equal(sent.Select(outgoing => outgoing.Message.ToJson()).Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
    }
}
