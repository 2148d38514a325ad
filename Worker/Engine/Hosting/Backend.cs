using ImgCompress.Aws;
using ImgCompress.Configuration;
using ImgCompress.Engine.Embedded;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Queue;
using ImgCompress.Queue.Sqs;

namespace ImgCompress.Engine.Hosting;

/// <summary>A ledger with its queue: DynamoDB and SQS, or the embedded ones of a directory.</summary>
public sealed class Backend : IDisposable
{
    private Backend(IJobLedger ledger, IJobQueue queue, EmbeddedStore? store) => (Ledger, Queue, Embedded) = (ledger, queue, store);

    public IJobLedger Ledger { get; }

    public IJobQueue Queue { get; }

    /// <summary>Null on AWS.</summary>
    public EmbeddedStore? Embedded { get; }

    /// <param name="settings">The URLs of the queues and the name of the table.</param>
    /// <param name="wait">How long a receive waits for the first message: 0 to 20 seconds.</param>
    /// <param name="time">The clock of leases, and of the delays between tries.</param>
    /// <param name="random">Chooses the lengths of the delays and tokens: two processes must not have the same seed.</param>
    /// <exception cref="AwsFaultException">The SDK's own settings are incomplete.</exception>
    public static Backend OnAws(AwsSettings settings, TimeSpan wait, TimeProvider time, Random random)
    {
        var urls = new SqsUrls(settings.QueueUrl, settings.DeadLetterQueueUrl);
        return new(
            new DynamoLedger(AwsClients.DynamoDb(), settings.Table, time, random),
            new SqsQueue(AwsClients.Sqs(), urls, wait, time, new Random(random.Next())),
            null);
    }

    /// <param name="store">Disposed with the backend.</param>
    public static Backend OnDirectory(EmbeddedStore store) => new(store.Ledger, store.OpenQueue(only: null), store);

    public void Dispose()
    {
        Queue.Dispose();
        if (Embedded is null)
        {
            Ledger.Dispose();
        }
        else
        {
            Embedded.Dispose();
        }
    }
}
