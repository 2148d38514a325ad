using ImgCompress.Queue;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Queue;
using Xunit;

namespace ImgCompress.Tests.Queue;

/// <summary>What <c>init</c> makes of SQS.</summary>
[Trait("Speed", "Slow")]
public sealed class QueuesMadeByInit(Emulators emulators) : QueueTests(emulators)
{
    private SqsQueueFixture Sqs => (SqsQueueFixture)Fixture!;

    [Theory, ClassData<SqsBackends>]
    public async Task InitRepeatedKeepsTheQueuesAndWhatIsInThem(QueueBackend backend)
    {
        await OpenAsync(backend);
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        Assert.Equal(Sqs.Urls, await Sqs.InitAsync(maxReceiveCount: 9));

        Assert.Single(await ReceiveAsync(Visibility));
    }

    [Theory, ClassData<SqsBackends>]
    public async Task AMessageDeliveredTooOftenBecomesADeadLetterWithoutAReason(QueueBackend backend)
    {
        await OpenAsync(backend);
        await Sqs.InitAsync(maxReceiveCount: 1);
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        await Queue.ChangeVisibilityAsync(Assert.Single(await ReceiveAsync(Visibility)), TimeSpan.Zero, Any);
        Assert.Empty(await Queue.ReceiveAsync(1, Visibility, Any));

        Assert.Equal(DeadLetter.Undelivered, Assert.Single(await Queue.PeekDeadLettersAsync(10, Any)).Failure);
        Assert.Equal(1, await Queue.RedriveAsync(RedriveFilter.Everything, null, Any));
        Assert.Single(await ReceiveAsync(Visibility));
    }
}
