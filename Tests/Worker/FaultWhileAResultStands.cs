using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Imaging;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>
/// A worker died between its rename and its finish. Whatever hinders its successors from reading the file is no verdict on it, and no
/// later job resizes it again.
/// </summary>
public sealed class FaultWhileAResultStands : IDisposable
{
    private const int MaxAttempts = 3;

    private static readonly ResizeSpec Third = WorkerFixture.Half with { Scaling = Scaling.Down(3) };

    private readonly WorkerFixture _fixture = new();
    private readonly byte[] _original = Png.Noise(120, 90);

    public static TheoryData<string, FailureReason> Faults() => new()
    {
        { "fence", FailureReason.NoPermission },
        { "fence", FailureReason.ReadOnly },
        { "fence", FailureReason.IoError },
        { "load", FailureReason.NoPermission },
        { "load", FailureReason.StaleHandle },
        { "load", FailureReason.Link },
        { "load", FailureReason.Missing },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task EndsTheItemAsUnknownAndTheNextJobFindsItResized(string step, FailureReason reason)
    {
        var halved = WorkerFixture.Halved(_original);
        var job = await DieAfterTheRenameAsync();
        using var faulty = new FaultyRoot(_fixture.Root, step, reason);

        var result = await DeliverUntilItEndsAsync(job, faulty);

        // Of a file that is not there, nothing is unknown.
        Assert.Equal(
            reason == FailureReason.Missing ? FailureReason.Exhausted : FailureReason.Unknown,
            Assert.IsType<DeliveryResult.DeadLettered>(result).Failure.Reason);
        Assert.Equal(halved, _fixture.Directory.Read("a.png"));
        var next = await _fixture.SubmitAsync();
        var found = Assert.IsType<DeliveryResult.Completed>(await _fixture.DeliverAsync(next, "a.png"));
        Assert.Equal(Outcome.Unchanged, found.Outcome);
        Assert.Equal(halved, _fixture.Directory.Read("a.png"));
        Assert.Equal((1, 0), ((await _fixture.CountAsync(next)).Unchanged, (await _fixture.CountAsync(next)).Failed));
    }

    /// <summary>It passes after a while: the same job ends the item well.</summary>
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task IsTriedAgain(string step, FailureReason reason)
    {
        var job = await DieAfterTheRenameAsync();
        using var faulty = new FaultyRoot(_fixture.Root, step, reason);

        Assert.IsType<DeliveryResult.Retry>(
            await _fixture.DeliverAsync(job, "a.png", _fixture.Processor(faulty, maxAttempts: MaxAttempts)));
        var result = await _fixture.DeliverAsync(job, "a.png");

        Assert.Equal(Outcome.Done, Assert.IsType<DeliveryResult.Completed>(result).Outcome);
        Assert.Equal(WorkerFixture.Halved(_original), _fixture.Directory.Read("a.png"));
    }

    /// <summary>In an output directory the result stands whatever has become of its original.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task IsFoundWhereTheOriginalIsGoneOrDamaged(bool isDamaged)
    {
        using var source = new TemporaryDirectory();
        source.Write("a.png", _original);
        _fixture.Directory.Write("a.png", _original);
        var job = await _fixture.SubmitAsync(options: new() { Source = source.Path });
        File.Delete(_fixture.Directory.At("a.png"));
        using var ledger = new LedgerThatCannotFinish(_fixture.Ledger);
        Assert.IsType<DeliveryResult.Retry>(await _fixture.DeliverAsync(job, "a.png", _fixture.Processor(ledger: ledger)));
        Assert.Equal(WorkerFixture.Halved(_original), _fixture.Directory.Read("a.png"));
        File.Delete(source.At("a.png"));
        if (isDamaged)
        {
            Directory.CreateDirectory(source.At("a.png"));
        }

        var result = await _fixture.DeliverAsync(job, "a.png");

        Assert.Equal(Outcome.Done, Assert.IsType<DeliveryResult.Completed>(result).Outcome);
        Assert.Equal((1, 0), ((await _fixture.CountAsync(job)).Done, (await _fixture.CountAsync(job)).Failed));
    }

    /// <summary>A job of another spec leaves alone what the earlier one scaled, as it would after a job that had ended well.</summary>
    [Fact]
    public async Task IsRememberedAsScaled()
    {
        var job = await DieAfterTheRenameAsync();
        using var faulty = new FaultyRoot(_fixture.Root, "load", FailureReason.IoError);
        await DeliverUntilItEndsAsync(job, faulty);

        var other = await _fixture.SubmitAsync(Third);
        var left = await _fixture.DeliverAsync(other, "a.png");
        var meant = await _fixture.SubmitAsync(Third, new() { Again = true });
        await _fixture.DeliverAsync(meant, "a.png");

        Assert.Equal(FailureReason.ScaledBefore, Assert.IsType<DeliveryResult.DeadLettered>(left).Failure.Reason);
        Assert.Equal((20, 15), Png.SizeOf(_fixture.Directory.Read("a.png")));
    }

    /// <summary>Somebody moves the file before any worker has finished it.</summary>
    [Fact]
    public async Task IsKnownWhereverItIsMoved()
    {
        await DieAfterTheRenameAsync();
        _fixture.Directory.Write("2026/b.png", _fixture.Directory.Read("a.png"));
        File.Delete(_fixture.Directory.At("a.png"));

        var next = await _fixture.SubmitAsync();

        var found = Assert.IsType<DeliveryResult.Completed>(await _fixture.DeliverAsync(next, "2026/b.png"));
        Assert.Equal(Outcome.Unchanged, found.Outcome);
        Assert.Equal(WorkerFixture.Halved(_original), _fixture.Directory.Read("2026/b.png"));
    }

    /// <summary>
    /// A limit that is smaller than the result was set after the rename: what was recorded is known by its bytes all the same.
    /// </summary>
    [Fact]
    public async Task IsReadWhateverTheLimitOfBytes()
    {
        var job = await DieAfterTheRenameAsync();
        var strict = new FileProcessor(
            _fixture.Ledger,
            new JobRoots(_fixture.Root),
            _fixture.Ownership,
            new ImageResizer(new() { MaxBytes = 10 }), new Budget(1 << 30), new());

        var result = await _fixture.DeliverAsync(job, "a.png", strict);

        Assert.Equal(Outcome.Done, Assert.IsType<DeliveryResult.Completed>(result).Outcome);
        var again = await _fixture.SubmitAsync(options: new() { Include = ["a.png"] });
        Assert.IsNotType<DeliveryResult.DeadLettered>(await _fixture.DeliverAsync(again, "a.png", strict));
        Assert.Equal(0, (await _fixture.CountAsync(again)).Failed);
    }

    /// <summary>The ledger refuses the finish until the attempts are used up, and then takes the failure.</summary>
    [Fact]
    public async Task IsUnknownWhereItCannotBeFinished()
    {
        _fixture.Directory.Write("a.png", _original);
        var job = await _fixture.SubmitAsync();
        using var ledger = new LedgerThatCannotFinish(_fixture.Ledger);
        var worker = _fixture.Processor(ledger: ledger, maxAttempts: MaxAttempts);

        var result = await DeliverUntilItEndsAsync(job, worker);

        Assert.Equal(FailureReason.Unknown, Assert.IsType<DeliveryResult.DeadLettered>(result).Failure.Reason);
        var next = await _fixture.SubmitAsync();
        Assert.Equal(Outcome.Unchanged, Assert.IsType<DeliveryResult.Completed>(await _fixture.DeliverAsync(next, "a.png")).Outcome);
        Assert.Equal(WorkerFixture.Halved(_original), _fixture.Directory.Read("a.png"));
    }

    /// <summary>What the failed job recorded stays with the file through a job that is cancelled before it begins.</summary>
    [Fact]
    public async Task IsRememberedThroughACancelledJob()
    {
        var job = await DieAfterTheRenameAsync();
        using var faulty = new FaultyRoot(_fixture.Root, "load", FailureReason.IoError);
        await DeliverUntilItEndsAsync(job, faulty);
        await _fixture.Ledger.CancelAsync((await _fixture.SubmitAsync()).Id, CancellationToken.None);

        var next = await _fixture.SubmitAsync();

        Assert.Equal(Outcome.Unchanged, Assert.IsType<DeliveryResult.Completed>(await _fixture.DeliverAsync(next, "a.png")).Outcome);
    }

    public void Dispose() => _fixture.Dispose();

    private async Task<JobRow> DieAfterTheRenameAsync()
    {
        _fixture.Directory.Write("a.png", _original);
        var job = await _fixture.SubmitAsync();
        using var root = new RootThatDiesAfterTheRename(_fixture.Root);
        await Assert.ThrowsAsync<WorkerDiedException>(() => _fixture.DeliverAsync(job, "a.png", _fixture.Processor(root)));
        _fixture.LetTheLeaseRunOut();
        return job;
    }

    private Task<DeliveryResult> DeliverUntilItEndsAsync(JobRow job, IFileRoot root) =>
        DeliverUntilItEndsAsync(job, _fixture.Processor(root, maxAttempts: MaxAttempts));

    private async Task<DeliveryResult> DeliverUntilItEndsAsync(JobRow job, FileProcessor worker)
    {
        DeliveryResult result;
        var deliveries = 0;
        do
        {
            result = await _fixture.DeliverAsync(job, "a.png", worker);
            Assert.True(++deliveries <= 2 * MaxAttempts, "the item does not end");
        }
        while (result is DeliveryResult.Retry);

        return result;
    }

    private sealed class RootThatDiesAfterTheRename(IFileRoot root) : ForwardingRoot(root)
    {
        private bool _isDead;

        public override bool TryExchange(TempName temp, RelativePath target)
        {
            if (!base.TryExchange(temp, target))
            {
                base.Replace(temp, target);
            }

            _isDead = true;
            throw new WorkerDiedException();
        }

        public override void RemoveTemp(TempName temp)
        {
            if (_isDead)
            {
                throw new WorkerDiedException();
            }

            base.RemoveTemp(temp);
        }
    }

    private sealed class FaultyRoot(IFileRoot root, string step, FailureReason reason) : ForwardingRoot(root)
    {
        public override LoadedFile Load(RelativePath path, long maxBytes) =>
            step == "load" ? throw new FileFaultException(reason, "a fault") : base.Load(path, maxBytes);

        public override bool TryTakeTemp(TempName temp, TempName taken) =>
            step == "fence" ? throw new FileFaultException(reason, "a fault") : base.TryTakeTemp(temp, taken);
    }

    private sealed class LedgerThatCannotFinish(IJobLedger ledger) : ForwardingLedger(ledger)
    {
        public override Task<bool> FinishAsync(FileRow claimed, Finish finish, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("the finish is refused");
    }
}
