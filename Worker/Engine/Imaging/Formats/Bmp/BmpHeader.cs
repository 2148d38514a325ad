namespace ImgCompress.Engine.Imaging.Formats.Bmp;

/// <summary>A Windows bitmap's information header.</summary>
internal sealed record BmpHeader : ImageHeader
{
    /// <summary>8, 24 or 32.</summary>
    public required int BitsPerPixel { get; init; }

    /// <summary>8 bits are indices into colours, not all of which are grey.</summary>
    public required bool Palette { get; init; }

    /// <summary>Entries of the colour table of 8-bit pixels, 1 to 256; 0 for other pixels.</summary>
    public required int Colours { get; init; }

    /// <summary>Bytes of the information header: 40, 52, 56, 108 or 124.</summary>
    public required int HeaderBytes { get; init; }

    /// <summary>The offset of the first row in the file, in bytes.</summary>
    public required long PixelOffset { get; init; }

    /// <summary>Bytes of one row, which is padded to a multiple of four.</summary>
    public long RowBytes => ((long)Width * BitsPerPixel + 31) / 32 * 4;
}
