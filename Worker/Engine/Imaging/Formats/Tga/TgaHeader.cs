namespace ImgCompress.Engine.Imaging.Formats.Tga;

/// <summary>A TGA's 18 bytes, and where its parts stand.</summary>
internal sealed record TgaHeader : ImageHeader
{
    public required bool RunLength { get; init; }

    /// <summary>The image descriptor's byte: bits of alpha, and where the first row is.</summary>
    public required byte Descriptor { get; init; }

    /// <summary>The free text behind the header.</summary>
    public required Range Id { get; init; }

    public required int PixelOffset { get; init; }

    /// <summary>The 495 bytes of the extension area (TGA 2.0); null without one.</summary>
    public required Range? Extension { get; init; }

    /// <summary>The file ends with the footer of TGA 2.0.</summary>
    public required bool HasFooter { get; init; }
}
