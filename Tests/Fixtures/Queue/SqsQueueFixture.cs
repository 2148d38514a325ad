using Amazon.SQS;
using ImgCompress.Aws;
using ImgCompress.Queue;
using ImgCompress.Queue.Sqs;
using ImgCompress.Tests.Fixtures.Aws;

namespace ImgCompress.Tests.Fixtures.Queue;

/// <summary>SQS, given or emulated; each test has queues of its own.</summary>
/// <param name="emulators">Of the run.</param>
/// <param name="backend">On which of them.</param>
internal sealed class SqsQueueFixture(Emulators emulators, QueueBackend backend) : QueueFixture
{
    // Less than the visibility timeouts of the contract.
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private readonly string _name = $"queue-{Path.GetRandomFileName().Replace('.', '-')}";
    private SqsQueue? _queue;
    private IAmazonSQS? _client;

    public override TimeProvider Time => TimeProvider.System;

    public SqsUrls? Urls { get; private set; }

    public override async ValueTask<IJobQueue> OpenAsync()
    {
        var (endpoint, credentials) = (await emulators.SqsAsync(backend), TestCredentials.For("SQS"));
        _client = AwsClients.Sqs(endpoint, credentials);
        Urls = await InitAsync(maxReceiveCount: 50);
        return _queue = new SqsQueue(AwsClients.Sqs(endpoint, credentials), Urls, Wait, Time, new Random());
    }

    /// <summary>Makes the queues, or gives those that are there these settings.</summary>
    public Task<SqsUrls> InitAsync(int maxReceiveCount) => SqsSetup.CreateAsync(
        _client!, _name, TimeSpan.FromSeconds(60), maxReceiveCount, Time, new Random(), CancellationToken.None);

    /// <summary>It passes by itself, in every receiving that waits.</summary>
    public override void Pass(TimeSpan time)
    {
    }

    protected override async ValueTask RemoveAsync()
    {
        if (Urls is not null)
        {
            await _client!.DeleteQueueAsync(Urls.Queue, CancellationToken.None);
            await _client.DeleteQueueAsync(Urls.DeadLetters, CancellationToken.None);
        }

        _queue?.Dispose();
        _client?.Dispose();
    }
}
