using ImgCompress.Aws;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Queue;
using ImgCompress.Queue.Sqs;
using ImgCompress.Worker.Embedded;
using ImgCompress.Worker.Imaging;

namespace ImgCompress.Worker;

/// <summary>What a worker works with, put together from its options: ledger, queue, root and limits.</summary>
internal sealed class Workplace : IDisposable
{
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);

    private readonly List<IDisposable> _parts = [];

    private Workplace(WorkerOptions options, IJobLedger ledger, IJobQueue queue, IFileRoot root, params IDisposable[] parts)
    {
        var roots = new Roots(root);
        _parts = [roots, queue, ledger, root, .. parts];
        Queue = queue;
        Processor = new(ledger, roots, new ImageResizer(options.Limits), new MemoryBudget(options.Memory), options.Flow);
    }

    public IJobQueue Queue { get; }

    public FileProcessor Processor { get; }

    /// <summary>On AWS where the settings name queue and table; else on the embedded ledger of the root, alone there.</summary>
    /// <exception cref="SettingsException">The embedded ledger cannot be opened, or another process is at work on it.</exception>
    /// <exception cref="FileFaultException">The root cannot be opened.</exception>
    /// <exception cref="AwsFaultException">The SDK's own settings are incomplete.</exception>
    public static Workplace Open(WorkerOptions options, TimeProvider time) =>
        options.Settings.Aws is { } aws ? OnAws(options, aws, time) : OnDirectory(options, time);

    public void Dispose() => _parts.ForEach(part => part.Dispose());

    private static Workplace OnAws(WorkerOptions options, AwsSettings aws, TimeProvider time)
    {
        var root = FileRoot.Open(options.Settings.Root);
        var ledger = new DynamoLedger(AwsClients.DynamoDb(), aws.Table, time, new Random());
        var urls = new SqsUrls(aws.QueueUrl, aws.DeadLetterQueueUrl);
        return new(options, ledger, new SqsQueue(AwsClients.Sqs(), urls, LongPoll, time, new Random()), root);
    }

    private static Workplace OnDirectory(WorkerOptions options, TimeProvider time)
    {
        // A function whose settings were forgotten must not begin a ledger of its own.
        var store = options.RuntimeApi is null
            ? EmbeddedStore.OpenOrMake(options.Settings.Root, time)
            : EmbeddedStore.OpenExisting(options.Settings.Root, time) ?? throw new SettingsException(
                $"{Settings.QueueUrlName}, {Settings.DeadLetterQueueUrlName} and {Settings.TableName} are not set, and '{options.Settings.Root}' has no embedded ledger");
        var held = store.Lock();
        store.TakeOver();
        var queue = store.OpenQueue(only: null);
        queue.Release();
        return new(options, store.Ledger, queue, store.Root, held);
    }
}
