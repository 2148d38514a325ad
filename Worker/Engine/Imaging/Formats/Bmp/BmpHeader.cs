namespace ImgCompress.Engine.Imaging.Formats.Bmp;

/// <summary>A bitmap's information header, of Windows or OS/2, and its colour table.</summary>
internal sealed record BmpHeader : ImageHeader
{
    /// <summary>1, 2, 4, 8, 16, 24 or 32.</summary>
    public required int BitsPerPixel { get; init; }

    public BmpCompression Compression { get; init; }

    /// <summary>Pixels are indices into a colour table, and are resized as the colours that these are.</summary>
    public required bool Palette { get; init; }

    /// <summary>The colour table, red in the highest of three bytes; empty for more than 8 bits a pixel.</summary>
    public required IReadOnlyList<uint> Colours { get; init; }

    /// <summary>Two colours, between which the picture is dithered; the darker counts as black, the other as white.</summary>
    public bool IsBilevel => BitsPerPixel == 1;

    /// <summary>Of two colours the first is the lighter.</summary>
    public bool FirstIsLighter => Colours.Count == 2 && Lightness(Colours[0]) > Lightness(Colours[1]);

    /// <summary>Where the channels of 16 and 32 bits stand in them; null for others.</summary>
    public PackedChannels? Packed { get; init; }

    /// <summary>Bytes of the information header: 12, 16 or 64 of OS/2, or 40, 52, 56, 108 or 124.</summary>
    public required int HeaderBytes { get; init; }

    /// <summary>The first row in the file is the highest.</summary>
    public bool IsTopDown { get; init; }

    /// <summary>The offset of the first row in the file, in bytes.</summary>
    public required long PixelOffset { get; init; }

    /// <summary>
    /// Bytes of blue, green and red, and perhaps of alpha, as every program reads and writes them. (A fourth byte that is unused stays 0.)
    /// </summary>
    public bool IsPlain => Compression is BmpCompression.None && BitsPerPixel == 8 * Channels && Channels >= 3
        && HeaderBytes is BmpReader.InfoHeader or 52 or 56 or 108 or 124;

    public bool HasRuns => Compression is BmpCompression.Runs4 or BmpCompression.Runs8 or BmpCompression.Runs24;

    /// <summary>Bytes of one row without runs, which is padded to a multiple of four.</summary>
    public long RowBytes => RowBytesOf(Width, BitsPerPixel);

    private static uint Lightness(uint colour) => (3 * (colour >> 16 & 255)) + (6 * (colour >> 8 & 255)) + (colour & 255);

    public static long RowBytesOf(int width, int bitsPerPixel) => (((long)width * bitsPerPixel) + 31) / 32 * 4;
}
