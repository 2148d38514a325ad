using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>Another program saves the file after the worker has looked at it for the last time, and before its rename.</summary>
public sealed class SavedAtTheMomentOfItsReplacement
{
    private static readonly byte[] Original = Png.Noise(40, 30);
    private static readonly byte[] Saved = Png.Noise(50, 20, seed: 7);

    public static TheoryData<bool, bool> Ways => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task ItIsLeftAsItWasSaved(bool byRename, bool keepOriginals)
    {
        using var fixture = new WorkerFixture();
        var job = await SubmitAsync(fixture, keepOriginals);
        using var root = new InterruptedRoot(fixture) { BeforeTheRename = () => Save(fixture, byRename) };

        var first = await fixture.DeliverAsync(job, "a.png", fixture.Processor(root));
        var second = await fixture.DeliverAsync(job, "a.png");

        Assert.Equal(FailureReason.ChangedInWork, Assert.IsType<DeliveryResult.Retry>(first).Failure?.Reason);
        Assert.Equal(FailureReason.ChangedByOthers, Assert.IsType<DeliveryResult.DeadLettered>(second).Failure.Reason);
        AssertSaved(fixture);
    }

    /// <summary>What is put back displaces what was saved at that very moment, and has to make room for it.</summary>
    [Fact]
    public async Task ItIsLeftAsItWasSavedLastAlsoWhileItIsPutBack()
    {
        using var fixture = new WorkerFixture();
        var job = await SubmitAsync(fixture, keepOriginals: false);
        var last = Png.Noise(30, 30, seed: 8);
        using var root = new RootWithSaves(fixture, [Saved, last]);

        var first = await fixture.DeliverAsync(job, "a.png", fixture.Processor(root));

        Assert.Equal(FailureReason.ChangedInWork, Assert.IsType<DeliveryResult.Retry>(first).Failure?.Reason);
        Assert.Equal(last, fixture.Directory.Read("a.png"));
        Assert.Empty(fixture.Directory.Temps());
    }

    /// <summary>Else a power failure could bring the result back under a file that has failed as untouched.</summary>
    [Fact]
    public async Task ItFailsOnlyOnceTheDirectoryWasFlushed()
    {
        using var fixture = new WorkerFixture();
        var job = await SubmitAsync(fixture, keepOriginals: false);
        using var root = new RootWithSaves(fixture, [Saved]) { FailingFlushes = 1 };

        await fixture.DeliverAsync(job, "a.png", fixture.Processor(root));
        var unflushed = await fixture.DeliverAsync(job, "a.png", fixture.Processor(root));
        var flushed = await fixture.DeliverAsync(job, "a.png", fixture.Processor(root));

        Assert.Equal(FailureReason.IoError, Assert.IsType<DeliveryResult.Retry>(unflushed).Failure?.Reason);
        Assert.Equal(FailureReason.ChangedByOthers, Assert.IsType<DeliveryResult.DeadLettered>(flushed).Failure.Reason);
        Assert.Equal(2, root.Flushes);
    }

    /// <summary>Also where the worker ends at any moment after its rename, when the saved file has the temp's name.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task ItIsPutBackByTheNextDeliveryWhereTheWorkerDies(int callsToLive)
    {
        using var fixture = new WorkerFixture();
        var job = await SubmitAsync(fixture, keepOriginals: true);
        var life = new CrashPoint(callsToLive, dieAfterTheCall: false);
        using var root = new InterruptedRoot(fixture)
        {
            BeforeTheRename = () => Save(fixture, byRename: true),
            AfterTheRename = real => new CrashingRoot(real, life),
        };
        using var ledger = new MortalLedger(fixture.Ledger, life);
        try
        {
            await fixture.DeliverAsync(job, "a.png", fixture.Processor(root, ledger));
        }
        catch (WorkerDiedException)
        {
            fixture.LetTheLeaseRunOut();
        }

        var next = await fixture.DeliverAsync(job, "a.png");

        Assert.Equal(FailureReason.ChangedByOthers, Assert.IsType<DeliveryResult.DeadLettered>(next).Failure.Reason);
        Assert.Equal(Saved, fixture.Directory.Read("a.png"));
        Assert.Empty(fixture.Directory.Temps());
    }

