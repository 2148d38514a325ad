using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>Another program saves the file while <c>restore</c> exchanges it for its original: what it saved stays.</summary>
public sealed class SavedWhileItIsPutBack : IDisposable
{
    // More steps than are left after the exchange.
    private const int MoreThanAll = 10;

    private static readonly byte[] Original = Png.Noise(40, 30);
    private static readonly byte[] Halved = WorkerFixture.Halved(Original);
    private static readonly byte[] Saved = Png.Noise(50, 20, seed: 7);
    private static readonly byte[] SavedLast = Png.Noise(30, 30, seed: 8);

    private readonly WorkerFixture _fixture = new();

    public static TheoryData<int, bool> Deaths { get; } = new(
        from step in Enumerable.Range(0, MoreThanAll)
        from after in new[] { false, true }
        select (step, after));

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ItIsLeftAsItWasSaved(bool byRename)
    {
        var job = await HalveAsync();
        using var root = new RootWithSaves(_fixture) { BeforeExchange = [() => Save(Saved, byRename)] };

        var first = await RestoreAsync(job, root);
        var second = await RestoreAsync(job);

        Assert.Equal((0, "changed-in-work"), (first.Restored, Assert.Single(first.Left).Reason));
        Assert.Equal((0, "changed-since"), (second.Restored, Assert.Single(second.Left).Reason));
        await AssertLeftAsync(job, Saved);
    }

    /// <summary>What is put back displaces what was saved at that very moment, and has to make room for it.</summary>
    [Fact]
    public async Task ItIsLeftAsItWasSavedLastAlsoWhileThatIsPutBack()
    {
        var job = await HalveAsync();
        using var root = new RootWithSaves(_fixture)
        {
            BeforeExchange = [() => Save(Saved, byRename: true), () => Save(SavedLast, byRename: true)],
        };

        var report = await RestoreAsync(job, root);

        Assert.Equal(0, report.Restored);
        await AssertLeftAsync(job, SavedLast);
    }

    /// <summary>It is edited once the original is there, and before the command has looked at what stands there.</summary>
    [Fact]
    public async Task ItIsLeftAsItWasSavedOverTheOriginal()
    {
        var job = await HalveAsync();
        using var root = new RootWithSaves(_fixture) { AfterExchange = _ => Save(Saved, byRename: true) };

        var report = await RestoreAsync(job, root);

        Assert.Equal((0, "changed-in-work"), (report.Restored, Assert.Single(report.Left).Reason));
        await AssertLeftAsync(job, Saved);
    }

    /// <summary>The saved file has the temp file's name then.</summary>
    [Theory, MemberData(nameof(Deaths))]
    public async Task ItIsPutBackByTheNextCommandWhereOneDies(int stepsToLive, bool dieAfterTheCall)
    {
        var job = await HalveAsync();
        var life = new CrashPoint(stepsToLive, dieAfterTheCall);
        using var ledger = new EndingLedger(_fixture.Ledger, life);
        using var root = new RootWithSaves(_fixture)
        {
            BeforeExchange = [() => Save(Saved, byRename: true)],
            AfterExchange = root => root.Dying = new CrashingRoot(_fixture.Root, life),
        };
        try
        {
            await RestoreAsync(job, root, ledger);
        }
        catch (WorkerDiedException)
        {
            // Where it lives, it has said so itself.
        }

        var next = await RestoreAsync(job);

        Assert.Equal(0, next.Restored);
        Assert.True(Assert.Single(next.Left).Reason is "changed-in-work" or "changed-since");
        await AssertLeftAsync(job, Saved);
    }

    /// <summary>One stalls before its exchange, another finds that the file has been saved, and then the first one wakes up.</summary>
    [Fact]
    public async Task ItStaysWhereAStalledOneWakesUpAfterTheNext()
    {
        var job = await HalveAsync();
        using var root = new RootWithSaves(_fixture)
        {
            BeforeExchange =
            [
                () =>
                {
                    Save(Saved, byRename: true);

                    // In the midst of a call of the file system, which waits for it.
                    Assert.Equal("changed-since", Assert.Single(RestoreAsync(job).GetAwaiter().GetResult().Left).Reason);
                },
            ],
        };

        var late = await RestoreAsync(job, root);

        Assert.Equal(0, late.Restored);
        await AssertLeftAsync(job, Saved);
    }

