using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Polling;
using ImgCompress.Enqueuer.Commands;
using ImgCompress.Tests.Fixtures.Template;
using Xunit;

namespace ImgCompress.Tests.Queue;

/// <summary>
/// While the ledger cannot be reached, each delivery fails and counts towards the queue's limit. An item that was cut off is claimed again
/// only once its lease is over: until then the message must still be there.
/// </summary>
public sealed class DeliveriesThroughAnOutage
{
    private static readonly DeliverySettings Settings = new();

    public static TheoryData<int> Limits =>
        [InitCommand.MaxReceiveCount, SamTemplate.Number(SamTemplate.Parameters["MaxReceiveCount"]!["MinValue"])];

    [Theory]
    [MemberData(nameof(Limits))]
    public void LastLongerThanALease(int maxReceiveCount)
    {
        Assert.True(maxReceiveCount > Settings.MaxAttempts);
        var whole = Enumerable.Range(1, maxReceiveCount).Aggregate(
            TimeSpan.Zero, (sum, count) => sum + Poller.FaultDelay(count, Settings.Lease));
        Assert.True(whole > 2 * Settings.Lease, $"{whole}");
    }

    [Fact]
    public void GrowApartUpToTheVisibilityTimeout()
    {
        Assert.Equal(TimeSpan.FromSeconds(30), Poller.FaultDelay(0, Settings.Lease));
        Assert.Equal(TimeSpan.FromSeconds(30), Poller.FaultDelay(1, Settings.Lease));
        Assert.Equal(TimeSpan.FromSeconds(60), Poller.FaultDelay(2, Settings.Lease));
        Assert.Equal(Settings.Lease, Poller.FaultDelay(1000, Settings.Lease));
    }

    /// <summary>A message whose item another worker holds costs one delivery, not one each half minute.</summary>
    [Fact]
    public async Task HideAHeldMessageUntilItsLeaseIsOver()
    {
        using var fixture = new Fixtures.Worker.WorkerFixture();
        fixture.Directory.Write("a.png", Fixtures.Images.Png.Noise(40, 30));
        var job = await fixture.SubmitAsync();
        await fixture.Ledger.ClaimAsync(
            new(job.Id, Fixtures.Worker.WorkerFixture.At("a.png")), Settings.Lease, alone: true, CancellationToken.None);

        var result = await fixture.DeliverAsync(job, "a.png");

        Assert.Equal(new DeliveryResult.Retry(Settings.Lease, null), result);
    }
}
