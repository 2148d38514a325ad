using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Files;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>The rename has happened, and the call that makes it outlive a power failure fails, whatever its reason.</summary>
public sealed class DirectoryThatCannotBeFlushed
{
    [Theory]
    [InlineData(FailureReason.IoError)]
    [InlineData(FailureReason.NoPermission)]
    public async Task NeverMakesAResizedFileAFailedOne(FailureReason reason)
    {
        using var fixture = new WorkerFixture();
        var original = Png.Noise(40, 30);
        fixture.Directory.Write("a.png", original);
        var job = await fixture.SubmitAsync();
        using var root = new UnflushableRoot(fixture.Root, reason);

        DeliveryResult ending = await fixture.DeliverAsync(job, "a.png", fixture.Processor(root, maxAttempts: 3));
        var deliveries = 1;
        while (ending is DeliveryResult.Retry)
        {
            ending = await fixture.DeliverAsync(job, "a.png", fixture.Processor(root, maxAttempts: 3));
            deliveries++;
        }

        Assert.Equal(Outcome.Done, Assert.IsType<DeliveryResult.Completed>(ending).Outcome);
        Assert.Equal(4, deliveries);
        Assert.Equal(WorkerFixture.Halved(original), fixture.Directory.Read("a.png"));
        Assert.Equal((1, 0), ((await fixture.CountAsync(job)).Done, (await fixture.CountAsync(job)).Failed));
    }

    /// <summary>A result of a job that could not say so may not be on the disk yet when the next one finds it.</summary>
    [Fact]
    public async Task LetsTheNextJobNotCallAResultUnchanged()
    {
        using var fixture = new WorkerFixture();
        var original = Png.Noise(40, 30);
        fixture.Directory.Write("a.png", original);
        using var unflushable = new UnflushableRoot(fixture.Root, FailureReason.IoError);
        using var unreadable = new UnreadableRoot(fixture.Root);
        var job = await fixture.SubmitAsync();
        Assert.IsType<DeliveryResult.Retry>(await fixture.DeliverAsync(job, "a.png", fixture.Processor(unreadable, maxAttempts: 1)));
        var last = await fixture.DeliverAsync(job, "a.png", fixture.Processor(unreadable, maxAttempts: 1));
        Assert.Equal(FailureReason.Unknown, Assert.IsType<DeliveryResult.DeadLettered>(last).Failure.Reason);

        var next = await fixture.SubmitAsync();
        var unflushed = await fixture.DeliverAsync(next, "a.png", fixture.Processor(unflushable));
        var flushed = await fixture.DeliverAsync(next, "a.png");

        Assert.Equal(FailureReason.IoError, Assert.IsType<DeliveryResult.Retry>(unflushed).Failure?.Reason);
        Assert.Equal(Outcome.Unchanged, Assert.IsType<DeliveryResult.Completed>(flushed).Outcome);
        Assert.Equal(WorkerFixture.Halved(original), fixture.Directory.Read("a.png"));
    }

    private sealed class UnflushableRoot(IFileRoot root, FailureReason reason) : ForwardingRoot(root)
    {
        public override void SyncDirectoryOf(RelativePath target) => throw new FileFaultException(reason, "cannot flush the directory");
    }
}
