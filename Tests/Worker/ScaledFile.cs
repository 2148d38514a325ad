using System.Diagnostics;
using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>What a worker does with a file that an earlier job has scaled, when nothing but its content tells.</summary>
public sealed class ScaledFile : IDisposable
{
    private static readonly ResizeSpec Third = WorkerFixture.Half with { Scaling = Scaling.Down(3) };
    private static readonly ResizeSpec Recode = WorkerFixture.Half with { Scaling = Scaling.Down(1), AllowLarger = true };

    private readonly WorkerFixture _fixture = new();
    private readonly byte[] _original = Png.Noise(120, 90);

    [Fact]
    public async Task IsNotScaledByAnotherFactorUnlessThatIsMeant()
    {
        var first = await HalveAsync();

        var left = await DeliverAsync(Third);
        var sameSize = _fixture.Directory.Read("a.png");
        var meant = await DeliverAsync(Third, new() { Again = true });

        var failure = Assert.IsType<DeliveryResult.DeadLettered>(left).Failure;
        Assert.Equal(
            new(FailureReason.ScaledBefore, $"it has been scaled from 120x90 to 60x45 by job {first.Id}; --again scales it once more"),
            failure);
        Assert.Equal(WorkerFixture.Halved(_original), sameSize);
        Assert.Equal(Outcome.Done, Assert.IsType<DeliveryResult.Completed>(meant).Outcome);
        Assert.Equal((20, 15), Png.SizeOf(_fixture.Directory.Read("a.png")));
    }

    /// <summary>The spec of the last job is not the only one that is remembered.</summary>
    [Fact]
    public async Task IsUnchangedForEachSpecThatScaledItWhateverElseTheyAsk()
    {
        await HalveAsync();
        await DeliverAsync(Third, new() { Again = true });
        var file = _fixture.Directory.Read("a.png");

        foreach (var spec in new[]
        {
            WorkerFixture.Half, Third, WorkerFixture.Half with { Strip = true }, WorkerFixture.Half with { AllowLarger = true },
            Third with { Quality = 85 }, Third with { Filter = Filter.Lanczos3 },
        })
        {
            Assert.Equal(Outcome.Unchanged, Assert.IsType<DeliveryResult.Completed>(await DeliverAsync(spec)).Outcome);
        }

        Assert.Equal(file, _fixture.Directory.Read("a.png"));
    }

    /// <summary>A job that is submitted once more after another one had the file has made it what it is.</summary>
    [Fact]
    public async Task IsNotScaledOnceMoreByTheVeryJobThatMeantIt()
    {
        _fixture.Directory.Write("a.png", _original);
        await HalveAsync();
        var meant = await _fixture.SubmitAsync(Third, new() { Again = true });
        await _fixture.DeliverAsync(meant, "a.png");
        var left = _fixture.Directory.Read("a.png");
        await _fixture.SubmitAsync();

        // As after a copy: the scan cannot settle it.
        _fixture.Directory.Write("a.png", left);
        await _fixture.Ledger.EnqueueAsync(
            meant, [.. new DirectoryScan(_fixture.Root, "", meant.Options).Files()], CancellationToken.None);
        var again = await _fixture.DeliverAsync(meant, "a.png");

        Assert.Equal(Outcome.Unchanged, Assert.IsType<DeliveryResult.Completed>(again).Outcome);
        Assert.Equal(left, _fixture.Directory.Read("a.png"));
    }

    [Fact]
    public async Task IsEncodedAnewByAFactorOfOneAndRemainsScaled()
    {
        await HalveAsync();

        var recoded = await DeliverAsync(Recode with { Strip = true });
        var again = await DeliverAsync(Recode with { Strip = true });
        var other = await DeliverAsync(Third);

        Assert.Equal(Outcome.Done, Assert.IsType<DeliveryResult.Completed>(recoded).Outcome);
        Assert.Equal(Outcome.Unchanged, Assert.IsType<DeliveryResult.Completed>(again).Outcome);
        Assert.Equal(FailureReason.ScaledBefore, Assert.IsType<DeliveryResult.DeadLettered>(other).Failure.Reason);
        Assert.Equal((60, 45), Png.SizeOf(_fixture.Directory.Read("a.png")));
    }

    /// <summary>Pixels are lost although it has the size of the original again.</summary>
    [Fact]
    public async Task RemainsScaledWhenItIsEnlargedToItsFirstSize()
    {
        await HalveAsync();
        await DeliverAsync(WorkerFixture.Half with { Scaling = Scaling.Up(2) }, new() { Again = true });

        Assert.Equal((120, 90), Png.SizeOf(_fixture.Directory.Read("a.png")));
        Assert.Equal(FailureReason.ScaledBefore, Assert.IsType<DeliveryResult.DeadLettered>(await DeliverAsync(Third)).Failure.Reason);
    }

