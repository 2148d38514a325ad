using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>A second command on a directory that has been halved, and is not meant to be halved again.</summary>
[Trait("Speed", "Slow")]
public sealed class SlipOfAnOption : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public SlipOfAnOption()
    {
        _directory.Write("a.png", Png.Noise(160, 120, seed: 1));
        _directory.Write("sub/b.png", Png.Noise(60, 40, seed: 2));
    }

    [Fact]
    public async Task ThatLeavesTheSizeAloneCostsNoPixel()
    {
        await RunAsync();
        var files = Files();

        foreach (var options in new[] { "--strip", "--allow-larger", "--quality 85", "--filter lanczos3", "" })
        {
            var again = await RunAsync(options.Split(' ', StringSplitOptions.RemoveEmptyEntries));

            Assert.Equal(0, again.ExitCode);
            Assert.Contains("Nothing to do: 2 files already resized down by 2", again.Output, StringComparison.Ordinal);
            Assert.Equal(files, Files());
        }
    }

    [Theory]
    [InlineData("down by 3", "--scale-factor", "3")]
    [InlineData("up by 2", "--scale-op", "up")]
    [InlineData("the same by force", "--force")]
    public async Task ThatScalesStopsBeforeAnythingIsWritten(string slip, params string[] options)
    {
        await RunAsync();
        var files = Files();
        _directory.Write("new.png", Png.Noise(80, 60, seed: 3));

        var stopped = await RunAsync(options);
        var jobs = await Cli.RunAsync("jobs", "--root", _directory.Path, "--json");

        Assert.True(stopped.ExitCode == 2, $"{slip}: {stopped.Output}{stopped.Error}");
        Assert.Contains("2 files have been scaled before: a.png from 160x120 to 80x60", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was touched. Give --again if you mean it.", stopped.Error, StringComparison.Ordinal);
        Assert.Equal(files, Files());
        Assert.Equal((80, 60), Png.SizeOf(_directory.Read("new.png")));
        Assert.Equal(1, jobs.Json.GetArrayLength());
    }

    /// <summary>As after <c>chmod -R</c> or a restored backup: inode and times are others, the content is the same.</summary>
    [Fact]
    public async Task IsSeenByTheContentWhereTimesHaveChanged()
    {
        await RunAsync();
        _directory.Write("a.png", _directory.Read("a.png"));
        _directory.Write("sub/b.png", _directory.Read("sub/b.png"));

        var stopped = await Cli.RunAsync("submit", _directory.Path, "--scale-factor", "3");
        var meant = await RunAsync("--scale-factor", "3", "--again", "--json");

        Assert.Equal(2, stopped.ExitCode);
        Assert.Contains("and this would make 26x20 of it", stopped.Error, StringComparison.Ordinal);
        Assert.Equal(2, meant.Json.GetProperty("done").GetInt64());
        Assert.Equal((26, 20), Png.SizeOf(_directory.Read("a.png")));
    }

    [Fact]
    public async Task OneAfterAnotherAndBackResizesNothingAThirdTime()
    {
        await RunAsync();
        await RunAsync("--scale-factor", "3", "--again");
        var files = Files();

        var back = await RunAsync("--json");

        Assert.Equal((0, 2), (back.ExitCode, back.Json.GetProperty("unchanged").GetInt64()));
        Assert.Equal(files, Files());
    }

    [Fact]
    public async Task OverFilesThatWereMovedFindsThem()
    {
        await RunAsync();
        Directory.Move(_directory.At("sub"), _directory.At("2026"));

        var again = await RunAsync("--json");

        Assert.Equal((0, 2), (again.Json.GetProperty("done").GetInt64(), again.Json.GetProperty("unchanged").GetInt64()));
        Assert.Equal((30, 20), Png.SizeOf(_directory.Read("2026/b.png")));
    }

    /// <summary>Results in another directory are made from the originals, so that nothing is scaled twice.</summary>
    [Fact]
    public async Task IsNoneWhereTheOriginalsStay()
    {
        string[] output = ["--output", _directory.At("out")];
        await RunAsync(output);

        var third = await RunAsync([.. output, "--scale-factor", "3", "--json"]);
        var inPlace = await Cli.RunAsync("run", _directory.At("out"));

        Assert.Equal((0, 2), (third.ExitCode, third.Json.GetProperty("done").GetInt64()));
        Assert.Equal((53, 40), Png.SizeOf(_directory.Read("out/a.png")));
        Assert.Equal(2, inPlace.ExitCode);
        Assert.Contains("a.png from 160x120 to 53x40", inPlace.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private Task<CliResult> RunAsync(params string[] options) => Cli.RunAsync(["run", _directory.Path, .. options]);

    private string Files() => Convert.ToHexString([.. _directory.Read("a.png"), .. _directory.Read("sub/b.png")]);
}
