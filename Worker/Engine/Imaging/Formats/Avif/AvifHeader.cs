namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>An AVIF's primary item.</summary>
internal sealed record AvifHeader : ImageHeader
{
    public override bool AlphaUnknownUntilDecoded => true;

    /// <summary>8, 10 or 12.</summary>
    public required int BitDepth { get; init; }

    /// <summary>Chroma is stored at half width and half height (4:2:0).</summary>
    public required bool Subsampled { get; init; }
}