    [Fact]
    public async Task ItStaysWhereAStalledWorkerWakesUpAfterTheNextDelivery()
    {
        using var fixture = new WorkerFixture();
        var job = await SubmitAsync(fixture, keepOriginals: false);
        using var stalled = new StalledRoot(fixture.Root, beforeTheRename: true);
        var late = Task.Run(() => fixture.DeliverAsync(job, "a.png", fixture.Processor(stalled)));
        await stalled.Reached;
        Save(fixture, byRename: true);
        fixture.LetTheLeaseRunOut();

        var next = await fixture.DeliverAsync(job, "a.png");
        stalled.GoOn();

        Assert.IsType<DeliveryResult.DeadLettered>(next);
        Assert.IsType<DeliveryResult.Retry>(await late);
        AssertSaved(fixture);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AFileThatAppearsInTheOutputDirectoryIsNotOverwritten(bool hasTheCall)
    {
        using var fixture = new WorkerFixture();
        using var source = new TemporaryDirectory();
        source.Write("a.png", Original);
        fixture.Directory.Write("a.png", Original);
        var job = await fixture.SubmitAsync(options: new() { Source = source.Path });
        File.Delete(fixture.Directory.At("a.png"));
        using var root = new InterruptedRoot(fixture) { BeforeTheRename = () => fixture.Directory.Write("a.png", Saved) };

        var first = await fixture.DeliverAsync(job, "a.png", fixture.Processor(hasTheCall ? root : new RootWithoutTheCalls(root)));
        var second = await fixture.DeliverAsync(job, "a.png");

        if (hasTheCall)
        {
            Assert.IsType<DeliveryResult.Retry>(first);
            Assert.Equal(FailureReason.TargetExists, Assert.IsType<DeliveryResult.DeadLettered>(second).Failure.Reason);
            Assert.Equal(Saved, fixture.Directory.Read("a.png"));
        }
        else
        {
            Assert.IsType<DeliveryResult.Completed>(first);
        }
    }

    [Fact]
    public async Task AFileSystemWithoutTheCallsReplacesAllTheSame()
    {
        using var fixture = new WorkerFixture();
        var job = await SubmitAsync(fixture, keepOriginals: true);
        using var root = new RootWithoutTheCalls(fixture.Root);

        Assert.IsType<DeliveryResult.Completed>(await fixture.DeliverAsync(job, "a.png", fixture.Processor(root)));

        Assert.Equal(WorkerFixture.Halved(Original), fixture.Directory.Read("a.png"));
        Assert.Equal(Original, fixture.Directory.Read($".img-compress/keep/{job.Id}/a.png"));
    }

    [Fact]
    public async Task ARenameThatIsRefusedLeavesNothingInKeep()
    {
        using var fixture = new WorkerFixture();
        var job = await SubmitAsync(fixture, keepOriginals: true);
        using var root = new InterruptedRoot(fixture)
        {
            BeforeTheRename = () => throw new FileFaultException(FailureReason.ReadOnly, "it may not be replaced"),
        };

        var result = await fixture.DeliverAsync(job, "a.png", fixture.Processor(root));

        Assert.Equal(FailureReason.ReadOnly, Assert.IsType<DeliveryResult.DeadLettered>(result).Failure.Reason);
        Assert.Equal(Original, fixture.Directory.Read("a.png"));
        Assert.False(File.Exists(fixture.Directory.At($".img-compress/keep/{job.Id}/a.png")));
        Assert.Empty(fixture.Directory.Temps());
    }

    [Fact]
    public async Task AKeptNameFromBeforeTheRenameGoesWithTheVerdict()
    {
        using var fixture = new WorkerFixture();
        var job = await SubmitAsync(fixture, keepOriginals: true);
        var life = new CrashPoint(0, dieAfterTheCall: false);
        using var root = new InterruptedRoot(fixture)
        {
            BeforeTheRename = () => life.Step(() => { }),
        };
        using var ledger = new MortalLedger(fixture.Ledger, life);
        await Assert.ThrowsAsync<WorkerDiedException>(
            () => fixture.DeliverAsync(job, "a.png", fixture.Processor(root, ledger)));
        var kept = fixture.Directory.At($".img-compress/keep/{job.Id}/a.png");
        Assert.True(File.Exists(kept));
        fixture.LetTheLeaseRunOut();

        var next = await fixture.DeliverAsync(job, "a.png", fixture.Processor(maxAttempts: 1));

        Assert.Equal(FailureReason.Exhausted, Assert.IsType<DeliveryResult.DeadLettered>(next).Failure.Reason);
        Assert.False(File.Exists(kept));
        Assert.Equal(Original, fixture.Directory.Read("a.png"));
    }

    private static Task<JobRow> SubmitAsync(WorkerFixture fixture, bool keepOriginals)
    {
        fixture.Directory.Write("a.png", Original);
        return fixture.SubmitAsync(options: new() { KeepOriginals = keepOriginals });
    }

    private static void Save(WorkerFixture fixture, bool byRename)
    {
        var path = fixture.Directory.At("a.png");
        if (byRename)
        {
            // Another file of that name, as after a rename.
            File.Delete(path);
        }

        File.WriteAllBytes(path, Saved);
    }

    private static void AssertSaved(WorkerFixture fixture)
    {
        Assert.Equal(Saved, fixture.Directory.Read("a.png"));
        Assert.Empty(fixture.Directory.Temps());
        var kept = fixture.Directory.At(".img-compress/keep");
        Assert.True(!Directory.Exists(kept) || Directory.GetFiles(kept, "*", SearchOption.AllDirectories).Length == 0);
    }

    /// <summary>Something happens just before the rename; and from then on the worker may have another root.</summary>
    /// <summary>Another program saves the file before each of the first exchanges.</summary>
    private sealed class RootWithSaves(WorkerFixture fixture, IEnumerable<byte[]> saves) : ForwardingRoot(fixture.Root)
    {
        private readonly Queue<byte[]> _saves = new(saves);

        public int FailingFlushes { get; init; }

        public int Flushes { get; private set; }

        public override bool TryExchange(TempName temp, RelativePath target)
        {
            if (_saves.TryDequeue(out var content))
            {
                File.Delete(fixture.Directory.At("a.png"));
                fixture.Directory.Write("a.png", content);
            }

            return base.TryExchange(temp, target);
        }

        public override void SyncDirectoryOf(RelativePath target)
        {
            if (++Flushes <= FailingFlushes)
            {
                throw new FileFaultException(FailureReason.IoError, "it cannot be flushed");
            }

            base.SyncDirectoryOf(target);
        }
    }

    private sealed class InterruptedRoot(WorkerFixture fixture) : ForwardingRoot(fixture.Root)
    {
        private IFileRoot? _after;

        public required Action BeforeTheRename { get; init; }

        public Func<IFileRoot, IFileRoot> AfterTheRename { get; init; } = real => real;

        private IFileRoot Now => _after ?? fixture.Root;

        public override bool TryExchange(TempName temp, RelativePath target) => Renaming(() => fixture.Root.TryExchange(temp, target));

        public override bool TryPlace(TempName temp, RelativePath target) => Renaming(() => fixture.Root.TryPlace(temp, target));

        public override void Replace(TempName temp, RelativePath target) => Renaming(() =>
        {
            fixture.Root.Replace(temp, target);
            return true;
        });

        public override LoadedFile Load(RelativePath path, long maxBytes) => Now.Load(path, maxBytes);

        public override FileIdentity? TryStat(RelativePath path) => Now.TryStat(path);

        public override FileIdentity? TryStatTemp(TempName temp) => Now.TryStatTemp(temp);

        public override Fingerprint? FingerprintOfTemp(TempName temp) => Now.FingerprintOfTemp(temp);

        public override void RemoveTemp(TempName temp) => Now.RemoveTemp(temp);

        public override void RemoveKept(RelativePath keptAt) => Now.RemoveKept(keptAt);

        private bool Renaming(Func<bool> call)
        {
            if (_after is not null)
            {
                return _after is CrashingRoot crashing ? crashing.Life.Step(call) : call();
            }

            BeforeTheRename();
            var answer = call();
            _after = AfterTheRename(fixture.Root);
            return answer;
        }
    }

    /// <summary>As on NFS, where a temp file can only be renamed.</summary>
    private sealed class RootWithoutTheCalls(IFileRoot root) : ForwardingRoot(root)
    {
        public override bool TryExchange(TempName temp, RelativePath target) => false;

        public override bool TryPlace(TempName temp, RelativePath target) => false;
    }
}
