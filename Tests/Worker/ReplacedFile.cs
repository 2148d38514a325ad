using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Worker;

public sealed class ReplacedFile
{
    [Fact]
    public async Task KeepsItsMode()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "modes as Linux has them");
        using var fixture = new WorkerFixture();
        var path = fixture.Directory.Write("a.png", Png.Noise(40, 30));
#pragma warning disable CA1416 // Skipped elsewhere, one line above.
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead | UnixFileMode.SetGroup);
        var mode = File.GetUnixFileMode(path);
        await fixture.DeliverAsync(await fixture.SubmitAsync(), "a.png");

        Assert.Equal(mode, File.GetUnixFileMode(path));
#pragma warning restore CA1416
        Assert.Equal((20, 15), Png.SizeOf(fixture.Directory.Read("a.png")));
    }

    [Fact]
    public async Task ThatWouldNotBeSmallerIsKept()
    {
        using var fixture = new WorkerFixture();
        var tiny = Png.Smallest;
        fixture.Directory.Write("a.png", tiny);

        var ending = await fixture.DeliverAsync(await fixture.SubmitAsync(), "a.png");

        Assert.Equal(Outcome.Kept, Assert.IsType<DeliveryResult.Completed>(ending).Outcome);
        Assert.Equal(tiny, fixture.Directory.Read("a.png"));
    }

    [Fact]
    public async Task WithHardLinksIsRefusedUnlessTheyMayBreak()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "made with ln");
        using var fixture = new WorkerFixture();
        var original = Png.Noise(40, 30);
        fixture.Directory.Write("a.png", original);
        using var ln = System.Diagnostics.Process.Start("ln", [fixture.Directory.At("a.png"), fixture.Directory.At("other")]);
        await ln.WaitForExitAsync(TestContext.Current.CancellationToken);

        var refused = await fixture.DeliverAsync(await fixture.SubmitAsync(), "a.png");
        var broken = await fixture.DeliverAsync(await fixture.SubmitAsync(options: new() { BreakHardLinks = true }), "a.png");

        Assert.Equal(FailureReason.HardLinked, Assert.IsType<DeliveryResult.Skipped>(refused).Failure.Reason);
        Assert.IsType<DeliveryResult.Completed>(broken);
        Assert.Equal(original, fixture.Directory.Read("other"));
        Assert.Equal(WorkerFixture.Halved(original), fixture.Directory.Read("a.png"));
    }
}
