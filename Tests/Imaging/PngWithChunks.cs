using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Formats.Png;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class PngWithChunks
{
    [Fact]
    public void KeepsThemInTheirPlaces()
    {
        var file = With(Pictures.Png(), "gAMA", [0, 0, 0xB1, 0x8F]);
        file = With(file, "tEXt", Encoding.ASCII.GetBytes("Title\0hello"));
        file = With(file, "pHYs", [0, 0, 0x0B, 0x13, 0, 0, 0x0B, 0x13, 1]);
        var names = Resizing.Header<PngHeader>(Resizing.Resize(file)).Chunks.Select(c => c.Name).Distinct(StringComparer.Ordinal).ToList();
        Assert.Equal("IHDR pHYs tEXt gAMA IDAT IEND", string.Join(" ", names));
        var stripped = Resizing.Header<PngHeader>(Resizing.Resize(file, Resizing.Half with { Strip = true })).Chunks
            .Select(c => c.Name)
            .Distinct(StringComparer.Ordinal);
        Assert.Equal("IHDR gAMA IDAT IEND", string.Join(" ", stripped));
    }

    [Fact]
    public void TellsHowMuchOfTheSubjectAPixelOfTheNewImageIs()
    {
        var result = Resizing.Resize(With(Pictures.Png(), "sCAL", [1, .. "0.25\02.5e-1"u8]));

        Assert.Equal([1, .. "0.5\00.5"u8], DataOf(result, "sCAL"));
    }

    [Theory]
    [InlineData("sCAL", "\u0001much\0more")]
    [InlineData("pCAL", "length\0\0\0\0\0\0\0\u0001\0\0\u0002m\00\01")]
    public void KeepsWhatTheSamplesMeasure(string name, string data)
    {
        var result = Resizing.Resize(With(Pictures.Png(), name, Encoding.Latin1.GetBytes(data)));

        Assert.Equal(data, Encoding.Latin1.GetString(DataOf(result, name)));
    }

    /// <summary>The background is told in the image's own samples, and significant bits for each channel.</summary>
    [Theory]
    [InlineData("bKGD", false, 8, true)]
    [InlineData("bKGD", true, 8, false)]
    [InlineData("bKGD", false, 4, true)]
    [InlineData("sBIT", false, 8, true)]
    [InlineData("sBIT", false, 4, true)]
    [InlineData("hIST", true, 8, false)]
    public void KeepsWhatIsToldOfItsSamplesWhereTheyAreTheSame(string name, bool palette, int bits, bool isKept)
    {
        var file = Pictures.Png(channels: bits < 8 ? 1 : 3, bitDepth: bits, palette: palette);
        var chunks = Apngs.Chunks(file);
        var at = chunks.FindIndex(c => c.Name is "IDAT");
        byte[] data = (name, bits, palette) switch
        {
            ("hIST", _, _) => new byte[2 * (chunks.Single(c => c.Name is "PLTE").Data.Length / 3)],
            ("sBIT", < 8, _) => [3],
            ("sBIT", _, _) => [5, 6, 5],
            (_, _, true) => [0],
            (_, < 8, _) => [0, 1],
            _ => [0, 1, 0, 2, 0, 3],
        };
        var after = Apngs.Chunks(Resizing.Resize(Apngs.Join([.. chunks[..at], (name, data), .. chunks[at..]])));
        Assert.Equal(isKept ? [data] : [], after.Where(c => c.Name == name).Select(c => c.Data));
    }

    /// <summary>One colour is transparent: it becomes alpha, of grey with fewer bits in 8, and what told of the channels goes.</summary>
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 4)]
    [InlineData(1, 1, 8)]
    [InlineData(1, 2, 16)]
    [InlineData(3, 1, 8)]
    [InlineData(3, 2, 16)]
    public void HasAlphaInPlaceOfATransparentColour(int channels, int bytesPerSample, int bits)
    {
        var chunks = Apngs.Chunks(Pictures.Png(channels, bytesPerSample, bitDepth: bits));
        var at = chunks.FindIndex(c => c.Name is "IDAT");
        var most = (1 << Math.Min(bits, 8)) - 1;
        byte[] white = [(byte)(bits == 16 ? 255 : 0), (byte)most];
        byte[] colour = [.. Enumerable.Repeat(white, channels).SelectMany(sample => sample)];
        byte[] significant = [.. Enumerable.Repeat((byte)1, channels)];
        var file = Apngs.Join([.. chunks[..1], ("sBIT", significant), .. chunks[1..at], ("tRNS", colour), .. chunks[at..]]);

        var after = Resizing.Resize(file);

        var header = Resizing.Header<PngHeader>(after);
        Assert.Equal((channels + 1, Math.Max(bits, 8)), (header.Channels, header.BitDepth));
        Assert.DoesNotContain(Apngs.Chunks(after), c => c.Name is "sBIT" or "tRNS");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void LosesAPaletteThatIsMerelySuggested(int channels)
    {
        var chunks = Apngs.Chunks(Pictures.Png(channels));
        var at = chunks.FindIndex(c => c.Name is "IDAT");
        var after = Resizing.Resize(Apngs.Join([.. chunks[..at], ("PLTE", [1, 2, 3, 4, 5, 6]), .. chunks[at..]]));
        Assert.Equal(Resizing.Resize(Pictures.Png(channels)), after);
    }

    [Fact]
    public void KeepsOfItsExifTheOrientationAloneWhenStripped()
    {
        byte[] exif =
        [
            .. "II*\0"u8, 8, 0, 0, 0, 2, 0,
            0x0F, 1, 2, 0, 4, 0, 0, 0, .. "abc\0"u8, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
        ];
        var file = With(Pictures.Png(), "eXIf", exif);
        Assert.Equal(exif, DataOf(Resizing.Resize(file), "eXIf"));
        var stripped = DataOf(Resizing.Resize(file, Resizing.Half with { Strip = true }), "eXIf");
        Assert.Equal(6, ExifTags.ReadOrientation(stripped));
        Assert.Equal(-1, stripped.AsSpan().IndexOf("abc"u8));
    }

    [Theory]
    [InlineData("sTER", FailureReason.Unsupported)]
    [InlineData("CgBI", FailureReason.Unsupported)]
    [InlineData("ABcd", FailureReason.Unsupported)]
    [InlineData("}RGB", FailureReason.Corrupt)]
    public void IsRefusedWithOneThatTellsHowToReadIt(string name, FailureReason reason) =>
        Assert.Equal(reason, Resizing.Refusal(With(Pictures.Png(), name, [0])).Reason);

    [Fact]
    public void IsRefusedByNameInApplesForm()
    {
        var file = Pictures.Png();
        byte[] apple = [.. file[..8], 0, 0, 0, 4, .. "CgBI"u8, 0x50, 0, 0x20, 2, 0x2B, 0xD5, 0xB3, 0x7F, .. file[8..]];
        var failure = Resizing.Refusal(apple);
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains("CgBI", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void IsRefusedWithAFlippedBit()
    {
        var file = Pictures.Png();
        file[file.Length / 2] ^= 4;
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(file).Reason);
    }

    private static byte[] With(byte[] png, string name, byte[] data)
    {
        using var stream = new MemoryStream();
        stream.Write(png.AsSpan(0, 33));
        PngChunks.Write(stream, Encoding.ASCII.GetBytes(name), data);
        // libvips writes a density of its own, and the format allows one.
        var rest = Resizing.Header<PngHeader>(png).Chunks.Skip(1).Where(c => c.Name is not "pHYs" || name is not "pHYs");
        foreach (var chunk in rest)
        {
            stream.Write(png.AsSpan(chunk.Offset, chunk.Length));
        }

        return stream.ToArray();
    }

    private static byte[] DataOf(byte[] file, string name)
    {
        var chunk = Assert.Single(Resizing.Header<PngHeader>(file).Chunks, chunk => chunk.Name == name);
        return file[(chunk.Offset + 8)..(chunk.Offset + chunk.Length - 4)];
    }
}
