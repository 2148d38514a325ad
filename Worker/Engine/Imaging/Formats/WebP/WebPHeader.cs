namespace ImgCompress.Engine.Imaging.Formats.WebP;

/// <summary>A WebP's canvas, its frames' timing, and where its chunks stand.</summary>
internal sealed record WebPHeader : ImageHeader
{
    /// <summary>A chunk of the RIFF: its name, where its name stands, and the bytes of its data.</summary>
    internal readonly record struct Chunk(string Name, int Offset, int DataLength)
    {
        public Range Data => (Offset + 8)..(Offset + 8 + DataLength);
    }

    public override bool AlphaUnknownUntilDecoded => true;

    /// <summary>The file says that it uses alpha.</summary>
    public required bool ShowsAlpha { get; init; }

    /// <summary>All frames are VP8L.</summary>
    public required bool Lossless { get; init; }

    /// <summary>Some frames are VP8L and some are VP8.</summary>
    public required bool Mixed { get; init; }

    /// <summary>How long each frame is shown, in milliseconds; empty for a still image.</summary>
    public required IReadOnlyList<int> Durations { get; init; }

    public required IReadOnlyList<Chunk> Chunks { get; init; }
}
