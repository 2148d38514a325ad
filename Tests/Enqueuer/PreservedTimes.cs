using ImgCompress.Files;
using ImgCompress.Platform;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary><c>run</c> with <c>--preserve-times</c>.</summary>
[Trait("Speed", "Slow")]
public sealed class PreservedTimes
{
    private static readonly DateTime Written = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
    private static readonly DateTime Read = new(2002, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    [Fact]
    public async Task AreTheOriginalsAndANextRunFindsItsResultsUnchanged()
    {
        using var directory = new TemporaryDirectory();
        var original = Png.Noise(64, 48);
        directory.Write("a.png", original);
        Age(directory.At("a.png"));

        var first = await Cli.RunAsync("run", directory.Path, "--preserve-times", "--json");

        Assert.Equal((0, 1), (first.ExitCode, first.Count("done")));
        Assert.Equal(WorkerFixture.Halved(original), directory.Read("a.png"));
        Assert.Equal(Written, File.GetLastWriteTimeUtc(directory.At("a.png")));
        var again = await Cli.RunAsync("run", directory.Path, "--preserve-times", "--json");
        Assert.Equal((0, 1), (again.ExitCode, again.Count("unchanged")));
        Assert.Equal(1, (await Cli.RunAsync("run", directory.Path, "--json")).Count("unchanged"));
    }

    [Fact]
    public async Task DoNotHideThatAnOriginalWasPutBack()
    {
        using var directory = new TemporaryDirectory();
        var original = Png.Noise(64, 48);
        directory.Write("a.png", original);
        Age(directory.At("a.png"));
        await Cli.RunAsync("run", directory.Path, "--preserve-times");

        // As a restored backup has it: the same name and time, and here even the same inode.
        directory.Write("a.png", original);
        Age(directory.At("a.png"));

        Assert.Equal(1, (await Cli.RunAsync("run", directory.Path, "--preserve-times", "--json")).Count("done"));
        Assert.Equal((32, 24), Png.SizeOf(directory.Read("a.png")));
    }

    [Fact]
    public async Task AreTheOriginalsInAnotherDirectoryToo()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("in/large.png", Png.Noise(64, 48));
        directory.Write("in/small.png", Png.Noise(20, 10));
        Age(directory.At("in/large.png"));
        Age(directory.At("in/small.png"));

        await Cli.RunAsync(
            "run", directory.At("in"), "--output", directory.At("out"), "--long-edge", "32", "--preserve-times");

        Assert.Equal(Written, File.GetLastWriteTimeUtc(directory.At("out/large.png")));
        Assert.Equal(Written, File.GetLastWriteTimeUtc(directory.At("out/small.png")));
    }

    [Fact]
    public async Task AreNewOnesWithoutTheOption()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(64, 48));
        Age(directory.At("a.png"));
        await Cli.RunAsync("run", directory.Path);
        Assert.True(File.GetLastWriteTimeUtc(directory.At("a.png")) > Written.AddYears(1));
    }

    [Theory]
    [InlineData(1_000_000_000_123_456_700, 1_600_000_000_000_000_100)]
    [InlineData(0, 0)]
    [InlineData(-1_500_000_000, -123_456_700)]
    [InlineData(4_000_000_000_000_000_000, 4_000_000_000_999_999_900)]
    public void AreKeptToTheHundredNanoseconds(long accessed, long modified)
    {
        using var directory = new TemporaryDirectory();
        using var root = FileRoot.Open(directory.Path);
        directory.Write("a.png", "original"u8);
        var path = WorkerFixture.At("a.png");
        var traits = root.Load(path, 100).Traits with { Times = new FileTimes(accessed, modified) };

        var temp = TempName.Of(path, "1e", 1);
        root.WriteTemp(temp, "result"u8, traits).Dispose();
        root.Replace(temp, path);

        Assert.Equal(modified, root.TryStat(path)!.Modified);
        Assert.Equal(new FileTimes(accessed, modified), root.Load(path, 100).Traits.Times);
    }

    private static void Age(string file)
    {
        File.SetLastWriteTimeUtc(file, Written);
        File.SetLastAccessTimeUtc(file, Read);
    }
}
