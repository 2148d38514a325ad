namespace ImgCompress.Engine.Imaging.Formats.Pnm;

/// <summary>A PBM, PGM or PPM, with samples as text or as bytes.</summary>
internal sealed record PnmHeader : ImageHeader
{
    /// <summary>One bit a pixel, and 1 is black.</summary>
    public required bool Bitmap { get; init; }

    /// <summary>Samples are decimal numbers.</summary>
    public required bool Plain { get; init; }

    public required int PixelOffset { get; init; }

    /// <summary>Each with its sign, without its line's end.</summary>
    public required IReadOnlyList<Range> Comments { get; init; }

    /// <summary>Bytes of one row of binary samples.</summary>
    public long RowBytes => Bitmap ? (Width + 7L) / 8 : (long)Width * Channels;
}
