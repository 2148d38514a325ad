using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>
/// A directory has got a ledger of its own after a job above it was submitted, and before that had a worker: its files are the other's.
/// </summary>
public sealed class FileOfAnotherRoot
{
    private static readonly byte[] Original = Png.Noise(40, 30);

    [Theory]
    [InlineData("below/.img-compress/root.json")]
    [InlineData("below/.img-compress/ledger.db")]
    [InlineData("below/further/.img-compress/root.json")]
    public async Task IsLeftToThat(string ledger)
    {
        using var fixture = new WorkerFixture();
        fixture.Directory.Write("below/further/a.png", Original);
        fixture.Directory.Write("beside/a.png", Original);
        var job = await fixture.SubmitAsync();
        fixture.Directory.Write(ledger, "{}"u8);

        var result = await fixture.DeliverAsync(job, "below/further/a.png");

        var failure = Assert.IsType<DeliveryResult.DeadLettered>(result).Failure;
        var owner = ledger[..ledger.IndexOf("/.", StringComparison.Ordinal)];
        Assert.Equal(new(FailureReason.OtherRoot, $"'{owner}' has a ledger of its own, which it belongs to"), failure);
        Assert.Equal(Original, fixture.Directory.Read("below/further/a.png"));
        Assert.Empty(fixture.Directory.Temps());
        Assert.IsType<DeliveryResult.Completed>(await fixture.DeliverAsync(job, "beside/a.png"));
        Assert.Equal((1, 1), ((await fixture.CountAsync(job)).Failed, (await fixture.CountAsync(job)).Done));
    }

    /// <summary>A result of this root may stand there, so that it is not said to be untouched.</summary>
    [Fact]
    public async Task IsNotGivenUpWhereAResultMayStand()
    {
        using var fixture = new WorkerFixture();
        fixture.Directory.Write("below/a.png", Original);
        var job = await fixture.SubmitAsync();
        var path = WorkerFixture.At("below/a.png");
        var claimed = Assert.IsType<ImgCompress.Ledger.ClaimResult.Granted>(
            await fixture.Ledger.ClaimAsync(new(job.Id, path), TimeSpan.FromSeconds(1), false, CancellationToken.None)).Row;
        var intent = new ImgCompress.Ledger.RecordedIntent(claimed.Epoch, Fingerprint.Of("result"u8), WorkerFixture.Half.ToString(), null);
        await fixture.Ledger.RecordIntentAsync(claimed, Fingerprint.Of(Original), intent, default, null, CancellationToken.None);
        fixture.LetTheLeaseRunOut();
        fixture.Directory.Write("below/.img-compress/root.json", "{}"u8);

        var result = await fixture.DeliverAsync(job, "below/a.png");

        Assert.Equal(FailureReason.OtherRoot, Assert.IsType<DeliveryResult.Retry>(result).Failure?.Reason);
    }
}
