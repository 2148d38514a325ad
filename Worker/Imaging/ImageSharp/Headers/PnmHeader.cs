using ImgCompress.Worker.Imaging.Headers;
using ImgCompress.Worker.Imaging.ImageSharp.Metadata;

namespace ImgCompress.Worker.Imaging.ImageSharp.Headers;

/// <summary>A PBM, PGM or PPM, with samples as text or as bytes.</summary>
internal sealed record PnmHeader : ImageHeader
{
    public override ImageFormat Format => ImageFormat.Pnm;

    public override int MaxSide => int.MaxValue;

    /// <summary>One bit a pixel, and 1 is black.</summary>
    public required bool Bitmap { get; init; }

    /// <summary>Samples are decimal numbers.</summary>
    public required bool Plain { get; init; }

    public required int PixelOffset { get; init; }

    /// <summary>Each with its sign, without its line's end.</summary>
    public required IReadOnlyList<Range> Comments { get; init; }

    /// <summary>Rows that <see cref="ForDecoder"/> puts before the picture.</summary>
    public int RowsForDecoder => Plain ? 0 : 1;

    private long RowBytes => Bitmap ? (Width + 7L) / 8 : (long)Width * Channels;

    /// <exception cref="RefusedException">The file does not hold all samples.</exception>
    public void RequireWhole(ReadOnlySpan<byte> file)
    {
        var expected = Plain ? (long)Width * Height * Channels : RowBytes * Height;
        var found = Plain ? CountNumbers(file[PixelOffset..]) : file.Length - PixelOffset;
        if (found < expected)
            throw RefusedException.Corrupt($"the PNM is cut off: {found} samples of {expected}");
        if (!Plain && found > expected)
            throw RefusedException.Unsupported("a PNM with something behind its picture, such as further pictures, which would be lost");
    }

    /// <summary>
    /// The file as ImageSharp can read it. It takes samples at the beginning of binary data for white space, where they have its
    /// numbers: so a row of zeros comes before the others.
    /// </summary>
    public ReadOnlyMemory<byte> ForDecoder(ReadOnlyMemory<byte> file)
    {
        if (Plain)
            return file;
        var head = System.Text.Encoding.ASCII.GetBytes($"P{(char)file.Span[1]}\n{Width} {Height + RowsForDecoder}\n{(Bitmap ? "" : "255\n")}");
        return (byte[])[.. head, .. new byte[RowBytes], .. file.Span[PixelOffset..]];
    }

    public override byte[] Carry(ReadOnlySpan<byte> original, byte[] encoded, bool strip) => PnmMetadata.Carry(original, this, encoded, strip);

    /// <summary>
    /// A bitmap's digits need no space between them. Any other number ends with one: the last, too, which might else be cut off in
    /// its midst.
    /// </summary>
    private long CountNumbers(ReadOnlySpan<byte> text)
    {
        long count = 0;
        var inside = false;
        foreach (var character in text)
        {
            var isDigit = char.IsAsciiDigit((char)character);
            count += (Bitmap ? isDigit : inside && !isDigit) ? 1 : 0;
            inside = isDigit;
        }

        return count;
    }
}
