using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Files;
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

    /// <summary>Whose temp file has another name, although each is the first claim of the file by its ledger.</summary>
    [Fact]
    public async Task IsNotTouchedWithTheTempFileOfAWorkerOfTheLedgerThatHasItNow()
    {
        _fixture.Directory.Write("a.png", _original);
        var job = await _fixture.SubmitAsync();
        using var stalled = new StalledRoot(_fixture.Root, beforeTheRename: true);
        var late = Task.Run(() => _fixture.DeliverAsync(job, "a.png", _fixture.Processor(stalled)));
        await stalled.Reached;
        using var other = new SqliteLedger(_elsewhere.At("ledger.db"), _fixture.Clock);
        var ownership = new RootOwnership(_fixture.Root, other, _fixture.Clock, new Random(2));
        await ownership.AdoptAsync(CancellationToken.None);
        await other.CreateJobAsync(job, CancellationToken.None);
        await other.EnqueueAsync(job, [.. new DirectoryScan(_fixture.Root, "", job.Options).Files()], CancellationToken.None);
        using var dying = new DyingRoot(_fixture.Root);
        var worker = _fixture.Processor(dying, other, ownership: ownership);
        await Assert.ThrowsAsync<WorkerDiedException>(() => _fixture.DeliverAsync(job, "a.png", worker));

        stalled.GoOn();

        Assert.IsType<DeliveryResult.Retry>(await late);
        Assert.Equal(_original, _fixture.Directory.Read("a.png"));
        Assert.Single(_fixture.Directory.Temps());
    }

    /// <summary>Its worker was cut off after the exchange, and the new ledger knows of no temp file of it.</summary>
    [Fact]
    public async Task LosesNothingThatSomebodySavedAtTheMomentOfItsReplacement()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "names are not exchanged there");
        _fixture.Directory.Write("a.png", _original);
        var job = await _fixture.SubmitAsync();
        using var dying = new DyingRoot(_fixture.Root) { Before = () => _fixture.Directory.Write("a.png", "saved"u8), IsExchanged = true };
        await Assert.ThrowsAsync<WorkerDiedException>(() => _fixture.DeliverAsync(job, "a.png", _fixture.Processor(dying)));
        using var other = new SqliteLedger(_elsewhere.At("ledger.db"), _fixture.Clock);

        var found = await new RootOwnership(_fixture.Root, other, _fixture.Clock, new Random(2)).AdoptAsync(CancellationToken.None);

        Assert.Equal(WorkerFixture.Halved(_original), _fixture.Directory.Read("a.png"));
        Assert.Equal("saved"u8, _fixture.Directory.Read(Assert.Single(found).Value));
        Assert.Empty(_fixture.Directory.Temps());
    }

    [Fact]
    public async Task LosesTheResultOfAWorkerThatWasCutOffBeforeItsReplacement()
    {
        Assert.SkipUnless(ExtendedAttributes.Has(_elsewhere.Path), "no file says what it is here");
        _fixture.Directory.Write("a.png", _original);
        var job = await _fixture.SubmitAsync();
        using var dying = new DyingRoot(_fixture.Root);
        await Assert.ThrowsAsync<WorkerDiedException>(() => _fixture.DeliverAsync(job, "a.png", _fixture.Processor(dying)));
        using var other = new SqliteLedger(_elsewhere.At("ledger.db"), _fixture.Clock);

        Assert.Single(_fixture.Directory.Temps());
        Assert.Empty(await new RootOwnership(_fixture.Root, other, _fixture.Clock, new Random(2)).AdoptAsync(CancellationToken.None));
        Assert.Empty(_fixture.Directory.Temps());
        Assert.Equal(_original, _fixture.Directory.Read("a.png"));
    }

    public void Dispose()
    {
        _fixture.Dispose();
        _elsewhere.Dispose();
    }

    /// <summary>Its worker dies at the exchange, before it or after.</summary>
    private sealed class DyingRoot(IFileRoot root) : ForwardingRoot(root)
    {
        private bool _isDead;

        public Action? Before { get; init; }

        public bool IsExchanged { get; init; }

        public override bool TryExchange(TempName temp, RelativePath target)
        {
            Before?.Invoke();
            _isDead = true;
            if (IsExchanged)
            {
                Assert.True(base.TryExchange(temp, target));
            }

            throw new WorkerDiedException();
        }

        public override void Replace(TempName temp, RelativePath target) => TryExchange(temp, target);

        public override Fingerprint? FingerprintOfTemp(TempName temp) =>
            _isDead ? throw new WorkerDiedException() : base.FingerprintOfTemp(temp);
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
