using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>An item whose worker ended in the middle of it, of which the item may be the cause.</summary>
public sealed class FileThatWasCutOff
{
    [Fact]
    public async Task IsNotTouchedBeforeAllElseIsDone()
    {
        using var fixture = new WorkerFixture();
        fixture.Directory.Write("good.png", Png.Noise(40, 30));
        fixture.Directory.Write("cut.png", Png.Noise(40, 30, seed: 2));
        var job = await fixture.SubmitAsync();
        await ClaimAsync(fixture, job, "cut.png");
        fixture.LetTheLeaseRunOut();
        using var root = new StalledRoot(fixture.Root);
        var worker = fixture.Processor(root);
        var good = Task.Run(() => fixture.DeliverAsync(job, "good.png", worker));
        await root.Reached;

        var cutOff = fixture.DeliverAsync(job, "cut.png", worker);
        var meanwhile = await RowAsync(fixture, "cut.png");
        root.GoOn();

        Assert.Equal((1, 1), (meanwhile.Epoch, meanwhile.Attempts));
        Assert.IsType<DeliveryResult.Completed>(await good);
        Assert.IsType<DeliveryResult.Completed>(await cutOff);
        Assert.Equal(2, (await fixture.CountAsync(job)).Done);
    }

    [Fact]
    public async Task IsNotReadAnyMoreOnceItsAttemptsAreUsedUp()
    {
        using var fixture = new WorkerFixture();
        fixture.Directory.Write("a.png", Png.Noise(40, 30));
        var job = await fixture.SubmitAsync();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await ClaimAsync(fixture, job, "a.png");
            fixture.LetTheLeaseRunOut();
        }

        using var root = new MortalRoot(fixture.Root, atTheLoad: new CrashPoint(0, dieAfterTheCall: false));
        var result = await fixture.DeliverAsync(job, "a.png", fixture.Processor(root, maxAttempts: 2));

        var (failure, _) = Assert.IsType<DeliveryResult.DeadLettered>(result);
        Assert.Equal(FailureReason.Exhausted, failure.Reason);
        Assert.Contains("the process that worked on it ended", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IsReadToTheLastWhereAResultMayStandInPlaceButNotForEver()
    {
        using var fixture = new WorkerFixture();
        var original = Png.Noise(40, 30);
        fixture.Directory.Write("a.png", original);
        var job = await fixture.SubmitAsync();
        await DieAsync(fixture, job, life => new MortalRoot(fixture.Root, atTheRename: life), new CrashPoint(0, dieAfterTheCall: true));
        var deaths = 0;

        DeliveryResult? result;
        do
        {
            fixture.LetTheLeaseRunOut();
            var life = new CrashPoint(0, dieAfterTheCall: false);
            result = await DieAsync(fixture, job, atLoad => new MortalRoot(fixture.Root, atTheLoad: atLoad), life);
            deaths += result is null ? 1 : 0;
        }
        while (result is null);

        Assert.Equal(FailureReason.Unknown, Assert.IsType<DeliveryResult.DeadLettered>(result).Failure.Reason);
        Assert.Equal(3, deaths);
        var next = await fixture.SubmitAsync();
        await fixture.DeliverAsync(next, "a.png");
        Assert.Equal(1, (await fixture.CountAsync(next)).Unchanged);
        Assert.Equal(WorkerFixture.Halved(original), fixture.Directory.Read("a.png"));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public async Task CountsAnAttemptWhereItWasTheOnlyOneInProgress(int inProgress, int attempts)
    {
        using var fixture = new WorkerFixture();
        fixture.Directory.Write("0.png", Png.Noise(40, 30));
        fixture.Directory.Write("1.png", Png.Noise(40, 30, seed: 2));
        var job = await fixture.SubmitAsync();
        foreach (var file in Enumerable.Range(0, inProgress))
        {
            await ClaimAsync(fixture, job, $"{file}.png");
        }

        var cutOff = fixture.Ledger.Abandon();
        var again = fixture.Ledger.Abandon();

        Assert.Equal(inProgress, cutOff.Count);
        Assert.Equal(cutOff.Order(), again.Order());
        Assert.Equal(attempts, (await RowAsync(fixture, "0.png")).Attempts);
    }

    private static Task<ClaimResult> ClaimAsync(WorkerFixture fixture, JobRow job, string path) => fixture.Ledger.ClaimAsync(
        new(job.Id, WorkerFixture.At(path)), new DeliverySettings().Lease, alone: true, CancellationToken.None);

    private static async Task<FileRow> RowAsync(WorkerFixture fixture, string path) =>
        Assert.Single(await fixture.Ledger.FindFilesAsync([WorkerFixture.At(path)], CancellationToken.None));

    /// <summary>Null: the worker died.</summary>
    private static async Task<DeliveryResult?> DieAsync(
        WorkerFixture fixture, JobRow job, Func<CrashPoint, IFileRoot> root, CrashPoint life)
    {
        using var mortal = root(life);
        using var ledger = new MortalLedger(fixture.Ledger, life);
        try
        {
            return await fixture.DeliverAsync(job, "a.png", fixture.Processor(mortal, ledger, maxAttempts: 1));
        }
        catch (WorkerDiedException)
        {
            return null;
        }
    }

    /// <summary>Whose worker dies when it reads a file, or when it renames one.</summary>
    private sealed class MortalRoot(IFileRoot root, CrashPoint? atTheLoad = null, CrashPoint? atTheRename = null) : ForwardingRoot(root)
    {
        public override LoadedFile Load(RelativePath path, long maxBytes) =>
            atTheLoad is null ? base.Load(path, maxBytes) : atTheLoad.Step(() => base.Load(path, maxBytes));

        public override bool TryExchange(TempName temp, RelativePath target) =>
            atTheRename!.Step(() => base.TryExchange(temp, target));
    }
}
