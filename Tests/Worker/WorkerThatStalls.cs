using ImgCompress.Engine.Delivery;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>A worker that is presumed dead, was overtaken, and then goes on.</summary>
public sealed class WorkerThatStalls
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BeforeItsRenameCannotRenameAnyMoreNorRemoveWhatIsKept(bool keepOriginals)
    {
        using var fixture = new WorkerFixture();
        var original = Png.Noise(40, 30);
        fixture.Directory.Write("a.png", original);
        var job = await fixture.SubmitAsync(options: new() { KeepOriginals = keepOriginals });
        var kept = $".img-compress/keep/{job.Id}/a.png";
        using var stalled = new StalledRoot(fixture.Root, beforeTheRename: true);
        var late = Task.Run(() => fixture.DeliverAsync(job, "a.png", fixture.Processor(stalled)));
        await stalled.Reached;
        fixture.LetTheLeaseRunOut();

        var overtaker = await fixture.DeliverAsync(job, "a.png");
        var newer = Png.Noise(10, 10, seed: 7);
        fixture.Directory.Write("a.png", newer);
        stalled.GoOn();
        var ending = await late;

        Assert.IsType<DeliveryResult.Completed>(overtaker);
        Assert.IsType<DeliveryResult.Retry>(ending);
        Assert.Equal(newer, fixture.Directory.Read("a.png"));
        Assert.Equal(1, (await fixture.CountAsync(job)).Done);
        Assert.Empty(fixture.Directory.Temps());
        Assert.Equal(keepOriginals, File.Exists(fixture.Directory.At(kept)));
        Assert.Equal(original, keepOriginals ? fixture.Directory.Read(kept) : original);
    }

    [Fact]
    public async Task HoldsTheItemWhileItsLeaseLasts()
    {
        using var fixture = new WorkerFixture();
        fixture.Directory.Write("a.png", Png.Noise(40, 30));
        var job = await fixture.SubmitAsync();
        using var stalled = new StalledRoot(fixture.Root, beforeTheRename: true);
        var first = Task.Run(() => fixture.DeliverAsync(job, "a.png", fixture.Processor(stalled)));
        await stalled.Reached;

        var second = await fixture.DeliverAsync(job, "a.png");
        stalled.GoOn();

        Assert.IsType<DeliveryResult.Retry>(second);
        Assert.IsType<DeliveryResult.Completed>(await first);
        Assert.Equal(1, (await fixture.CountAsync(job)).Done);
    }
}
