using ImgCompress.Engine.Hosting;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>A job with its ledger and its files.</summary>
internal sealed class OpenedJob(Backend backend, IFileRoot? opened, RootOwnership ownership, JobRow job, PathFilter filter) : IDisposable
{
    public IJobLedger Ledger => backend.Ledger;

    public IFileRoot Root => opened ?? backend.Embedded!.Root;

    public RootOwnership Ownership => ownership;

    public JobRow Job => job;

    /// <summary>The files that the command line names.</summary>
    public PathFilter Filter => filter;

    public void Dispose()
    {
        opened?.Dispose();
        backend.Dispose();
    }
}
