namespace ImgCompress.Worker.Imaging.Headers;

/// <summary>An AVIF's primary item.</summary>
internal sealed record AvifHeader : ImageHeader
{
    public override ImageFormat Format => ImageFormat.Avif;

    public override bool AlphaIsOpen => true;

    /// <summary>The codec's limit (libvips' heifsave).</summary>
    public override int MaxSide => 16_384;

    /// <summary>8, 10 or 12.</summary>
    public required int BitDepth { get; init; }

    /// <summary>Chroma is stored at half width and half height (4:2:0).</summary>
    public required bool Subsampled { get; init; }
}
