using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Platform;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

[Trait("Speed", "Slow")]
public sealed class OddNames
{
    [Fact]
    public async Task AreResizedLikeOthers()
    {
        using var directory = new TemporaryDirectory();
        string[] names =
        [
            "with space.png", "quote's \"double\".png", "new\nline.png", "tab\t.png", "emoji 🦊.png", "-dash.png", "[brackets]*.png",
            "$(id).png", "back\\slash.png", new string('x', 251) + ".png", "ä/ö/ü.png",
        ];
        foreach (var name in names)
        {
            directory.Write(name, Png.Noise(16, 12));
        }

        var result = await Cli.RunAsync("run", directory.Path, "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.All(names, name => Assert.Equal((8, 6), Png.SizeOf(directory.Read(name))));
    }

    [Fact]
    public async Task OfBytesThatAreNoUtf8AreResizedAndNamedInTheSummary()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has such names");
        using var directory = new TemporaryDirectory();
        WriteRaw(directory, "good\xFF.png", Png.Noise(16, 12));
        WriteRaw(directory, "bad\xFE.png", "no image"u8);

        var result = await Cli.RunAsync("run", directory.Path);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("bad\\xFE.png: not-an-image", result.Output, StringComparison.Ordinal);
        using var root = FileRoot.Open(directory.Path);
        var good = RelativePath.Join("", RelativePath.FromBytes([.. "good"u8, 0xFF, .. ".png"u8]));
        Assert.Equal((8, 6), Png.SizeOf(root.Load(good, long.MaxValue).Content.Span));
    }

    /// <summary>Gives a file a name of Latin-1 bytes, which .NET's own calls cannot.</summary>
    private static void WriteRaw(TemporaryDirectory directory, string latin1, ReadOnlySpan<byte> content)
    {
        using var root = FileRoot.Open(directory.Path);
        var path = RelativePath.Join("", RelativePath.FromBytes(Encoding.Latin1.GetBytes(latin1)));
        var temp = TempName.Of(path, "1e", 1);
        Directory.CreateDirectory(directory.At(".img-compress/tmp"));
        root.WriteTemp(temp, content, null).Dispose();
        root.Replace(temp, path);
    }
}