    /// <summary>Force works on what is finished; it does not scale it again.</summary>
    [Fact]
    public async Task IsNotScaledAgainByForceAlone()
    {
        await HalveAsync();

        var forced = await DeliverAsync(WorkerFixture.Half, new() { Force = true });

        Assert.Equal(FailureReason.ScaledBefore, Assert.IsType<DeliveryResult.DeadLettered>(forced).Failure.Reason);
        Assert.Equal(WorkerFixture.Halved(_original), _fixture.Directory.Read("a.png"));
    }

    [Fact]
    public async Task ThatWasKeptIsAnOriginalStill()
    {
        _fixture.Directory.Write("a.png", Png.Smallest);

        var kept = await DeliverAsync(WorkerFixture.Half);
        var larger = await DeliverAsync(WorkerFixture.Half with { AllowLarger = true });

        Assert.Equal(Outcome.Kept, Assert.IsType<DeliveryResult.Completed>(kept).Outcome);
        Assert.Equal(Outcome.Done, Assert.IsType<DeliveryResult.Completed>(larger).Outcome);
    }

    [Fact]
    public async Task ThatSomebodyPaintedAnewIsAnOriginal()
    {
        await HalveAsync();
        var newer = Png.Noise(90, 90, seed: 7);
        _fixture.Directory.Write("a.png", newer);

        await DeliverAsync(Third);

        Assert.Equal((30, 30), Png.SizeOf(_fixture.Directory.Read("a.png")));
        Assert.Equal(new PixelSize(90, 90), (await RowAsync("a.png")).LastResult?.History?.Original);
    }

    [Theory]
    [InlineData("mv")]
    [InlineData("cp -p")]
    [InlineData("ln")]
    public async Task IsKnownAtAnyOtherPath(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "it has no such commands");
        await HalveAsync();
        Directory.CreateDirectory(_fixture.Directory.At("2026"));
        var words = command.Split(' ');
        using var process = Process.Start(words[0], [.. words[1..], _fixture.Directory.At("a.png"), _fixture.Directory.At("2026/b.png")]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        var same = await DeliverAsync(WorkerFixture.Half, path: "2026/b.png");
        var other = await DeliverAsync(Third, path: "2026/b.png");

        Assert.Equal(Outcome.Unchanged, Assert.IsType<DeliveryResult.Completed>(same).Outcome);
        Assert.Equal(FailureReason.ScaledBefore, Assert.IsType<DeliveryResult.DeadLettered>(other).Failure.Reason);
        Assert.Equal(WorkerFixture.Halved(_original), _fixture.Directory.Read("2026/b.png"));
    }

    [Fact]
    public async Task IsRememberedWithItsFirstSizeHoweverOftenItIsScaled()
    {
        _fixture.Directory.Write("a.png", _original);
        for (var run = 0; run < FileHistory.MaxSpecs + 3; run++)
        {
            var spec = WorkerFixture.Half with { Scaling = run % 2 == 0 ? Scaling.Up(2) : Scaling.Down(2), Quality = run + 1 };
            Assert.IsType<DeliveryResult.Completed>(await DeliverAsync(spec, new() { Again = true }));
        }

        var history = (await RowAsync("a.png")).LastResult!.History!;
        Assert.Equal((new PixelSize(120, 90), new PixelSize(240, 180)), (history.Original, history.Current));
        Assert.Equal(FileHistory.MaxSpecs, history.Specs.Count);
    }

    public void Dispose() => _fixture.Dispose();

    private async Task<JobRow> HalveAsync()
    {
        _fixture.Directory.Write("a.png", _original);
        var job = await _fixture.SubmitAsync();
        await _fixture.DeliverAsync(job, "a.png");
        return job;
    }

    /// <summary>A job of its own, over files whose inode and times have changed.</summary>
    private async Task<DeliveryResult> DeliverAsync(ResizeSpec spec, JobOptions? options = null, string path = "a.png")
    {
        File.SetLastWriteTimeUtc(_fixture.Directory.At(path), _fixture.Clock.GetUtcNow().UtcDateTime);
        return await _fixture.DeliverAsync(await _fixture.SubmitAsync(spec, options), path);
    }

    private async Task<FileRow> RowAsync(string path) =>
        Assert.Single(await _fixture.Ledger.FindFilesAsync([WorkerFixture.At(path)], CancellationToken.None));
}
