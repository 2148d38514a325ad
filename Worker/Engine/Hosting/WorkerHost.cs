using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Imaging;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Engine.Hosting;

/// <summary>Puts together what delivers messages; the one place that does.</summary>
public sealed class WorkerHost : IDisposable
{
    private readonly JobRoots _roots;

    /// <param name="ledger">The ledger of the items; not disposed.</param>
    /// <param name="root">The root of the files; not disposed.</param>
    /// <param name="ownership">Whether they are each other's.</param>
    /// <param name="limits">The limits of one image.</param>
    /// <param name="memory">Bytes that all images in progress may take together.</param>
    /// <param name="settings">The settings of one delivery.</param>
    public WorkerHost(
        IJobLedger ledger, IFileRoot root, RootOwnership ownership, ImageLimits limits, long memory, DeliverySettings settings)
    {
        _roots = new(root);
        Processor = new(ledger, _roots, ownership, new ImageResizer(limits), new Budget(memory), settings);
    }

    public FileProcessor Processor { get; }

    public void Dispose() => _roots.Dispose();
}
