using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>Every call that a worker makes to the file system or the ledger is its last one in some case here.</summary>
public sealed class WorkerThatDiesAtAnyStep
{
    // More steps than a delivery has: the last cases are those of a worker that lives.
    private const int MoreThanAll = 20;

    public static TheoryData<int, bool, bool> Deaths()
    {
        var deaths = new TheoryData<int, bool, bool>();
        for (var step = 0; step <= MoreThanAll; step++)
        {
            foreach (var keep in new[] { false, true })
            {
                deaths.Add(step, false, keep);
                deaths.Add(step, true, keep);
            }
        }

        return deaths;
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task LeavesAFileThatTheNextDeliveryResizesOnce(int stepsToLive, bool dieAfterTheCall, bool keepOriginals)
    {
        using var fixture = new WorkerFixture();
        var original = Png.Noise(40, 30);
        var halved = WorkerFixture.Halved(original);
        fixture.Directory.Write("a.png", original);
        var job = await fixture.SubmitAsync(options: new() { KeepOriginals = keepOriginals });
        var life = new CrashPoint(stepsToLive, dieAfterTheCall);

        var died = await DiesAsync(fixture, job, life);

        var left = fixture.Directory.Read("a.png");
        Assert.True(left.SequenceEqual(original) || left.SequenceEqual(halved), "the file is neither the original nor the result");
        fixture.LetTheLeaseRunOut();
        var next = await fixture.DeliverAsync(job, "a.png");
        Assert.True(next is DeliveryResult.Completed or DeliveryResult.NothingToDo, $"{next}");
        Assert.True(next is DeliveryResult.Completed || !died || fixture.Directory.Read("a.png").SequenceEqual(halved));
        Assert.Equal(halved, fixture.Directory.Read("a.png"));
        var counts = await fixture.CountAsync(job);
        Assert.Equal((1, 0), (counts.Done, counts.Failed));
        Assert.Equal((original.Length, halved.Length), (counts.Sizes.BytesIn, counts.Sizes.BytesOut));
        Assert.Equal((40 * 30, 20 * 15), (counts.Sizes.PixelsIn, counts.Sizes.PixelsOut));
        if (keepOriginals)
        {
            Assert.Equal(original, fixture.Directory.Read($".img-compress/keep/{job.Id}/a.png"));
        }
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task LeavesTheOriginalsTimes(int stepsToLive, bool dieAfterTheCall, bool keepOriginals)
    {
        using var fixture = new WorkerFixture();
        var written = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        fixture.Directory.Write("a.png", Png.Noise(40, 30));
        System.IO.File.SetLastWriteTimeUtc(fixture.Directory.At("a.png"), written);
        var job = await fixture.SubmitAsync(options: new() { PreserveTimes = true, KeepOriginals = keepOriginals });

        await DiesAsync(fixture, job, new CrashPoint(stepsToLive, dieAfterTheCall));

        Assert.Equal(written, System.IO.File.GetLastWriteTimeUtc(fixture.Directory.At("a.png")));
        fixture.LetTheLeaseRunOut();
        await fixture.DeliverAsync(job, "a.png");
        Assert.Equal(1, (await fixture.CountAsync(job)).Done);
        Assert.Equal(written, System.IO.File.GetLastWriteTimeUtc(fixture.Directory.At("a.png")));
        var next = await fixture.SubmitAsync(options: new() { PreserveTimes = true });
        Assert.Equal(1, (await fixture.CountAsync(next)).Unchanged);
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task LeavesWhatFitsUnchangedAndCopiedOnce(int stepsToLive, bool dieAfterTheCall, bool elsewhere)
    {
        using var fixture = new WorkerFixture();
        using var source = new TemporaryDirectory();
        var original = Png.Noise(40, 30);
        source.Write("a.png", original);
        fixture.Directory.Write("a.png", original);
        var job = await fixture.SubmitAsync(
            new() { Scaling = Scaling.ToFit.LongEdge(40) }, new() { Source = elsewhere ? source.Path : null });
        if (elsewhere)
        {
            System.IO.File.Delete(fixture.Directory.At("a.png"));
        }

        await DiesAsync(fixture, job, new CrashPoint(stepsToLive, dieAfterTheCall));

        fixture.LetTheLeaseRunOut();
        var next = await fixture.DeliverAsync(job, "a.png");
        Assert.True(next is DeliveryResult.Completed or DeliveryResult.NothingToDo, $"{next}");
        Assert.Equal(original, fixture.Directory.Read("a.png"));
        var counts = await fixture.CountAsync(job);
        Assert.Equal((1, 0, 0), (counts.Unchanged, counts.Done, counts.Kept));
        Assert.Equal((original.Length, original.Length), (counts.Sizes.BytesIn, counts.Sizes.BytesOut));
    }

    [Fact]
    public async Task HasMoreStepsThanADeliveryTakes()
    {
        using var fixture = new WorkerFixture();
        fixture.Directory.Write("a.png", Png.Noise(40, 30));
        var job = await fixture.SubmitAsync(options: new() { KeepOriginals = true });
        var life = new CrashPoint(int.MaxValue, false);

        await DiesAsync(fixture, job, life);

        Assert.InRange(life.Steps, 8, MoreThanAll);
    }

    private static async Task<bool> DiesAsync(WorkerFixture fixture, ImgCompress.Ledger.JobRow job, CrashPoint life)
    {
        using var root = new CrashingRoot(fixture.Root, life);
        using var ledger = new CrashingLedger(fixture.Ledger, life);
        try
        {
            await fixture.DeliverAsync(job, "a.png", fixture.Processor(root, ledger));
        }
        catch (WorkerDiedException)
        {
            return true;
        }

        return life.IsOver;
    }
}
