namespace ImgCompress.Engine.Imaging.Formats.Tga;

/// <summary>A TGA's 18 bytes, and where its parts stand.</summary>
internal sealed record TgaHeader : ImageHeader
{
    /// <summary>Pixels are packed into runs.</summary>
    public required bool RunLength { get; init; }

    /// <summary>Bits of a pixel, or of its index: 8, 15, 16, 24 or 32.</summary>
    public required int Depth { get; init; }

    /// <summary>The colour table, each as 32 bits: alpha, red, green, blue; null where pixels are no indices.</summary>
    public IReadOnlyList<uint>? Palette { get; init; }

    /// <summary>The index of the first colour of the table.</summary>
    public int FirstColour { get; init; }

    /// <summary>Where the channels of 15 and 16 bits stand in them; null for others.</summary>
    public PackedChannels? Packed { get; init; }

    /// <summary>The image descriptor's byte: bits of alpha, and where the first row is.</summary>
    public required byte Descriptor { get; init; }

    /// <summary>Where the free text behind the header stands.</summary>
    public required Range Id { get; init; }

    /// <summary>The offset of the first pixel in the file, in bytes.</summary>
    public required int PixelOffset { get; init; }

    /// <summary>Where the 495 bytes of the extension area (TGA 2.0) stand; null without one.</summary>
    public required Range? Extension { get; init; }

    /// <summary>The extension area says that colours are multiplied by alpha.</summary>
    public bool IsMultiplied { get; init; }

    /// <summary>The file ends with the footer of TGA 2.0.</summary>
    public required bool HasFooter { get; init; }

    /// <summary>Bytes of a pixel as it is stored.</summary>
    public int PixelBytes => (Depth + 7) / 8;

    /// <summary>
    /// Bytes of grey, or of blue, green and red, and perhaps a fourth, as every program reads and writes them; of sides that ImageSharp
    /// takes, which holds them as signed 16-bit numbers.
    /// </summary>
    public bool IsPlain => !RunLength && Palette is null && Packed is null && PixelOffset == Id.End.Value && Channels != 2
        && Math.Max(Width, Height) <= short.MaxValue;

    public bool IsTopDown => (Descriptor & 0x20) != 0;

    public bool IsRightToLeft => (Descriptor & 0x10) != 0;
}
