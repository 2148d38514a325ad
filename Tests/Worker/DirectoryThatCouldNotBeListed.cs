using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>A scan that cannot read a directory takes it as a file, so that it is reported. By then it may be readable again.</summary>
public sealed class DirectoryThatCouldNotBeListed
{
    [Fact]
    public async Task IsAFailureAndNotSkipped()
    {
        using var fixture = new WorkerFixture();
        var job = await fixture.SubmitAsync();
        await fixture.Ledger.EnqueueAsync(job, [new(WorkerFixture.At("a"), null)], CancellationToken.None);
        fixture.Directory.Write("a/b.png", Png.Noise(40, 30));

        var ending = await fixture.DeliverAsync(job, "a");

        Assert.Equal(FailureReason.NoPermission, Assert.IsType<DeliveryResult.DeadLettered>(ending).Failure.Reason);
        var counts = await fixture.CountAsync(job);
        Assert.Equal((1, 0), (counts.Failed, counts.Skipped));
    }
}
