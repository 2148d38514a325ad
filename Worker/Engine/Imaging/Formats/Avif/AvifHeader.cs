namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>An AVIF's primary item.</summary>
internal sealed record AvifHeader : ImageHeader
{
    public override bool AlphaUnknownUntilDecoded => true;

    /// <summary>8, 10 or 12.</summary>
    public required int BitDepth { get; init; }

    /// <summary>Chroma is stored at half width and half height (4:2:0), or not at all.</summary>
    public required bool Subsampled { get; init; }

    /// <summary>The quantiser loses nothing.</summary>
    public required bool Lossless { get; init; }

    /// <summary>The planes are green, blue and red, not luma and chroma.</summary>
    public required bool IsRgb { get; init; }

    /// <summary>There is lightness alone, of which the first and the last values say nothing (16 to 235 of 8 bits).</summary>
    public required bool LimitedGrey { get; init; }

    /// <summary>Code points of primaries and transfer, which say what the samples mean; 2 is for unspecified.</summary>
    public required (int Primaries, int Transfer) Colours { get; init; }

    public required AvifFile File { get; init; }
}
