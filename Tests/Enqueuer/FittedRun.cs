using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary><c>run</c> with <c>--fit</c> and <c>--long-edge</c>.</summary>
[Trait("Speed", "Slow")]
public sealed class FittedRun
{
    [Fact]
    public async Task ReducesWhatIsLargerOnceAndLeavesTheRest()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("wide.png", Png.Noise(100, 40, seed: 1));
        directory.Write("high.png", Png.Noise(40, 100, seed: 2));
        var small = Png.Noise(50, 10, seed: 3);
        directory.Write("small.png", small);
        var written = File.GetLastWriteTimeUtc(directory.At("small.png"));

        var first = await Cli.RunAsync("run", directory.Path, "--fit", "50x50", "--json");

        Assert.Equal((0, 2, 1), (first.ExitCode, first.Count("done"), first.Count("unchanged")));
        Assert.Equal((50, 20), Png.SizeOf(directory.Read("wide.png")));
        Assert.Equal((20, 50), Png.SizeOf(directory.Read("high.png")));
        Assert.Equal(small, directory.Read("small.png"));
        Assert.Equal(written, File.GetLastWriteTimeUtc(directory.At("small.png")));

        // The same limit in other words is the same spec.
        var (wide, high) = (directory.Read("wide.png"), directory.Read("high.png"));
        var again = await Cli.RunAsync("run", directory.Path, "--long-edge", "50");
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("Nothing to do", again.Output, StringComparison.Ordinal);

        // Neither a lost ledger nor --force makes it smaller once more.
        var forced = await Cli.RunAsync("run", directory.Path, "--fit", "50x50", "--force", "--json");
        Assert.Equal((0, 0, 3), (forced.ExitCode, forced.Count("done"), forced.Count("unchanged")));
        Directory.Delete(directory.At(".img-compress"), recursive: true);
        var anew = await Cli.RunAsync("run", directory.Path, "--fit", "50x50", "--json");
        Assert.Equal((0, 0, 3), (anew.ExitCode, anew.Count("done"), anew.Count("unchanged")));
        Assert.Equal(wide, directory.Read("wide.png"));
        Assert.Equal(high, directory.Read("high.png"));
    }

    [Fact]
    public async Task WithOneSideLeavesTheOtherFree()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(100, 67));
        await Cli.RunAsync("run", directory.Path, "--fit", "64x");
        Assert.Equal((64, 43), Png.SizeOf(directory.Read("a.png")));
        await Cli.RunAsync("run", directory.Path, "--fit", "x20");
        Assert.Equal((30, 20), Png.SizeOf(directory.Read("a.png")));
    }

    [Fact]
    public async Task IntoAnotherDirectoryCopiesWhatFits()
    {
        using var directory = new TemporaryDirectory();
        var small = Png.Noise(50, 10);
        directory.Write("in/small.png", small);
        directory.Write("in/wide.png", Png.Noise(100, 40));
        string[] arguments = ["run", directory.At("in"), "--output", directory.At("out"), "--long-edge", "50", "--json"];

        var first = await Cli.RunAsync(arguments);

        Assert.Equal((1, 1), (first.Count("done"), first.Count("unchanged")));
        Assert.Equal(small, directory.Read("out/small.png"));
        Assert.Equal((50, 20), Png.SizeOf(directory.Read("out/wide.png")));
        Assert.Equal(2, (await Cli.RunAsync(arguments)).Count("unchanged"));
    }

    [Fact]
    public async Task IsSaidBeforeItIsDone()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("wide.png", Png.Noise(100, 67));
        directory.Write("small.png", Png.Noise(50, 10));
        string[] arguments = ["run", directory.Path, "--fit", "64x64", "--dry-run"];

        var text = await Cli.RunAsync(arguments);
        var json = await Cli.RunAsync([.. arguments, "--json"]);

        Assert.Contains("wide.png: PNG, 100 x 67 to 64 x 43", text.Output, StringComparison.Ordinal);
        Assert.Contains("small.png: PNG, 50 x 10, unchanged: it fits", text.Output, StringComparison.Ordinal);
        Assert.Equal((2, 1), (json.Count("files"), json.Count("unchanged")));
        Assert.Equal((100 * 67, 64 * 43), (json.Count("pixelsIn"), json.Count("pixelsOut")));
        Assert.False(Directory.Exists(directory.At(".img-compress")));
    }

    [Fact]
    public async Task SaysInItsSummaryWhatItFitsTo()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("wide.png", Png.Noise(100, 67));
        directory.Write("small.png", Png.Noise(50, 10));

        var result = await Cli.RunAsync("run", directory.Path, "--fit", "64x");

        Assert.Contains("Resized 1 file to fit a width of 64 with gaussian", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 file unchanged: fitting as they are, or since an earlier run.", result.Output, StringComparison.Ordinal);
    }
}
