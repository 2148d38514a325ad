using ImgCompress.Contracts;
using ImgCompress.Queue;
using Xunit;

namespace ImgCompress.Tests.Queue;

/// <summary>
/// What every queue does, whatever it is kept in. Time is the queue's own: one passes when the test says so, another by itself,
/// while its receiving waits. So visibility timeouts are a few seconds, and nothing here waits but by receiving.
/// </summary>
public abstract class QueueContract : IAsyncLifetime
{
    protected static readonly CancellationToken Any = CancellationToken.None;

    /// <summary>Longer than a queue waits for a message.</summary>
    protected static readonly TimeSpan Visibility = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Failure Corrupt = new(FailureReason.Corrupt, "it is damaged");

    protected IJobQueue Queue { get; private set; } = null!;

    /// <summary>The time that visibility timeouts follow.</summary>
    protected abstract TimeProvider Time { get; }

    /// <summary>Opens the queue of the test, which is empty at first.</summary>
    protected abstract ValueTask<IJobQueue> OpenAsync();

    /// <summary>Closes and removes what was opened.</summary>
    protected abstract ValueTask RemoveAsync();

    /// <summary>Lets time pass, where it does not pass by itself while a receiver waits.</summary>
    protected abstract void Pass(TimeSpan time);

    public async ValueTask InitializeAsync() => Queue = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await RemoveAsync();
    }

    [Fact]
    public async Task AMessageArrivesAsItWasSent()
    {
        var message = Message("ä\n\uF7FF.jpg");

        Assert.Empty(await Queue.SendAsync([new(message, 1)], Any));
        var received = Assert.Single(await ReceiveAsync(Long));

        Assert.Equal(message, JobMessage.Parse(received.Body, out _));
        Assert.Equal(1, received.ReceiveCount);
        Assert.InRange(received.Sent, Time.GetUtcNow() - Patience, Time.GetUtcNow() + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task AMessageInWorkIsHiddenUntilItsVisibilityTimeoutIsOver()
    {
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        Assert.Single(await ReceiveAsync(Visibility));
        Assert.Empty(await Queue.ReceiveAsync(10, Visibility, Any));
        Pass(Visibility);

        Assert.Equal(2, Assert.Single(await ReceiveAsync(Long)).ReceiveCount);
    }

    [Fact]
    public async Task ADeletedMessageDoesNotComeAgain()
    {
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        await Queue.DeleteAsync(Assert.Single(await ReceiveAsync(Visibility)), Any);

        await NothingComesAsync(Visibility + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task ADeletionTwiceAndOneThatComesTooLateTroubleNobody()
    {
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

    [Fact]
    public async Task AMessageGivenBackComesAfterItsDelay()
    {
        await Queue.SendAsync([new(Message("a"), 1), new(Message("b"), 1)], Any);
        var (first, second) = await ReceiveAllAsync(2, Long) is [var one, var other] ? (one, other) : throw new InvalidOperationException();

        await Queue.ChangeVisibilityAsync(first, TimeSpan.Zero, Any);
        Assert.Equal(first.Body, Assert.Single(await ReceiveAsync(Long)).Body);
        await Queue.ChangeVisibilityAsync(second, Visibility, Any);
        Assert.Empty(await Queue.ReceiveAsync(10, Visibility, Any));
        Pass(Visibility);

        Assert.Equal(second.Body, Assert.Single(await ReceiveAsync(Long)).Body);
    }

    [Fact]
    public async Task AProlongedMessageStaysHidden()
    {
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        await Queue.ChangeVisibilityAsync(Assert.Single(await ReceiveAsync(Visibility)), Long, Any);

        await NothingComesAsync(Visibility + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task NoMoreThanAskedForIsReceivedAndNothingIsLost()
    {
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

    [Fact]
    public async Task ADeadLetterLeavesTheQueueAndKeepsItsBodyAndItsReason()
    {
        await Queue.SendAsync([new(Message("a"), 1)], Any);
        var received = Assert.Single(await ReceiveAsync(Visibility));

        await Queue.DeadLetterAsync(received, Corrupt, Any);

        await NothingComesAsync(Visibility + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Queue.CountDeadLettersAsync(Any));
        foreach (var _ in new[] { "a look", "and another one" })
        {
            var letter = Assert.Single(await Queue.PeekDeadLettersAsync(10, Any));
            Assert.Equal((received.Body, Corrupt), (letter.Body, letter.Failure));
        }
    }

    [Fact]
    public async Task AReasonOfAnyLengthAndContentIsKeptAsFarAsItGoes()
    {
        await Queue.SendAsync([new(Message("a"), 1), new(Message("b"), 1)], Any);
        var received = await ReceiveAllAsync(2, Long);

        await Queue.DeadLetterAsync(received[0], new(FailureReason.BadMessage, new string('ä', 5000)), Any);
        await Queue.DeadLetterAsync(received[1], new(FailureReason.InternalError, "\u0000\u001B[31m\uFFFF\uD800 is no text"), Any);

        var letters = (await Queue.PeekDeadLettersAsync(10, Any)).ToDictionary(letter => letter.Failure!.Reason, letter => letter.Failure!.Detail);
        Assert.StartsWith(new string('ä', 900), letters[FailureReason.BadMessage], StringComparison.Ordinal);
        Assert.EndsWith(" is no text", letters[FailureReason.InternalError], StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoMoreDeadLettersThanAskedForAreLookedAt()
    {
        await DieAsync([.. Enumerable.Range(0, 13).Select(i => (Message($"{i}"), Corrupt))]);

        Assert.Equal(13, await Queue.CountDeadLettersAsync(Any));
        Assert.Equal(3, (await Queue.PeekDeadLettersAsync(3, Any)).Count);
        Assert.Equal(13, (await Queue.PeekDeadLettersAsync(100, Any)).Select(letter => letter.Body).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task ARedriveOfEverythingEmptiesTheDeadLetters()
    {
        await DieAsync([.. Enumerable.Range(0, 23).Select(i => (Message($"{i}"), Corrupt))]);
        Pass(TimeSpan.FromSeconds(1));
        var died = Time.GetUtcNow();
        Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(23, await Queue.RedriveAsync(RedriveFilter.Everything, null, Any));

        var received = await ReceiveAllAsync(23, Long);
        Assert.Equal(23, received.Select(message => message.Body).Distinct(StringComparer.Ordinal).Count());
        Assert.All(received, message => Assert.Equal(1, message.ReceiveCount));
        Assert.All(received, message => Assert.True(message.Sent >= died));
        Assert.Equal(0, await Queue.CountDeadLettersAsync(Any));
    }

    [Fact]
    public async Task ARedriveByJobAndReasonLeavesTheOthersAsTheyWere()
    {
        var large = new Failure(FailureReason.TooLarge, "it is large");
        await DieAsync(
        [
            .. Enumerable.Range(0, 12).Select(i => (Message($"{i}"), i % 3 == 0 ? large : Corrupt)),
            .. Enumerable.Range(0, 12).Select(i => (Message($"{i}", "job-2"), i % 3 == 0 ? large : Corrupt)),
        ]);
        var reports = new Reports();

        Assert.Equal(4, await Queue.RedriveAsync(new(Job("job-2"), FailureReason.TooLarge), reports, Any));

        Assert.Equal(4, reports.Last);
        var received = await ReceiveAllAsync(4, Long);
        Assert.All(received, message => Assert.Equal(Job("job-2"), JobMessage.Parse(message.Body, out _)!.Job));
        var left = await Queue.PeekDeadLettersAsync(100, Any);
        Assert.Equal(20, left.Count);
        Assert.Equal(4, left.Count(letter => letter.Failure == large));
        Assert.Equal(8, await Queue.RedriveAsync(new(Job("job-1"), FailureReason.Corrupt), null, Any));
        Assert.Equal(12, await Queue.RedriveAsync(new(null, null), null, Any));
        await ReceiveAllAsync(20, Long);
    }

    protected static JobMessage Message(string path, string job = "job-1") =>
        RelativePath.TryParse(path, out var parsed) ? new(Job(job), parsed) : throw new ArgumentException(path);

    /// <summary>The next messages; fails where none comes.</summary>
    protected async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(TimeSpan visibility)
    {
        var until = Time.GetUtcNow() + Patience;
        while (true)
        {
            var received = await Queue.ReceiveAsync(10, visibility, Any);
            if (received.Count > 0)
            {
                return received;
            }

            Assert.True(Time.GetUtcNow() < until, "nothing came");
            Pass(TimeSpan.FromSeconds(1));
        }
    }

    private static JobId Job(string name) => JobId.TryParse(name, out var job) ? job : throw new ArgumentException(name);

    private async Task<List<ReceivedMessage>> ReceiveAllAsync(int count, TimeSpan visibility)
    {
        var all = new List<ReceivedMessage>();
        while (all.Count < count)
        {
            all.AddRange(await ReceiveAsync(visibility));
        }

        Assert.Equal(count, all.Count);
        return all;
    }

    private async Task NothingComesAsync(TimeSpan within)
    {
        var until = Time.GetUtcNow() + within;
        do
        {
            Assert.Empty(await Queue.ReceiveAsync(10, Long, Any));
            Pass(TimeSpan.FromSeconds(1));
        }
        while (Time.GetUtcNow() < until);
    }

    private async Task DieAsync(IReadOnlyList<(JobMessage Message, Failure Failure)> deaths)
    {
        Assert.Empty(await Queue.SendAsync([.. deaths.Select(death => new OutgoingMessage(death.Message, 1))], Any));
        var failures = deaths.ToDictionary(death => death.Message, death => death.Failure);
        foreach (var received in await ReceiveAllAsync(deaths.Count, Long))
        {
            await Queue.DeadLetterAsync(received, failures[JobMessage.Parse(received.Body, out _)!], Any);
        }
    }
}
