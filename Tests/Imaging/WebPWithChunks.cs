using System.Text;
using ImgCompress.Engine.Imaging.Formats.WebP;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class WebPWithChunks
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void KeepsThemAndHasTheExtendedHeader(bool lossless)
    {
        var plain = Resizing.Header<WebPHeader>(Pictures.WebP(lossless)).Chunks.Select(c => c.Name);
        Assert.DoesNotContain("ICCP", plain);
        var after = Resizing.Resize(With(Pictures.WebP(lossless), lossless ? "VP8L" : "VP8 "));
        var chunks = Resizing.Header<WebPHeader>(after).Chunks;
        Assert.Equal("VP8X", chunks[0].Name);
        Assert.Equal("profile!", Encoding.ASCII.GetString(after[chunks.Single(c => c.Name == "ICCP").Data]));
        Assert.Equal("<x />.", Encoding.ASCII.GetString(after[chunks.Single(c => c.Name == "XMP ").Data]));
        Assert.Equal("own data", Encoding.ASCII.GetString(after[chunks.Single(c => c.Name == "mine").Data]));
    }

    [Fact]
    public void KeepsItsProfileAloneWhenStripped()
    {
        var after = Resizing.Resize(With(Pictures.WebP(), "VP8 "), Resizing.Half with { Strip = true });
        var names = Resizing.Header<WebPHeader>(after).Chunks.Select(c => c.Name).ToList();
        Assert.Contains("ICCP", names);
        Assert.DoesNotContain(names, name => name is "XMP " or "mine");
    }

    [Fact]
    public void OfALossyFileIsWrittenAt80() =>
        Assert.Equal(Resizing.Resize(Pictures.WebP(), Resizing.Half with { Quality = 80 }), Resizing.Resize(Pictures.WebP()));

    /// <summary>An extended file of the picture, a profile, XMP and a chunk of its own.</summary>
    private static byte[] With(byte[] file, string kind)
    {
        var picture = Resizing.Header<WebPHeader>(file).Chunks.Single(c => c.Name == kind);
        byte[] Chunk(string name, byte[] data) =>
            [.. Encoding.ASCII.GetBytes(name), .. BitConverter.GetBytes(data.Length), .. data, .. new byte[data.Length & 1]];
        byte[] chunks =
        [
            .. Chunk("VP8X", [0x24, 0, 0, 0, Pictures.Width - 1, 0, 0, Pictures.Height - 1, 0, 0]),
            .. Chunk("ICCP", "profile!"u8.ToArray()),
            .. Chunk(kind, file[picture.Data]),
            .. Chunk("XMP ", "<x />."u8.ToArray()),
            .. Chunk("mine", "own data"u8.ToArray()),
        ];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(4 + chunks.Length), .. "WEBP"u8, .. chunks];
    }
}
