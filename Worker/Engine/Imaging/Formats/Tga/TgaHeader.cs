namespace ImgCompress.Engine.Imaging.Formats.Tga;

/// <summary>A TGA's 18 bytes, and where its parts stand.</summary>
internal sealed record TgaHeader : ImageHeader
{
    /// <summary>Pixels are packed into runs.</summary>
    public required bool RunLength { get; init; }

    /// <summary>The image descriptor's byte: bits of alpha, and where the first row is.</summary>
    public required byte Descriptor { get; init; }

    /// <summary>Where the free text behind the header stands.</summary>
    public required Range Id { get; init; }

    /// <summary>The offset of the first pixel in the file, in bytes.</summary>
    public required int PixelOffset { get; init; }

    /// <summary>Where the 495 bytes of the extension area (TGA 2.0) stand; null without one.</summary>
    public required Range? Extension { get; init; }

    /// <summary>The file ends with the footer of TGA 2.0.</summary>
    public required bool HasFooter { get; init; }
}
