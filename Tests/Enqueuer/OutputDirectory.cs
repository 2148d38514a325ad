using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

[Trait("Speed", "Slow")]
public sealed class OutputDirectory
{
    [Fact]
    public async Task GetsTheResultsAndTheOriginalsStay()
    {
        using var directory = new TemporaryDirectory();
        var original = Png.Noise(64, 48);
        directory.Write("in/sub/a.png", original);

        var result = await RunAsync(directory);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(original, directory.Read("in/sub/a.png"));
        Assert.Equal(WorkerFixture.Halved(original), directory.Read("out/sub/a.png"));
        Assert.False(Directory.Exists(directory.At("in/.img-compress")));
    }

    [Fact]
    public async Task GetsACopyOfWhatWouldNotBeSmaller()
    {
        using var directory = new TemporaryDirectory();
        var tiny = Png.Smallest;
        directory.Write("in/tiny.png", tiny);

        var result = await RunAsync(directory);

        Assert.Equal(1, result.Json.GetProperty("kept").GetInt64());
        Assert.Equal(tiny, directory.Read("out/tiny.png"));
    }

    [Fact]
    public async Task OfAnEarlierRunIsBroughtUpToDate()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("in/a.png", Png.Noise(64, 48, seed: 1));
        directory.Write("in/b.png", Png.Noise(64, 48, seed: 2));
        await RunAsync(directory);
        var newer = Png.Noise(20, 10, seed: 3);
        directory.Write("in/b.png", newer);

        var again = await RunAsync(directory);

        Assert.Equal((1, 1), (again.Json.GetProperty("done").GetInt64(), again.Json.GetProperty("unchanged").GetInt64()));
        Assert.Equal(WorkerFixture.Halved(newer), directory.Read("out/b.png"));
    }

    [Fact]
    public async Task OfARepeatedRunShowsTheOriginalsSizesAndPaths()
    {
        using var directory = new TemporaryDirectory();
        var original = Png.Noise(64, 48);
        directory.Write("in/a.png", original);
        directory.Write("in/sub/bad.png", "no image"u8);
        var first = await RunAsync(directory);

        var again = await Cli.RunAsync("run", directory.At("in"), "--output", directory.At("out"));
        var status = await Cli.RunAsync("status", "--root", directory.At("out"), "--json");
        var failures = await Cli.RunAsync("failures", "--root", directory.At("out"));

        var sizes = (first.Count("bytesIn"), first.Count("bytesOut"));
        Assert.Equal((original.Length, directory.Read("out/a.png").Length), sizes);
        Assert.Equal(directory.At("in"), status.Json.GetProperty("source").GetString());
        Assert.Equal(sizes, (status.Count("bytesIn"), status.Count("bytesOut")));
        Assert.Contains($"  {directory.At("in/sub/bad.png")}: not-an-image: ", again.Output, StringComparison.Ordinal);
        Assert.Contains($"  {directory.At("in/sub/bad.png")}: not-an-image: ", again.Error, StringComparison.Ordinal);
        Assert.StartsWith($"  {directory.At("in/sub/bad.png")}: not-an-image: ", failures.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LosesNoFileThatNoJobMade()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("in/a.png", Png.Noise(64, 48));
        directory.Write("out/a.png", "precious"u8);

        var result = await RunAsync(directory);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("target-exists", result.Json.GetProperty("failures")[0].GetProperty("reason").GetString());
        Assert.Equal("precious"u8, directory.Read("out/a.png"));
    }

    [Fact]
    public async Task InsideTheInputIsNotTakenForInput()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("in/a.png", Png.Noise(64, 48));
        string[] arguments = ["run", directory.At("in"), "--output", directory.At("in/small"), "--json"];
        await Cli.RunAsync(arguments);

        var again = await Cli.RunAsync(arguments);

        Assert.Equal(1, again.Json.GetProperty("total").GetInt64());
        Assert.Equal((32, 24), Png.SizeOf(directory.Read("in/small/a.png")));
    }

    [Theory]
    [InlineData("in")]
    [InlineData("in/../in/")]
    [InlineData("link")]
    [InlineData("above/in")]
    public async Task IsNotTheDirectoryOfTheOriginals(string output)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links are those of POSIX");
        using var directory = new TemporaryDirectory();
        var original = Png.Noise(64, 48);
        directory.Write("in/a.png", original);
        Directory.CreateSymbolicLink(directory.At("link"), directory.At("in"));
        Directory.CreateSymbolicLink(directory.At("above"), directory.Path);

        foreach (var command in (string[])["run", "submit"])
        {
            var result = await Cli.RunAsync(command, directory.At("in"), "--output", directory.At(output));

            Assert.Equal(2, result.ExitCode);
            Assert.Contains("is the directory of the originals itself", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal(original, directory.Read("in/a.png"));
        Assert.False(Directory.Exists(directory.At("in/.img-compress")));
    }

    private static Task<CliResult> RunAsync(TemporaryDirectory directory) =>
        Cli.RunAsync("run", directory.At("in"), "--output", directory.At("out"), "--json");
}
