using ImgCompress.Queue;
using Xunit;

namespace ImgCompress.Tests.Queue;

/// <summary>What <c>init</c> makes of SQS.</summary>
public abstract class SqsSetupContract(SqsQueueFixture home) : QueueTests(home)
{
    private readonly SqsQueueFixture _home = home;

    [Fact]
    public async Task InitRepeatedKeepsTheQueuesAndWhatIsInThem()
    {
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        Assert.Equal(_home.Urls, await _home.InitAsync(maxReceiveCount: 9));

        Assert.Single(await ReceiveAsync(Visibility));
    }

    [Fact]
    public async Task AMessageDeliveredTooOftenBecomesADeadLetterWithoutAReason()
    {
        await _home.InitAsync(maxReceiveCount: 1);
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        await Queue.ChangeVisibilityAsync(Assert.Single(await ReceiveAsync(Visibility)), TimeSpan.Zero, Any);
        Assert.Empty(await Queue.ReceiveAsync(1, Visibility, Any));

        Assert.Null(Assert.Single(await Queue.PeekDeadLettersAsync(10, Any)).Failure);
        Assert.Equal(1, await Queue.RedriveAsync(RedriveFilter.Everything, null, Any));
        Assert.Single(await ReceiveAsync(Visibility));
    }
}
