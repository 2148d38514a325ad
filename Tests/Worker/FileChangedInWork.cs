using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Files;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>Somebody else is at the file while it is being resized: just before its temp file is written.</summary>
public sealed class FileChangedInWork
{
    [Fact]
    public async Task IsLeftAsItIsAndReported()
    {
        using var fixture = new WorkerFixture();
        fixture.Directory.Write("a.png", Png.Noise(40, 30));
        var job = await fixture.SubmitAsync();
        var newer = Png.Noise(8, 8, seed: 9);
        using var meddled = new MeddledRoot(fixture.Root, () => fixture.Directory.Write("a.png", newer));

        var first = await fixture.DeliverAsync(job, "a.png", fixture.Processor(meddled));
        var second = await fixture.DeliverAsync(job, "a.png");

        Assert.Equal(FailureReason.ChangedInWork, Assert.IsType<DeliveryResult.Retry>(first).Failure?.Reason);
        Assert.Equal(FailureReason.ChangedByOthers, Assert.IsType<DeliveryResult.DeadLettered>(second).Failure.Reason);
        Assert.Equal(newer, fixture.Directory.Read("a.png"));
        Assert.Empty(fixture.Directory.Temps());
        Assert.Equal(1, (await fixture.CountAsync(job)).Failed);
    }

    [Fact]
    public async Task ThatOnlyHasANewTimeIsResizedAfterAll()
    {
        using var fixture = new WorkerFixture();
        var original = Png.Noise(40, 30);
        var path = fixture.Directory.Write("a.png", original);
        var job = await fixture.SubmitAsync();
        using var meddled = new MeddledRoot(fixture.Root, () => File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch));

        await fixture.DeliverAsync(job, "a.png", fixture.Processor(meddled));
        var second = await fixture.DeliverAsync(job, "a.png");

        Assert.IsType<DeliveryResult.Completed>(second);
        Assert.Equal(WorkerFixture.Halved(original), fixture.Directory.Read("a.png"));
    }

    [Fact]
    public async Task ThatDisappearsIsTriedAgainAndThenReported()
    {
        using var fixture = new WorkerFixture();
        var path = fixture.Directory.Write("a.png", Png.Noise(40, 30));
        var job = await fixture.SubmitAsync();
        using var meddled = new MeddledRoot(fixture.Root, () => File.Delete(path));

        DeliveryResult ending = await fixture.DeliverAsync(job, "a.png", fixture.Processor(meddled, maxAttempts: 3));
        var attempts = 1;
        while (ending is DeliveryResult.Retry)
        {
            ending = await fixture.DeliverAsync(job, "a.png", fixture.Processor(maxAttempts: 3));
            attempts++;
        }

        var failure = Assert.IsType<DeliveryResult.DeadLettered>(ending).Failure;
        Assert.Equal((FailureReason.Exhausted, 4), (failure.Reason, attempts));
        Assert.Contains("not there any more", failure.Detail, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        Assert.Empty(fixture.Directory.Temps());
    }

    private sealed class MeddledRoot(IFileRoot root, Action meddle) : ForwardingRoot(root)
    {
        public override WrittenTemp WriteTemp(TempName temp, ReadOnlySpan<byte> content, FileTraits? traits)
        {
            meddle();
            return base.WriteTemp(temp, content, traits);
        }
    }
}
