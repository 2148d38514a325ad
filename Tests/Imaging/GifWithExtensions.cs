using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Gif;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class GifWithExtensions
{
    private static readonly byte[] Comment = [0x21, 0xFE, 5, .. "hello"u8, 0];
    private static readonly byte[] Xmp = [0x21, 0xFF, 11, .. "XMP DataXMP"u8, 4, .. "<x/>"u8, 0];
    private static readonly byte[] Profile = [0x21, 0xFF, 11, .. "ICCRGBG1012"u8, 7, .. "profile"u8, 0];
    private static readonly byte[] PlainText = [0x21, 0x01, 12, 0, 0, 0, 0, 8, 0, 8, 0, 8, 8, 0, 1, 2, .. "hi"u8, 0];

    private const int AspectAt = 12;
    private const int FirstBlockAt = 13 + 12;

    [Fact]
    public void KeepsCommentsAndApplicationsBeforeItsFirstFrame()
    {
        var plain = File();
        byte[] between = [.. plain[..^1], .. Comment, .. plain[^1..]];
        var file = With(between, Xmp, Profile);
        file[AspectAt] = 49;
        var after = Resizing.Resize(file);
        Assert.Equal(
            [Xmp, Profile, Comment],
            Resizing.Header<GifHeader>(after).Extensions.Select(extension => after[extension]));
        Assert.True(after.AsSpan(Table(after)).StartsWith(Xmp), "extensions come first");
        Assert.Equal(49, after[AspectAt]);
        Assert.True(after.AsSpan().StartsWith("GIF89a"u8));
        Assert.Equal(Gifs.Compose(Resizing.Resize(plain)), Gifs.Compose(after));
    }

    [Fact]
    public void KeepsItsProfileAloneWhenStripped()
    {
        var after = Resizing.Resize(With(File(), Comment, Xmp, Profile), Resizing.Half with { Strip = true });
        Assert.Equal([Profile], Resizing.Header<GifHeader>(after).Extensions.Select(extension => after[extension]));
    }

    [Fact]
    public void LosesPlainText() => Assert.Equal(Resizing.Resize(File()), Resizing.Resize(With(File(), PlainText)));

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void IsInterlacedWhereAnyFrameIs(bool first, bool second) =>
        Assert.Equal(first || second, Resizing.Header<GifHeader>(Resizing.Resize(File(first, second))).Interlaced);

    [Fact]
    public void WithoutALoopIsShownOnce()
    {
        var file = File();
        const int LoopBytes = 19;
        Assert.Equal(0x21, file[FirstBlockAt]);
        byte[] once = [.. file[..FirstBlockAt], .. file[(FirstBlockAt + LoopBytes)..]];
        Assert.Equal(Resizing.Header<GifHeader>(once).Repetitions, Resizing.Header<GifHeader>(Resizing.Resize(once)).Repetitions);
        Assert.Equal(-1, Resizing.Resize(once).AsSpan().IndexOf("NETSCAPE2.0"u8));
    }

    [Fact]
    public void WithoutAColourTableIsRefusedByName()
    {
        var file = File();
        byte[] bare = [.. file[..13], .. file[FirstBlockAt..]];
        bare[10] &= 0x7F;
        var failure = Resizing.Refusal(bare);
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains("colour table", failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(8, 0)]
    public void WithAFrameWithoutASizeIsCorrupt(int width, int height) => Assert.Equal(
        FailureReason.Corrupt, Resizing.Refusal(Gifs.Encode(16, 16, [new(0, 0, width, height, (_, _) => 0)])).Reason);

    private static byte[] File(bool firstInterlaced = false, bool secondInterlaced = false) => Gifs.Encode(
        16,
        16,
        [
            new(0, 0, 16, 16, (x, y) => x / 8 + y / 8) { Interlaced = firstInterlaced },
            new(0, 0, 16, 16, (x, y) => x / 4 % 4) { Interlaced = secondInterlaced },
        ]);

    private static byte[] With(byte[] file, params byte[][] extensions) =>
        [.. file[..FirstBlockAt], .. extensions.SelectMany(extension => extension), .. file[FirstBlockAt..]];

    /// <summary>Where the blocks behind the global colour table begin.</summary>
    private static int Table(byte[] file) => 13 + ((file[10] & 0x80) != 0 ? 3 << ((file[10] & 7) + 1) : 0);
}
