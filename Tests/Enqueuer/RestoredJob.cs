using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Queue.Sqlite;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>A job that kept its originals, on the embedded ledger, and <c>restore</c>, each of whose calls may be the last.</summary>
public sealed class RestoredJob : IDisposable
{
    // More steps than restoring one file has: the last cases are those of a command that lives.
    private const int MoreThanAll = 20;

    private static readonly byte[] Original = Png.Noise(40, 30);
    private static readonly byte[] Halved = WorkerFixture.Halved(Original);
    private static readonly JobOptions Keeping = new() { KeepOriginals = true };

    private readonly WorkerFixture _fixture = new();

    public static TheoryData<int, bool> Deaths()
    {
        var deaths = new TheoryData<int, bool>();
        for (var step = 0; step <= MoreThanAll; step++)
        {
            deaths.Add(step, false);
            deaths.Add(step, true);
        }

        return deaths;
    }

    public void Dispose() => _fixture.Dispose();

    [Theory, MemberData(nameof(Deaths))]
    public async Task IsPutBackByTheNextOneWhereverOneDies(int stepsToLive, bool dieAfterTheCall)
    {
        var job = await HalveAsync();
        var life = new CrashPoint(stepsToLive, dieAfterTheCall);
        using (var root = new CrashingRoot(_fixture.Root, life))
        using (var ledger = new CrashingLedger(_fixture.Ledger, life))
        {
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                await RestoreAsync(job, root, ledger);
                throw new WorkerDiedException();
            });
        }

        var left = _fixture.Directory.Read("a.png");
        Assert.True(left.SequenceEqual(Original) || left.SequenceEqual(Halved), "the file is neither the original nor the result");

        var report = await RestoreAsync(job);

        Assert.Empty(report.Left);
        await AssertRestoredAsync(job);

        // A message that comes once more does not resize it, and the next job does, once, without being asked for again.
        Assert.IsType<DeliveryResult.NothingToDo>(await _fixture.DeliverAsync(job, "a.png"));
        Assert.Equal(Original, _fixture.Directory.Read("a.png"));
        var next = await _fixture.SubmitAsync();
        Assert.IsType<DeliveryResult.Completed>(await _fixture.DeliverAsync(next, "a.png"));
        Assert.Equal(Halved, _fixture.Directory.Read("a.png"));
        Assert.Equal(1, (await _fixture.CountAsync(next)).Done);
    }

    [Fact]
    public async Task HasMoreStepsThanItsTestTakes()
    {
        var job = await HalveAsync();
        var life = new CrashPoint(int.MaxValue, false);
        using var root = new CrashingRoot(_fixture.Root, life);
        using var ledger = new CrashingLedger(_fixture.Ledger, life);

        await RestoreAsync(job, root, ledger);

        Assert.InRange(life.Steps, 8, MoreThanAll);
    }

    [Fact]
    public async Task HasTheVeryFileBackThatItHad()
    {
        var written = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        _fixture.Directory.Write("a.png", Original);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_fixture.Directory.At("a.png"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        }

        File.SetLastWriteTimeUtc(_fixture.Directory.At("a.png"), written);
        var before = _fixture.Root.TryStat(WorkerFixture.At("a.png"))!;
        var job = await HalveAsync(write: false);

        await RestoreAsync(job);

        var after = _fixture.Root.TryStat(WorkerFixture.At("a.png"))!;
        Assert.Equal(before, after with { Changed = before.Changed });
        Assert.Equal(written, File.GetLastWriteTimeUtc(_fixture.Directory.At("a.png")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, File.GetUnixFileMode(_fixture.Directory.At("a.png")));
        }
    }

    /// <summary>One stalls before its rename; another puts the original back, and a later job resizes it.</summary>
    [Fact]
    public async Task IsNotUndoneByOneThatWakesUpLate()
    {
        var job = await HalveAsync();
        using var stalled = new LateRoot(_fixture.Root, async () =>
        {
            Assert.Equal(1, (await RestoreAsync(job)).Restored);
            var next = await _fixture.SubmitAsync(options: Keeping);
            Assert.IsType<DeliveryResult.Completed>(await _fixture.DeliverAsync(next, "a.png"));
        });

        var late = await RestoreAsync(job, stalled);

        Assert.Equal(0, late.Restored);
        Assert.Equal(Halved, _fixture.Directory.Read("a.png"));
        Assert.Equal((0, 1), ((await _fixture.CountAsync(job)).Done, (await _fixture.CountAsync(job)).Restored));
        Assert.Empty(_fixture.Directory.Temps());
    }

    /// <summary>A worker of the job stalls, and its message comes again, while the original is being put back.</summary>
    [Fact]
    public async Task IsNobodyElsesWhileItIsPutBack()
    {
        var job = await HalveAsync();
        var row = Assert.Single(await _fixture.Ledger.FindFilesAsync([WorkerFixture.At("a.png")], CancellationToken.None));
        Assert.NotNull(await _fixture.Ledger.BeginRestoreAsync(row, Fingerprint.Of(Original), CancellationToken.None));
        _fixture.LetTheLeaseRunOut();

        Assert.IsType<DeliveryResult.NothingToDo>(await _fixture.DeliverAsync(job, "a.png"));
        var next = await _fixture.SubmitAsync();

        Assert.Equal(0, (await _fixture.Ledger.CountAsync(next.Id, CancellationToken.None)).Items);
        Assert.Contains("restoring", (await VerifyAsync(job)).Differences.Select(difference => difference.Reason));
        Assert.Equal(1, (await RestoreAsync(job)).Restored);
        await AssertRestoredAsync(job);
    }

    [Fact]
    public async Task WasFoundUnchangedByALaterOneAndIsPutBackAllTheSame()
    {
        var job = await HalveAsync();
        var later = await _fixture.SubmitAsync();
        Assert.Equal(1, (await _fixture.CountAsync(later)).Unchanged);

        var report = await RestoreAsync(job);

        Assert.Equal((1, 0), (report.Restored, report.Left.Count));
        Assert.Equal(Original, _fixture.Directory.Read("a.png"));
        var counts = await _fixture.CountAsync(later);
        Assert.Equal((0, 1, Original.Length), (counts.Unchanged, counts.Restored, counts.Sizes.BytesOut));
    }

    [Theory]
    [InlineData("changed-since")]
    [InlineData("missing")]
    [InlineData("not-kept")]
    [InlineData("kept-differs")]
    [InlineData("later-job")]
    public async Task IsLeftAsItIsWhereSomethingDoesNotFit(string reason)
    {
        var job = await HalveAsync();
        var kept = $".img-compress/keep/{job.Id}/a.png";
        switch (reason)
        {
            case "changed-since":
                _fixture.Directory.Write("a.png", "edited"u8);
                break;
            case "missing":
                File.Delete(_fixture.Directory.At("a.png"));
                break;
            case "not-kept":
                File.Delete(_fixture.Directory.At(kept));
                break;
            case "kept-differs":
                _fixture.Directory.Write(kept, "edited"u8);
                break;
            default:
                var again = await _fixture.SubmitAsync(options: new() { Again = true });
                Assert.IsType<DeliveryResult.Completed>(await _fixture.DeliverAsync(again, "a.png"));
                break;
        }

        var (file, at) = (_fixture.Directory.At("a.png"), _fixture.Directory.At(kept));
        var before = (File.Exists(file) ? File.ReadAllBytes(file) : [], File.Exists(at) ? File.ReadAllBytes(at) : []);

        var report = await RestoreAsync(job);

        Assert.Equal([reason], report.Left.Select(left => left.Reason));
        Assert.Equal(0, report.Restored);
        Assert.Equal(before.Item1, File.Exists(file) ? File.ReadAllBytes(file) : []);
        Assert.Equal(before.Item2, File.Exists(at) ? File.ReadAllBytes(at) : []);
        Assert.Equal(1, (await _fixture.CountAsync(job)).Done);
    }

    /// <summary>
    /// One stalls before it has linked its temp file, which the other's fence therefore does not find. It must not rename it later, when a
    /// later job may have made something new of the original that the other has put back.
    /// </summary>
    [Fact]
    public async Task IsNotPutBackByOneThatWasOvertakenBeforeItsTempFile()
    {
        var job = await HalveAsync();
        using var root = new HinderedRoot(_fixture.Root) { BeforeLink = () => Take().IsCompletedSuccessfully };

        var report = await RestoreAsync(job, root);

        Assert.Equal(["in-use"], report.Left.Select(left => left.Reason));
        Assert.Equal(Halved, _fixture.Directory.Read("a.png"));
        Assert.Empty(_fixture.Directory.Temps());
        Assert.Equal(1, (await RestoreAsync(job)).Restored);
        await AssertRestoredAsync(job);

        async Task Take()
        {
            var row = Assert.Single(await _fixture.Ledger.FindFilesAsync([WorkerFixture.At("a.png")], CancellationToken.None));
            Assert.NotNull(await _fixture.Ledger.BeginRestoreAsync(row, Fingerprint.Of(Original), CancellationToken.None));
        }
    }

    /// <summary>Without the fence somebody who stalled could still rename, so the item must not be free for later jobs.</summary>
    [Fact]
    public async Task IsNotGivenUpWhereEarlierTempFilesCannotBeRemoved()
    {
        var job = await HalveAsync();
        using var root = new HinderedRoot(_fixture.Root) { MayRemoveTemps = false };

        var report = await RestoreAsync(job, root);

        Assert.Equal(["io-error"], report.Left.Select(left => left.Reason));
        Assert.Equal(Halved, _fixture.Directory.Read("a.png"));
        var row = Assert.Single(await _fixture.Ledger.FindFilesAsync([WorkerFixture.At("a.png")], CancellationToken.None));
        Assert.Equal(ItemState.Restoring, row.State);
        Assert.Equal(1, (await RestoreAsync(job)).Restored);
        await AssertRestoredAsync(job);
    }

    [Fact]
    public async Task IsOnlyToldOfInADryRun()
    {
        var job = await HalveAsync();

        var report = await RestoreAsync(job, dryRun: true);

        Assert.Equal((1, Original.Length), (report.Restored, report.Bytes));
        Assert.Equal(Halved, _fixture.Directory.Read("a.png"));
        Assert.Equal(1, (await _fixture.CountAsync(job)).Done);
    }

    [Fact]
    public async Task IsNotVerifiedWithACounterThatIsOff()
    {
        var job = await HalveAsync();
        using (var ledger = new SqliteConnection($"Data Source={_fixture.Directory.At(".img-compress/ledger.db")};Pooling=False"))
        {
            ledger.Open();
            using var command = ledger.CreateCommand();
            command.CommandText = "UPDATE counts SET done = 2, bytes_out = bytes_out + 7";
            command.ExecuteNonQuery();
        }

        var report = await VerifyAsync(job);

        Assert.Equal(
            [
                new FileFinding("done", "counter", "the counter says 2, the rows 1"),
                new FileFinding("bytesOut", "counter", $"the counter says {Halved.Length + 7}, the rows {Halved.Length}"),
            ],
            report.Differences);
    }

    /// <summary>As a worker leaves it that is killed before it records its intent, which happens to nobody's harm.</summary>
    [Fact]
    public async Task IsVerifiedWhereAWorkerThatWasCutOffHasLeftATempFile()
    {
        var job = await HalveAsync();
        _fixture.Directory.Write($".img-compress/tmp/{TempName.Of(WorkerFixture.At("a.png"), "1e", 1)}", Halved);
        _fixture.Directory.Write($".img-compress/tmp/{TempName.Of(WorkerFixture.At("other.png"), "1e", 1)}", Halved);

        var whole = await VerifyAsync(job);
        _fixture.Directory.Write("a.png", "edited"u8);
        var changed = await VerifyAsync(job);

        Assert.Equal((1, 0), (whole.Temps, whole.Differences.Count));
        Assert.Equal(0, changed.Temps);
        Assert.Equal([("a.png", "changed")], changed.Differences.Select(difference => (difference.Path, difference.Reason)));
    }

    /// <summary>As a claim leaves it that cannot tell what became of the file: it may hold what another program has saved.</summary>
    [Fact]
    public async Task IsNotVerifiedWithATempFileOfAFileOfWhichNothingIsKnown()
    {
        _fixture.Directory.Write("a.png", Original);
        var job = await _fixture.SubmitAsync();
        using var root = new UnreadableRoot(_fixture.Root);
        await _fixture.DeliverAsync(job, "a.png", _fixture.Processor(root, maxAttempts: 1));
        var last = Assert.IsType<DeliveryResult.DeadLettered>(
            await _fixture.DeliverAsync(job, "a.png", _fixture.Processor(root, maxAttempts: 1)));
        Assert.Equal(FailureReason.Unknown, last.Failure.Reason);
        _fixture.Directory.Write($".img-compress/tmp/{_fixture.TempOf("a.png", 1)}", "saved"u8);

        var report = await VerifyAsync(job);

        Assert.Equal((0, "a.png", "temp"), (report.Temps, Assert.Single(report.Differences).Path, report.Differences[0].Reason));

        // Nor is it removed by what tidies up, also where another job takes the file meanwhile, or was to have it, and is cancelled.
        await AssertIsLeftByReconcilingAsync(_fixture.Ledger);
        var next = (JobRow?)null;
        await AssertIsLeftByReconcilingAsync(new LedgerInBetween(_fixture.Ledger, async () => next ??= await _fixture.SubmitAsync()));
        await _fixture.Ledger.CancelAsync(next!.Id, CancellationToken.None);
        await AssertIsLeftByReconcilingAsync(_fixture.Ledger);
    }

    private async Task AssertIsLeftByReconcilingAsync(IJobLedger ledger)
    {
        using var queue = new SqliteQueue(_fixture.Directory.At(".img-compress/queue.db"), _fixture.Clock);
        var reconciled = await new Reconciler(ledger, queue, _fixture.Root)
            .ReconcileAsync(only: null, anyway: false, CancellationToken.None);
        Assert.Equal((0, 1), (reconciled.RemovedTemps, _fixture.Directory.Temps().Length));
    }

    [Fact]
    public async Task LeavesNoDirectoryWhereItsOriginalsWereKept()
    {
        _fixture.Directory.Write("below/deep/a.png", Original);
        _fixture.Directory.Write("below/b.png", Original);
        var job = await _fixture.SubmitAsync(options: Keeping);
        Assert.IsType<DeliveryResult.Completed>(await _fixture.DeliverAsync(job, "below/deep/a.png"));
        Assert.IsType<DeliveryResult.Completed>(await _fixture.DeliverAsync(job, "below/b.png"));
        var kept = _fixture.Directory.At(".img-compress/keep");
        Assert.True(Directory.Exists(Path.Combine(kept, $"{job.Id}/below/deep")));

        _fixture.Root.RemoveKept(WorkerFixture.At($".img-compress/keep/{job.Id}/below/deep/a.png"));
        Assert.Equal(
            [Path.Combine(kept, $"{job.Id}/below/b.png")], Directory.GetFileSystemEntries(Path.Combine(kept, $"{job.Id}/below")));
        Assert.Equal(1, (await RestoreAsync(job)).Restored);

        Assert.False(Directory.Exists(kept));
        Assert.Equal(Original, _fixture.Directory.Read("below/b.png"));
    }

    /// <summary>Each may find the directory that it made removed by another before its file has a name there.</summary>
    [Fact]
    public void KeepsFilesBesideOthersThatAreGivenUp()
    {
        const int Times = 300;
        _fixture.Directory.Write("a.png", Original);
        _fixture.Directory.Write("b.png", Original);
        Parallel.ForEach(["a.png", "b.png"], name =>
        {
            var at = WorkerFixture.At($".img-compress/keep/job/below/{name}");
            for (var time = 0; time < Times; time++)
            {
                _fixture.Root.Keep(WorkerFixture.At(name), at);
                Assert.NotNull(_fixture.Root.TryStat(at));
                _fixture.Root.RemoveKept(at);
            }
        });
    }

    private async Task<JobRow> HalveAsync(bool write = true)
    {
        if (write)
        {
            _fixture.Directory.Write("a.png", Original);
        }

        var job = await _fixture.SubmitAsync(options: Keeping);
        Assert.IsType<DeliveryResult.Completed>(await _fixture.DeliverAsync(job, "a.png"));
        Assert.Equal(Halved, _fixture.Directory.Read("a.png"));
        return job;
    }

    private async Task<RestoreReport> RestoreAsync(
        JobRow job, IFileRoot? root = null, IJobLedger? ledger = null, bool dryRun = false) =>
        await new Restorer(ledger ?? _fixture.Ledger, root ?? _fixture.Root, _fixture.Ownership, job)
            .RestoreAsync(new PathFilter("", []), dryRun, CancellationToken.None);

    private Task<VerifyReport> VerifyAsync(JobRow job) =>
        new Verifier(_fixture.Ledger, _fixture.Root, job).VerifyAsync(new PathFilter("", []), CancellationToken.None);

    private async Task AssertRestoredAsync(JobRow job)
    {
        Assert.Equal(Original, _fixture.Directory.Read("a.png"));
        Assert.Empty(_fixture.Directory.Temps());
        Assert.False(File.Exists(_fixture.Directory.At($".img-compress/keep/{job.Id}/a.png")));
        var counts = await _fixture.CountAsync(job);
        Assert.Equal((0, 1, 1), (counts.Done, counts.Restored, counts.Ended));
        Assert.Equal((Original.Length, Original.Length), (counts.Sizes.BytesIn, counts.Sizes.BytesOut));
        Assert.Empty((await VerifyAsync(job)).Differences);
    }

    /// <summary>Somebody else acts before a link, or temp files cannot be removed.</summary>
    private sealed class HinderedRoot(IFileRoot root) : ForwardingRoot(root)
    {
        public Func<bool>? BeforeLink { get; init; }

        public bool MayRemoveTemps { get; init; } = true;

        public override void LinkTemp(TempName temp, RelativePath keptAt)
        {
            Assert.True(BeforeLink?.Invoke() ?? true);
            base.LinkTemp(temp, keptAt);
        }

        public override void RemoveTemp(TempName temp)
        {
            if (!MayRemoveTemps)
            {
                throw new FileFaultException(FailureReason.IoError, "an I/O error");
            }

            base.RemoveTemp(temp);
        }

        public override bool TryTakeTemp(TempName temp, TempName taken) => MayRemoveTemps
            ? base.TryTakeTemp(temp, taken)
            : throw new FileFaultException(FailureReason.IoError, "an I/O error");
    }

    /// <summary>Somebody else acts just before the first rename.</summary>
    private sealed class LateRoot(IFileRoot root, Func<Task> before) : ForwardingRoot(root)
    {
        private Func<Task>? _before = before;

        public override void Replace(TempName temp, RelativePath target)
        {
            Act();
            base.Replace(temp, target);
        }

        public override bool TryExchange(TempName temp, RelativePath target)
        {
            Act();
            return base.TryExchange(temp, target);
        }

        private void Act() => Interlocked.Exchange(ref _before, null)?.Invoke().GetAwaiter().GetResult();
    }

    /// <summary>Something happens between the look at the jobs and that at their items.</summary>
    private sealed class LedgerInBetween(IJobLedger ledger, Func<Task> happen) : ForwardingLedger(ledger)
    {
        public override async Task<Counts> CountAsync(JobId job, CancellationToken cancellationToken)
        {
            await happen();
            return await base.CountAsync(job, cancellationToken);
        }
    }
}
