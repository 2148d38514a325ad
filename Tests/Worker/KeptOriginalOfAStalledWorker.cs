using ImgCompress.Engine.Delivery;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>A worker has given the original its second name, stalls, and wakes up when all is over.</summary>
public sealed class KeptOriginalOfAStalledWorker
{
    [Fact]
    public async Task StaysWhateverHasBecomeOfTheResult()
    {
        using var fixture = new WorkerFixture();
        var original = Png.Noise(40, 30);
        fixture.Directory.Write("a.png", original);
        var job = await fixture.SubmitAsync(options: new() { KeepOriginals = true });
        using var root = new StalledRoot(fixture.Root, beforeTheRename: true);
        var stalled = Task.Run(() => fixture.DeliverAsync(job, "a.png", fixture.Processor(root)));
        await root.Reached;
        fixture.LetTheLeaseRunOut();
        Assert.IsType<DeliveryResult.Completed>(await fixture.DeliverAsync(job, "a.png"));
        var edited = Png.Noise(20, 15, seed: 2);
        fixture.Directory.Write("a.png", edited);

        root.GoOn();
        var late = await stalled;

        Assert.IsType<DeliveryResult.Retry>(late);
        Assert.Equal(edited, fixture.Directory.Read("a.png"));
        Assert.Equal(original, fixture.Directory.Read($".img-compress/keep/{job.Id}/a.png"));
    }
}
