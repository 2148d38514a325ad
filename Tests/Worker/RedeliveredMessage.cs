using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Worker;

public sealed class RedeliveredMessage
{
    [Fact]
    public async Task OfAFinishedFileTouchesNothing()
    {
        using var fixture = new WorkerFixture();
        fixture.Directory.Write("a.png", Png.Noise(40, 30));
        var job = await fixture.SubmitAsync();
        await fixture.DeliverAsync(job, "a.png");
        var result = fixture.Directory.Read("a.png");

        for (var delivery = 0; delivery < 3; delivery++)
        {
            Assert.IsType<DeliveryResult.NothingToDo>(await fixture.DeliverAsync(job, "a.png"));
        }

        Assert.Equal(result, fixture.Directory.Read("a.png"));
        Assert.Equal(1, (await fixture.CountAsync(job)).Done);
    }

    [Fact]
    public async Task ToManyWorkersAtOnceResizesOnce()
    {
        using var fixture = new WorkerFixture();
        var original = Png.Noise(200, 150);
        fixture.Directory.Write("a.png", original);
        var job = await fixture.SubmitAsync();

        var endings = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => fixture.DeliverAsync(job, "a.png"))));

        Assert.Single(endings.OfType<DeliveryResult.Completed>());
        Assert.Equal(WorkerFixture.Halved(original), fixture.Directory.Read("a.png"));
        Assert.Equal(1, (await fixture.CountAsync(job)).Done);
    }

    [Fact]
    public async Task WithoutARowIsNotTouched()
    {
        using var fixture = new WorkerFixture();
        var job = await fixture.SubmitAsync();
        var original = Png.Noise(40, 30);
        fixture.Directory.Write("a.png", original);

        var ending = await fixture.DeliverAsync(job, "a.png");

        Assert.Equal(FailureReason.NotInLedger, Assert.IsType<DeliveryResult.DeadLettered>(ending).Failure.Reason);
        Assert.Equal(original, fixture.Directory.Read("a.png"));
    }

    [Fact]
    public async Task AfterTheFailureWasMendedIsARedriveAndResizes()
    {
        using var fixture = new WorkerFixture();
        var good = Png.Noise(40, 30);
        fixture.Directory.Write("a.png", good.AsSpan(0, good.Length / 2));
        var job = await fixture.SubmitAsync();
        var dead = Assert.IsType<DeliveryResult.DeadLettered>(await fixture.DeliverAsync(job, "a.png"));
        Assert.Equal(FailureReason.Corrupt, dead.Failure.Reason);
        fixture.Directory.Write("a.png", good);

        // The message itself, delivered once more, undoes no failure: it has the letter sent again.
        Assert.Equal(dead, await fixture.DeliverAsync(job, "a.png"));
        var ending = await fixture.DeliverAsync(dead.Letter!);

        Assert.IsType<DeliveryResult.Completed>(ending);
        Assert.Equal(WorkerFixture.Halved(good), fixture.Directory.Read("a.png"));
        Assert.Equal((1, 0), ((await fixture.CountAsync(job)).Done, (await fixture.CountAsync(job)).Failed));
    }

    /// <summary>No letter of it would say anything that needs a hand; a redrive by its reason makes its message from the row.</summary>
    [Fact]
    public async Task OfASkippedFileIsAcknowledgedUntilItIsRedriven()
    {
        using var fixture = new WorkerFixture();
        fixture.Directory.Write("a.png", SmallImages.Heic);
        var job = await fixture.SubmitAsync();
        var skipped = Assert.IsType<DeliveryResult.Skipped>(await fixture.DeliverAsync(job, "a.png"));
        Assert.Equal(FailureReason.Unsupported, skipped.Failure.Reason);
        fixture.Directory.Write("a.png", Png.Noise(40, 30));

        Assert.Equal(skipped, await fixture.DeliverAsync(job, "a.png"));
        var path = RelativePath.Join("", "a.png");
        var row = Assert.Single(await fixture.Ledger.FindFilesAsync([path], CancellationToken.None));
        var ending = await fixture.DeliverAsync(new JobMessage(job.Id, path, row.Epoch));

        Assert.IsType<DeliveryResult.Completed>(ending);
        Assert.Equal((1, 0), ((await fixture.CountAsync(job)).Done, (await fixture.CountAsync(job)).Skipped));
    }
}
