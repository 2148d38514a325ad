using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>A directory in which a Mac and a network storage have left their own files.</summary>
[Trait("Speed", "Slow")]
public sealed class DirectoryOfANas
{
    [Fact]
    public async Task IsDoneWithoutAFailureAndSaysInOneLineWhatItPassedOver()
    {
        using var directory = Make();

        var text = await Cli.RunAsync("run", directory.Path);

        Assert.Equal(0, text.ExitCode);
        Assert.Equal((32, 24), Png.SizeOf(directory.Read("a.png")));
        Assert.Equal((32, 24), Png.SizeOf(directory.Read("album.jpg/b.png")));
        Assert.Equal((64, 48), Png.SizeOf(directory.Read("@eaDir/a.png/SYNOPHOTO_THUMB_M.png")));
        Assert.Equal("fork"u8, directory.Read("._a.png"));
        Assert.Contains("4 files or directories of the system passed over", text.Output, StringComparison.Ordinal);
        Assert.Contains("1 other file passed over", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IsCountedInJson()
    {
        using var directory = Make();
        foreach (var arguments in (string[][])[["run", directory.Path, "--dry-run"], ["run", directory.Path]])
        {
            var text = await Cli.RunAsync(arguments);
            Assert.Contains("4 files or directories of the system passed over", text.Output, StringComparison.Ordinal);
            var json = await Cli.RunAsync([.. arguments, "--json"]);
            Assert.Equal((0, 1, 4), (json.ExitCode, json.Count("passedOver"), json.Count("systemPassedOver")));
        }
    }

    [Fact]
    public async Task IsCountedAlikeWhenItIsSubmitted()
    {
        using var directory = Make();
        var json = await Cli.RunAsync("submit", directory.Path, "--json");
        Assert.Equal((0, 2), (json.ExitCode, json.Count("total")));
        Assert.Equal((1, 4), (json.Count("passedOver"), json.Count("systemPassedOver")));
    }

    [Fact]
    public async Task GivesWhatAnIncludeNames()
    {
        using var directory = Make();
        var json = await Cli.RunAsync("run", directory.Path, "--include", "**/@eaDir/**/*.png", "--json");
        Assert.Equal((0, 1), (json.ExitCode, json.Count("done")));
        Assert.Equal((32, 24), Png.SizeOf(directory.Read("@eaDir/a.png/SYNOPHOTO_THUMB_M.png")));
        Assert.Equal((64, 48), Png.SizeOf(directory.Read("a.png")));
    }

    private static TemporaryDirectory Make()
    {
        var directory = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(64, 48, seed: 1));
        directory.Write("._a.png", "fork"u8);
        directory.Write(".DS_Store", "finder"u8);
        directory.Write("@eaDir/a.png/SYNOPHOTO_THUMB_M.png", Png.Noise(64, 48, seed: 2));
        directory.Write("album.jpg/b.png", Png.Noise(64, 48, seed: 3));
        directory.Write("notes.txt", "notes"u8);
        return directory;
    }
}
