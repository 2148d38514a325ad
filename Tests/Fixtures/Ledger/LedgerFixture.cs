using ImgCompress.Ledger;

namespace ImgCompress.Tests.Fixtures.Ledger;

/// <summary>Where the ledger of one test is kept; disposed, it is removed.</summary>
internal abstract class LedgerFixture : IAsyncDisposable
{
    /// <summary>The ledger, which is empty at first; a second time, beside the first.</summary>
    public abstract ValueTask<IJobLedger> OpenAsync(TimeProvider time);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await RemoveAsync();
    }

    protected abstract ValueTask RemoveAsync();
}
