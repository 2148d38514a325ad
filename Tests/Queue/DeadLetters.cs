using ImgCompress.Contracts;
using ImgCompress.Queue;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Queue;
using Xunit;

namespace ImgCompress.Tests.Queue;

/// <summary>What every queue does with dead letters.</summary>
[Trait("Speed", "Slow")]
public sealed class DeadLetters(Emulators emulators) : QueueTests(emulators)
{
    private static readonly Failure Corrupt = new(FailureReason.Corrupt, "it is damaged");

    [Theory, ClassData<QueueBackends>]
    public async Task ADeadLetterLeavesTheQueueAndKeepsItsBodyAndItsReason(QueueBackend backend)
    {
        await OpenAsync(backend);
        await Queue.SendAsync([new(Message("a"), 1)], Any);
        var received = Assert.Single(await ReceiveAsync(Visibility));

        await Queue.DeadLetterAsync(received, received.Body, Corrupt, Any);

        await NothingComesAsync(Visibility + TimeSpan.FromSeconds(1));
        await DeadLettersBecomeAsync(1);
        foreach (var _ in new[] { "a look", "and another one" })
        {
            var letter = Assert.Single(await Queue.PeekDeadLettersAsync(10, Any));
            Assert.Equal((received.Body, Corrupt), (letter.Body, letter.Failure));
        }
    }

    [Theory, ClassData<QueueBackends>]
    public async Task AReasonOfAnyLengthAndContentIsKeptAsFarAsItGoes(QueueBackend backend)
    {
        await OpenAsync(backend);
        await Queue.SendAsync([new(Message("a"), 1), new(Message("b"), 1)], Any);
        var received = await ReceiveAllAsync(2, Long);

        await Queue.DeadLetterAsync(received[0], received[0].Body, new(FailureReason.BadMessage, new string('ä', 5000)), Any);
        await Queue.DeadLetterAsync(
            received[1], received[1].Body, new(FailureReason.InternalError, "\u0000\u001B[31m\uFFFF\uD800 is no text"), Any);

        var letters = (await Queue.PeekDeadLettersAsync(10, Any))
            .ToDictionary(letter => letter.Failure!.Reason, letter => letter.Failure!.Detail);
        Assert.StartsWith(new string('ä', 900), letters[FailureReason.BadMessage], StringComparison.Ordinal);
        Assert.EndsWith(" is no text", letters[FailureReason.InternalError], StringComparison.Ordinal);
    }

    [Theory, ClassData<QueueBackends>]
    public async Task NoMoreDeadLettersThanAskedForAreLookedAt(QueueBackend backend)
    {
        await OpenAsync(backend);
        await DieAsync([.. Enumerable.Range(0, 13).Select(i => (Message($"{i}"), Corrupt))]);

        Assert.Equal(3, (await Queue.PeekDeadLettersAsync(3, Any)).Count);
        Assert.Equal(
            13, (await Queue.PeekDeadLettersAsync(100, Any)).Select(letter => letter.Body).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory, ClassData<QueueBackends>]
    public async Task ARedriveOfEverythingEmptiesTheDeadLetters(QueueBackend backend)
    {
        await OpenAsync(backend);
        await DieAsync([.. Enumerable.Range(0, 23).Select(i => (Message($"{i}"), Corrupt))]);

        Assert.Equal(23, await Queue.RedriveAsync(RedriveFilter.Everything, null, Any));

        var received = await ReceiveAllAsync(23, Long);
        Assert.Equal(23, received.Select(message => message.Body).Distinct(StringComparer.Ordinal).Count());
        Assert.All(received, message => Assert.Equal(1, message.ReceiveCount));
        await DeadLettersBecomeAsync(0);
    }

    [Theory, ClassData<QueueBackends>]
    public async Task ARedriveByJobAndReasonLeavesTheOthersAsTheyWere(QueueBackend backend)
    {
        await OpenAsync(backend);
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

    /// <summary>Whatever moves the letter back, SQS's own task included, moves what makes it a redrive.</summary>
    [Theory, ClassData<QueueBackends>]
    public async Task ALetterComesBackWithTheFailureThatItUndoes(QueueBackend backend)
    {
        await OpenAsync(backend);
        var letter = Message("a") with { Redrive = 3 };
        Assert.Empty(await Queue.SendAsync([new(Message("a"), 1)], Any));
        await Queue.DeadLetterAsync(Assert.Single(await ReceiveAsync(Long)), letter.ToJson(), Corrupt, Any);
        await DeadLettersBecomeAsync(1);

        Assert.Equal(1, await Queue.RedriveAsync(RedriveFilter.Everything, null, Any));

        Assert.Equal(letter, JobMessage.Parse(Assert.Single(await ReceiveAsync(Long)).Body, out _));
    }

    private async Task DieAsync(IReadOnlyList<(JobMessage Message, Failure Failure)> deaths)
    {
        Assert.Empty(await Queue.SendAsync([.. deaths.Select(death => new OutgoingMessage(death.Message, 1))], Any));
        var failures = deaths.ToDictionary(death => death.Message, death => death.Failure);
        foreach (var received in await ReceiveAllAsync(deaths.Count, Long))
        {
            await Queue.DeadLetterAsync(received, received.Body, failures[JobMessage.Parse(received.Body, out _)!], Any);
        }

        await DeadLettersBecomeAsync(deaths.Count);
    }
}
