using ImgCompress.Aws;
using ImgCompress.Contracts;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Queue;
using ImgCompress.Queue.Sqs;
using ImgCompress.Worker.Embedded;

namespace ImgCompress.Enqueuer;

/// <summary>A ledger with its queue: on AWS where the settings name them, else the embedded ones of a directory.</summary>
internal sealed class Backend : IDisposable
{
    private Backend(IJobLedger ledger, IJobQueue queue, EmbeddedStore? store)
    {
        Ledger = ledger;
        Queue = queue;
        Embedded = store;
    }

    public IJobLedger Ledger { get; }

    public IJobQueue Queue { get; }

    /// <summary>Null on AWS.</summary>
    public EmbeddedStore? Embedded { get; }

    public static Backend OnAws(AwsSettings settings, TimeProvider time)
    {
        var ledger = new DynamoLedger(AwsClients.DynamoDb(), settings.Table, time, new Random());
        var urls = new SqsUrls(settings.QueueUrl, settings.DeadLetterQueueUrl);
        return new(ledger, new SqsQueue(AwsClients.Sqs(), urls, TimeSpan.Zero, time, new Random()), null);
    }

    public static Backend OnDirectory(EmbeddedStore store) => new(store.Ledger, store.OpenQueue(only: null), store);

    /// <summary>Where a directory lies below a root, as jobs name it: with '/', empty for the root itself.</summary>
    public static string Below(string root, string directory, bool mustExist = true)
    {
        var full = Path.GetFullPath(directory, Path.GetFullPath(root));
        var below = Path.GetRelativePath(Path.GetFullPath(root), full);
        return below == ".." || below.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal) || Path.IsPathRooted(below)
            ? throw new UsageException($"'{directory}' is not below the root '{root}' ({Settings.RootName})")
            : mustExist && !Directory.Exists(full)
            ? throw new UsageException($"there is no directory '{full}'")
            : below == "." ? "" : below.Replace(Path.DirectorySeparatorChar, '/');
    }

    public void Dispose()
    {
        Queue.Dispose();
        Ledger.Dispose();
        Embedded?.Dispose();
    }
}
