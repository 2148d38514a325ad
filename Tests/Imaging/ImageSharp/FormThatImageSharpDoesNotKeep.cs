using ImgCompress.Contracts;
using ImgCompress.Worker.Imaging.Headers;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging.ImageSharp;

public sealed class FormThatImageSharpDoesNotKeep
{
    private static readonly Dictionary<string, Func<byte[]>> Makers = new(StringComparer.Ordinal)
    {
        ["a progressive JPEG"] = () => Pictures.Jpeg(progressive: true),
        ["a JPEG in CMYK"] = () => Pictures.Cmyk(i => i.JpegsaveBuffer()),
        ["a JPEG in RGB by its components' names"] = NamedRgb,
        ["an AVIF"] = Pictures.Avif,
        ["an interlaced GIF"] = () => Pictures.Encode(i => i.GifsaveBuffer(interlace: true, effort: 1)),
        ["a TIFF in CMYK"] = () => Pictures.Cmyk(i => i.TiffsaveBuffer()),
        ["a TIFF of 1 bits"] = () => Pictures.Encode(i => i.TiffsaveBuffer(bitdepth: 1), channels: 1),
        ["a TIFF of 16 bits a sample in colour"] = () => Pictures.Encode(i => i.TiffsaveBuffer(), channels: 3, bytesPerSample: 2),
        ["a TIFF with alpha"] = () => Pictures.Tiff(channels: 4),
        ["a TIFF whose zero is white"] = () => Pictures.Encode(i => i.TiffsaveBuffer(miniswhite: true), channels: 1),
        ["a TIFF in tiles"] = () => Pictures.Tiff(tile: true),
        ["a TIFF with JPEG inside"] = () => Pictures.Tiff(Enums.ForeignTiffCompression.Jpeg),
        ["a BigTIFF"] = () => Pictures.Tiff(big: true),
        ["a BMP with run-length compression"] = () => Changed(Bmp.Encode(Pictures.Samples(1), Pictures.Width, Pictures.Height, 1), 30, 1),
        ["a BMP of 16 bits"] = () => Changed(Bmp.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3), 28, 16),
        ["a TGA with a palette"] = () => Changed(Changed(Tga.Encode(Pictures.Samples(1), Pictures.Width, Pictures.Height, 1), 1, 1), 2, 1),
        ["a PNM of 16 bits"] = () => [.. "P5\n1 1\n65535\n"u8, 1, 2],
        ["a PNM whose samples end at 100"] = () => [.. "P5\n1 1\n100\n"u8, 50],
        ["a PNM with something behind"] = () => [.. Pnm.Encode(Pictures.Samples(1), Pictures.Width, Pictures.Height, 1), .. "P5\n"u8],
    };

    public static TheoryData<string> Forms => [.. Makers.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void IsRefusedByItsName(string form)
    {
        var failure = Resizing.Refusal(Makers[form]());
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.StartsWith(form, failure.Detail, StringComparison.Ordinal);
    }

    /// <summary>The components' numbers, in frame and scan, are letters; and no JFIF segment stands before them.</summary>
    private static byte[] NamedRgb()
    {
        var file = Pictures.Jpeg(fullChroma: true);
        var (frame, scan) = (file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]), file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]));
        for (var i = 0; i < 3; i++)
            file[frame + 10 + (3 * i)] = file[scan + 5 + (2 * i)] = (byte)"RGB"[i];
        var segments = Resizing.Header<JpegHeader>(file).Segments;
        return segments.Count == 0 ? file : [.. file[..2], .. file[(segments[^1].Offset + segments[^1].Length)..]];
    }

    private static byte[] Changed(byte[] file, int at, byte value)
    {
        file[at] = value;
        return file;
    }
}
