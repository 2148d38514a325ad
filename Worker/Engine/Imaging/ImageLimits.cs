namespace ImgCompress.Engine.Imaging;

/// <summary>What one image may ask for, checked from its header before anything is decoded.</summary>
public sealed record ImageLimits
{
    /// <summary>Encoded bytes of a file; default 512 MiB.</summary>
    public long MaxBytes { get; init; } = 512L << 20;

    /// <summary>Pixels, width × height × frames, of the image that goes in and of the one that comes out; default 500 million.</summary>
    public long MaxPixels { get; init; } = 500_000_000;
}
