using ImgCompress.Engine.Delivery;
using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>Every call that a worker makes to the file system or the ledger is its last one in some case here.</summary>
public sealed class WorkerThatDiesAtAnyStep
{
    // More steps than a delivery has: the last cases are those of a worker that lives.
    private const int MoreThanAll = 16;

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
        using var bench = new WorkerFixture();
        var original = Png.Noise(40, 30);
        var halved = WorkerFixture.Halved(original);
        bench.Directory.Write("a.png", original);
        var job = await bench.SubmitAsync(options: new() { KeepOriginals = keepOriginals });
        var life = new CrashPoint(stepsToLive, dieAfterTheCall);

        var died = await DiesAsync(bench, job, life);

        var left = bench.Directory.Read("a.png");
        Assert.True(left.SequenceEqual(original) || left.SequenceEqual(halved), "the file is neither the original nor the result");
        bench.LetTheLeaseRunOut();
        var next = await bench.DeliverAsync(job, "a.png");
        Assert.True(next is DeliveryResult.Completed or DeliveryResult.NothingToDo, $"{next}");
        Assert.True(next is DeliveryResult.Completed || !died || bench.Directory.Read("a.png").SequenceEqual(halved));
        Assert.Equal(halved, bench.Directory.Read("a.png"));
        var counts = await bench.CountAsync(job);
        Assert.Equal((1, 0), (counts.Done, counts.Failed));
        Assert.Equal((original.Length, halved.Length), (counts.Sizes.BytesIn, counts.Sizes.BytesOut));
        Assert.Equal((40 * 30, 20 * 15), (counts.Sizes.PixelsIn, counts.Sizes.PixelsOut));
        if (keepOriginals)
        {
            Assert.Equal(original, bench.Directory.Read($".img-compress/keep/{job.Id}/a.png"));
        }
    }

    [Fact]
    public async Task HasMoreStepsThanADeliveryTakes()
    {
        using var bench = new WorkerFixture();
        bench.Directory.Write("a.png", Png.Noise(40, 30));
        var job = await bench.SubmitAsync(options: new() { KeepOriginals = true });
        var life = new CrashPoint(int.MaxValue, false);

        await DiesAsync(bench, job, life);

        Assert.InRange(life.Steps, 8, MoreThanAll);
    }

    private static async Task<bool> DiesAsync(WorkerFixture bench, ImgCompress.Ledger.JobRow job, CrashPoint life)
    {
        using var root = new CrashingRoot(bench.Root, life);
        using var ledger = new CrashingLedger(bench.Ledger, life);
        try
        {
            await bench.DeliverAsync(job, "a.png", bench.Worker(root, ledger));
        }
        catch (WorkerDiedException)
        {
            return true;
        }

        return life.IsOver;
    }
}
