using ImgCompress.Engine.Delivery;
using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>A worker that is presumed dead, was overtaken, and then goes on.</summary>
public sealed class WorkerThatStalls
{
    [Fact]
    public async Task BeforeItsRenameCannotRenameAnyMore()
    {
        using var bench = new WorkerFixture();
        var original = Png.Noise(40, 30);
        bench.Directory.Write("a.png", original);
        var job = await bench.SubmitAsync();
        using var stalled = new StalledRoot(bench.Root, beforeTheRename: true);
        var late = Task.Run(() => bench.DeliverAsync(job, "a.png", bench.Worker(stalled)));
        await stalled.Reached;
        bench.LetTheLeaseRunOut();

        var overtaker = await bench.DeliverAsync(job, "a.png");
        var newer = Png.Noise(10, 10, seed: 7);
        bench.Directory.Write("a.png", newer);
        stalled.GoOn();
        var ending = await late;

        Assert.IsType<DeliveryResult.Completed>(overtaker);
        Assert.IsType<DeliveryResult.Retry>(ending);
        Assert.Equal(newer, bench.Directory.Read("a.png"));
        Assert.Equal(1, (await bench.CountAsync(job)).Done);
        Assert.Empty(bench.Directory.Temps());
    }

    [Fact]
    public async Task HoldsTheItemWhileItsLeaseLasts()
    {
        using var bench = new WorkerFixture();
        bench.Directory.Write("a.png", Png.Noise(40, 30));
        var job = await bench.SubmitAsync();
        using var stalled = new StalledRoot(bench.Root, beforeTheRename: true);
        var first = Task.Run(() => bench.DeliverAsync(job, "a.png", bench.Worker(stalled)));
        await stalled.Reached;

        var second = await bench.DeliverAsync(job, "a.png");
        stalled.GoOn();

        Assert.IsType<DeliveryResult.Retry>(second);
        Assert.IsType<DeliveryResult.Completed>(await first);
        Assert.Equal(1, (await bench.CountAsync(job)).Done);
    }
}
