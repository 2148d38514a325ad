using ImgCompress.Files;
using ImgCompress.Platform;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

[Trait("Speed", "Slow")]
public sealed class RunTwice
{
    [Fact]
    public async Task TouchesOnlyWhatIsNewAndScalesAgainWhereThatIsMeant()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(64, 48, seed: 1));
        directory.Write("sub/b.png", Png.Noise(32, 20, seed: 2));
        await Cli.RunAsync("run", directory.Path);
        var (a, b) = (directory.Read("a.png"), directory.Read("sub/b.png"));
        Assert.Equal((32, 24), Png.SizeOf(a));
        var written = File.GetLastWriteTimeUtc(directory.At("a.png"));

        var again = await Cli.RunAsync("run", directory.Path);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("Nothing to do", again.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("saved", again.Output, StringComparison.Ordinal);
        Assert.Equal((a, b), (directory.Read("a.png"), directory.Read("sub/b.png")), Contents);
        Assert.Equal(written, File.GetLastWriteTimeUtc(directory.At("a.png")));

        directory.Write("c.png", Png.Noise(40, 40, seed: 3));
        var third = await Cli.RunAsync("run", directory.Path, "--json");
        Assert.Equal((1, 2), (third.Json.GetProperty("done").GetInt64(), third.Json.GetProperty("unchanged").GetInt64()));
        Assert.Equal((20, 20), Png.SizeOf(directory.Read("c.png")));
        Assert.Equal((a, b), (directory.Read("a.png"), directory.Read("sub/b.png")), Contents);

        var meant = await Cli.RunAsync("run", directory.Path, "--again", "--json");
        Assert.Equal(3, meant.Json.GetProperty("done").GetInt64());
        Assert.Equal((16, 12), Png.SizeOf(directory.Read("a.png")));

        var up = await Cli.RunAsync("run", directory.Path, "--scale-op", "up", "--again", "--json");
        Assert.Equal(3, up.Json.GetProperty("done").GetInt64());
        Assert.Equal((32, 24), Png.SizeOf(directory.Read("a.png")));
    }

    [Fact]
    public async Task FindsACopyOfAResultUnchangedByItsContent()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(64, 48));
        await Cli.RunAsync("run", directory.Path);
        var result = directory.Read("a.png");
        directory.Write("a.png", result);

        var again = await Cli.RunAsync("run", directory.Path, "--json");

        Assert.Equal(1, again.Json.GetProperty("unchanged").GetInt64());
        Assert.Equal(result, directory.Read("a.png"));
    }

    [Fact]
    public async Task AtTheSameTimeSaysWhoIsAtIt()
    {
        using var directory = new TemporaryDirectory();
        using var root = FileRoot.Open(directory.Path);
        using var state = root.OpenState(StateUse.Create)!;
        using var held = ImgCompress.Engine.Embedded.RunLock.Take(state, TimeProvider.System);
        directory.Write("a.png", Png.Noise(64, 48));

        var second = await Cli.RunAsync("run", directory.Path);

        Assert.Equal(2, second.ExitCode);
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", second.Error, StringComparison.Ordinal);
        Assert.Equal((64, 48), Png.SizeOf(directory.Read("a.png")));
    }

    private static bool Contents((byte[] A, byte[] B) x, (byte[] A, byte[] B) y) =>
        x.A.AsSpan().SequenceEqual(y.A) && x.B.AsSpan().SequenceEqual(y.B);
}
