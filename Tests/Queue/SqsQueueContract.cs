using ImgCompress.Aws;
using ImgCompress.Queue;
using ImgCompress.Queue.Sqs;
using ImgCompress.Tests.Aws;
using Xunit;

namespace ImgCompress.Tests.Queue;

/// <summary>On SQS as it is emulated; each test has queues of its own.</summary>
public abstract class SqsQueueContract : QueueContract
{
    // Less than the visibility timeouts of the contract.
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private readonly string _name = $"queue-{Path.GetRandomFileName().Replace('.', '-')}";
    private SqsUrls? _urls;
    private string? _endpoint;

    protected override TimeProvider Time => TimeProvider.System;

    [Fact]
    public async Task InitRepeatedKeepsTheQueues()
    {
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        using var client = AwsClients.Sqs(_endpoint, TestCredentials.For("SQS"));
        Assert.Equal(_urls, await SqsSetup.CreateAsync(client, _name, TimeSpan.FromSeconds(60), 9, Time, new Random(), Any));

        Assert.Single(await ReceiveAsync(Visibility));
    }

    [Fact]
    public async Task AMessageDeliveredTooOftenBecomesADeadLetterWithoutAReason()
    {
        using var client = AwsClients.Sqs(_endpoint, TestCredentials.For("SQS"));
        await SqsSetup.CreateAsync(client, _name, TimeSpan.FromSeconds(60), 1, Time, new Random(), Any);
        await Queue.SendAsync([new(Message("a"), 1)], Any);

        await Queue.ChangeVisibilityAsync(Assert.Single(await ReceiveAsync(Visibility)), TimeSpan.Zero, Any);
        Assert.Empty(await Queue.ReceiveAsync(1, Visibility, Any));

        Assert.Null(Assert.Single(await Queue.PeekDeadLettersAsync(10, Any)).Failure);
        Assert.Equal(1, await Queue.RedriveAsync(RedriveFilter.Everything, null, Any));
        Assert.Single(await ReceiveAsync(Visibility));
    }

    /// <summary>The endpoint; the test is skipped where there is none.</summary>
    protected abstract Task<string> FindEndpointAsync();

    protected override async ValueTask<IJobQueue> OpenAsync()
    {
        _endpoint = await FindEndpointAsync();
        var client = AwsClients.Sqs(_endpoint, TestCredentials.For("SQS"));
        _urls = await SqsSetup.CreateAsync(client, _name, TimeSpan.FromSeconds(60), 50, Time, new Random(), Any);
        return new SqsQueue(client, _urls, Wait, Time, new Random());
    }

    protected override void Pass(TimeSpan time)
    {
        // It passes by itself, in every receiving that waits.
    }

    protected override async ValueTask RemoveAsync()
    {
        if (_urls is not null)
        {
            Queue.Dispose();
            using var client = AwsClients.Sqs(_endpoint, TestCredentials.For("SQS"));
            await client.DeleteQueueAsync(_urls.Queue, Any);
            await client.DeleteQueueAsync(_urls.DeadLetters, Any);
        }
    }
}