    [Fact]
    public async Task AFileSystemWithoutTheCallPutsItBackAllTheSame()
    {
        var job = await HalveAsync();
        using var root = new RootWithSaves(_fixture) { HasTheCall = false };

        var report = await RestoreAsync(job, root);

        Assert.Equal((1, 0), (report.Restored, report.Left.Count));
        Assert.Equal(Original, _fixture.Directory.Read("a.png"));
        Assert.Empty(_fixture.Directory.Temps());
    }

    private async Task<JobRow> HalveAsync()
    {
        _fixture.Directory.Write("a.png", Original);
        var job = await _fixture.SubmitAsync(options: new() { KeepOriginals = true });
        Assert.IsType<DeliveryResult.Completed>(await _fixture.DeliverAsync(job, "a.png"));
        Assert.Equal(Halved, _fixture.Directory.Read("a.png"));
        return job;
    }

    private async Task<RestoreReport> RestoreAsync(JobRow job, IFileRoot? root = null, IJobLedger? ledger = null) =>
        await new Restorer(ledger ?? _fixture.Ledger, root ?? _fixture.Root, _fixture.Ownership, job)
            .RestoreAsync(new PathFilter("", []), dryRun: false, CancellationToken.None);

    private void Save(byte[] content, bool byRename)
    {
        if (byRename)
        {
            // Another file of that name, as after a rename.
            File.Delete(_fixture.Directory.At("a.png"));
        }

        _fixture.Directory.Write("a.png", content);
    }

    /// <summary>As it was saved, with its original where it was kept, and no item that anybody still holds.</summary>
    private async Task AssertLeftAsync(JobRow job, byte[] content)
    {
        Assert.Equal(content, _fixture.Directory.Read("a.png"));
        Assert.Equal(Original, _fixture.Directory.Read($".img-compress/keep/{job.Id}/a.png"));
        Assert.Empty(_fixture.Directory.Temps());
        var row = Assert.Single(await _fixture.Ledger.FindFilesAsync([WorkerFixture.At("a.png")], CancellationToken.None));
        Assert.Equal((ItemState.Done, Outcome.Done), (row.State, row.Outcome));
        Assert.Equal(1, (await _fixture.CountAsync(job)).Done);
    }

    /// <summary>Who is dead ends nothing.</summary>
    private sealed class EndingLedger(IJobLedger ledger, CrashPoint life) : ForwardingLedger(ledger)
    {
        public override Task<bool> EndRestoreAsync(FileRow restoring, bool restored, CancellationToken cancellationToken) =>
            life.IsOver ? throw new WorkerDiedException() : base.EndRestoreAsync(restoring, restored, cancellationToken);
    }

    /// <summary>Somebody acts before each of the first exchanges, and after the first; then the command may have another root.</summary>
    private sealed class RootWithSaves(WorkerFixture fixture) : ForwardingRoot(fixture.Root)
    {
        private int _exchanges;
        private Action<RootWithSaves>? _after;

        public IReadOnlyList<Action> BeforeExchange { get; init; } = [];

        public Action<RootWithSaves>? AfterExchange
        {
            init => _after = value;
        }

        public bool HasTheCall { get; init; } = true;

        /// <summary>What its calls go to once it is set.</summary>
        public CrashingRoot? Dying { get; set; }

        private IFileRoot Now => Dying ?? fixture.Root;

        public override bool TryExchange(TempName temp, RelativePath target)
        {
            if (!HasTheCall)
            {
                return false;
            }

            if (_exchanges < BeforeExchange.Count)
            {
                BeforeExchange[_exchanges++]();
            }

            var answer = Now.TryExchange(temp, target);
            Interlocked.Exchange(ref _after, null)?.Invoke(this);
            return answer;
        }

        public override LoadedFile Load(RelativePath path, long maxBytes) => Now.Load(path, maxBytes);

        public override FileIdentity? TryStat(RelativePath path) => Now.TryStat(path);

        public override FileIdentity? TryStatTemp(TempName temp) => Now.TryStatTemp(temp);

        public override Fingerprint? FingerprintOfTemp(TempName temp) => Now.FingerprintOfTemp(temp);

        public override void RemoveTemp(TempName temp) => Now.RemoveTemp(temp);

        public override void SyncDirectoryOf(RelativePath target) => Now.SyncDirectoryOf(target);
    }
}
