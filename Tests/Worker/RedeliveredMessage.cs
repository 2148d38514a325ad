using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Worker;

public sealed class RedeliveredMessage
{
    [Fact]
    public async Task OfAFinishedFileTouchesNothing()
    {
        using var bench = new WorkerFixture();
        bench.Directory.Write("a.png", Png.Noise(40, 30));
        var job = await bench.SubmitAsync();
        await bench.DeliverAsync(job, "a.png");
        var result = bench.Directory.Read("a.png");

        for (var delivery = 0; delivery < 3; delivery++)
        {
            Assert.IsType<DeliveryResult.NothingToDo>(await bench.DeliverAsync(job, "a.png"));
        }

        Assert.Equal(result, bench.Directory.Read("a.png"));
        Assert.Equal(1, (await bench.CountAsync(job)).Done);
    }

    [Fact]
    public async Task ToManyWorkersAtOnceResizesOnce()
    {
        using var bench = new WorkerFixture();
        var original = Png.Noise(200, 150);
        bench.Directory.Write("a.png", original);
        var job = await bench.SubmitAsync();

        var endings = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => bench.DeliverAsync(job, "a.png"))));

        Assert.Single(endings.OfType<DeliveryResult.Completed>());
        Assert.Equal(WorkerFixture.Halved(original), bench.Directory.Read("a.png"));
        Assert.Equal(1, (await bench.CountAsync(job)).Done);
    }

    [Fact]
    public async Task WithoutARowIsNotTouched()
    {
        using var bench = new WorkerFixture();
        var job = await bench.SubmitAsync();
        var original = Png.Noise(40, 30);
        bench.Directory.Write("a.png", original);

        var ending = await bench.DeliverAsync(job, "a.png");

        Assert.Equal(FailureReason.NotInLedger, Assert.IsType<DeliveryResult.DeadLettered>(ending).Failure.Reason);
        Assert.Equal(original, bench.Directory.Read("a.png"));
    }

    [Fact]
    public async Task AfterTheFailureWasMendedIsARedriveAndResizes()
    {
        using var bench = new WorkerFixture();
        var good = Png.Noise(40, 30);
        bench.Directory.Write("a.png", good.AsSpan(0, good.Length / 2));
        var job = await bench.SubmitAsync();
        Assert.Equal(FailureReason.Corrupt, Assert.IsType<DeliveryResult.DeadLettered>(await bench.DeliverAsync(job, "a.png")).Failure.Reason);
        bench.Directory.Write("a.png", good);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));

        var ending = await bench.DeliverAsync(job, "a.png");

        Assert.IsType<DeliveryResult.Completed>(ending);
        Assert.Equal(WorkerFixture.Halved(good), bench.Directory.Read("a.png"));
        Assert.Equal((1, 0), ((await bench.CountAsync(job)).Done, (await bench.CountAsync(job)).Failed));
    }
}
