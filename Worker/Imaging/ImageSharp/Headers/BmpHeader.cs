using ImgCompress.Worker.Imaging.Headers;
using ImgCompress.Worker.Imaging.ImageSharp.Metadata;

namespace ImgCompress.Worker.Imaging.ImageSharp.Headers;

/// <summary>A Windows bitmap's information header.</summary>
internal sealed record BmpHeader : ImageHeader
{
    public override ImageFormat Format => ImageFormat.Bmp;

    /// <summary>Sizes are signed 32-bit numbers.</summary>
    public override int MaxSide => int.MaxValue;

    /// <summary>8, 24 or 32.</summary>
    public required int BitsPerPixel { get; init; }

    /// <summary>8 bits are indices into colours, not all of which are grey.</summary>
    public required bool Palette { get; init; }

    /// <summary>Of the information header: 40, 52, 56, 108 or 124.</summary>
    public required int HeaderBytes { get; init; }

    /// <summary>Where the rows begin.</summary>
    public required long PixelOffset { get; init; }

    /// <summary>Rows are padded to four bytes.</summary>
    public long RowBytes => ((long)Width * BitsPerPixel + 31) / 32 * 4;

    /// <exception cref="RefusedException">A file of this length does not hold all rows.</exception>
    public void RequireWhole(long fileBytes)
    {
        if (fileBytes - PixelOffset < RowBytes * Height)
            throw RefusedException.Corrupt($"the BMP is cut off: {fileBytes} bytes of {PixelOffset + RowBytes * Height}");
    }

    public override byte[] Carry(ReadOnlySpan<byte> original, byte[] encoded, bool strip) => BmpMetadata.Carry(original, this, encoded, strip);
}
