namespace ImgCompress.Engine.Imaging.Formats.Bmp;

/// <summary>A Windows bitmap's information header.</summary>
internal sealed record BmpHeader : ImageHeader
{
    /// <summary>8, 24 or 32.</summary>
    public required int BitsPerPixel { get; init; }

    /// <summary>8 bits are indices into colours, not all of which are grey.</summary>
    public required bool Palette { get; init; }

    /// <summary>Of 8-bit pixels: entries of the colour table, 1 to 256.</summary>
    public required int Colours { get; init; }

    /// <summary>Of the information header: 40, 52, 56, 108 or 124.</summary>
    public required int HeaderBytes { get; init; }

    /// <summary>Where the rows begin.</summary>
    public required long PixelOffset { get; init; }

    /// <summary>Rows are padded to four bytes.</summary>
    public long RowBytes => ((long)Width * BitsPerPixel + 31) / 32 * 4;
}
