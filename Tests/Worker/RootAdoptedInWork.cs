using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Sqlite;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>A worker has claimed a file, and the root is given to another ledger before it renames.</summary>
public sealed class RootAdoptedInWork : IDisposable
{
    private readonly WorkerFixture _fixture = new();
    private readonly TemporaryDirectory _elsewhere = new();
    private readonly byte[] _original = Png.Noise(40, 30);

    [Fact]
    public async Task IsNotTouchedByTheOldLedgersWorkerAnyMore()
    {
        _fixture.Directory.Write("a.png", _original);
        var job = await _fixture.SubmitAsync();
        using var other = new SqliteLedger(_elsewhere.At("ledger.db"), _fixture.Clock);
        var adopting = new RootOwnership(_fixture.Root, other, _fixture.Clock, new Random(2));
        using var ledger = new LedgerWithSomethingAfterTheIntent(_fixture.Ledger, () => adopting.AdoptAsync(CancellationToken.None));

        var result = await _fixture.DeliverAsync(job, "a.png", _fixture.Processor(ledger: ledger));
        var again = () => _fixture.DeliverAsync(job, "a.png");

        Assert.Contains("given to another ledger", Assert.IsType<DeliveryResult.Retry>(result).Failure?.Detail, StringComparison.Ordinal);
        Assert.Equal(_original, _fixture.Directory.Read("a.png"));
        Assert.Empty(_fixture.Directory.Temps());
        await Assert.ThrowsAsync<ForeignRootException>(again);
        Assert.Equal(_original, _fixture.Directory.Read("a.png"));
    }

    [Fact]
    public async Task IsNoticedBeforeAClaimSoonAfter()
    {
        _fixture.Directory.Write("a.png", _original);
        _fixture.Directory.Write("b.png", _original);
        var job = await _fixture.SubmitAsync();
        Assert.IsType<DeliveryResult.Completed>(await _fixture.DeliverAsync(job, "a.png"));
        using var other = new SqliteLedger(_elsewhere.At("ledger.db"), _fixture.Clock);
        await new RootOwnership(_fixture.Root, other, _fixture.Clock, new Random(2)).AdoptAsync(CancellationToken.None);

        _fixture.Clock.Advance(RootOwnership.CacheTime);

        await Assert.ThrowsAsync<ForeignRootException>(() => _fixture.DeliverAsync(job, "b.png"));
        Assert.Equal(_original, _fixture.Directory.Read("b.png"));
        Assert.Equal(ItemState.Pending, (await _fixture.Ledger.ListOpenAsync(job.Id, CancellationToken.None).SingleAsync()).State);
    }

    [Fact]
    public async Task WhoseStateDirectoryIsRemovedInWorkIsNotTouched()
    {
        _fixture.Directory.Write("a.png", _original);
        var job = await _fixture.SubmitAsync();
        using var ledger = new LedgerWithSomethingAfterTheIntent(_fixture.Ledger, () =>
        {
            File.Delete(_fixture.Directory.At(".img-compress/root.json"));
            return Task.CompletedTask;
        });

        await _fixture.DeliverAsync(job, "a.png", _fixture.Processor(ledger: ledger));

        Assert.Equal(_original, _fixture.Directory.Read("a.png"));
    }

    public void Dispose()
    {
        _fixture.Dispose();
        _elsewhere.Dispose();
    }

    private sealed class LedgerWithSomethingAfterTheIntent(IJobLedger ledger, Func<Task> something) : ForwardingLedger(ledger)
    {
        public override async Task<bool> RecordIntentAsync(
            FileRow claimed, Fingerprint source, RecordedIntent intent, Sizes sizes, FileHistory? history,
            CancellationToken cancellationToken)
        {
            var recorded = await base.RecordIntentAsync(claimed, source, intent, sizes, history, cancellationToken);
            await something();
            return recorded;
        }
    }
}
