using System.Text;
using ImgCompress.Contracts;
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
