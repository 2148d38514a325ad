using ImgCompress.Worker.Imaging.Metadata;

namespace ImgCompress.Worker.Imaging.Headers;

/// <summary>A PNG's IHDR, and where its chunks stand.</summary>
internal sealed record PngHeader : ImageHeader
{
    /// <summary>A chunk: its name, where its length field stands, and its bytes in all (length, name, data and CRC).</summary>
    internal readonly record struct Chunk(string Name, int Offset, int Length);

    public override ImageFormat Format => ImageFormat.Png;

    /// <summary>The format ends at 2³¹−1; the codec (libvips) at 10⁸, which no pixel limit lets through anyway.</summary>
    public override int MaxSide => 100_000_000;

    /// <summary>1, 2, 4, 8 or 16.</summary>
    public required int BitDepth { get; init; }

    public required bool Palette { get; init; }

    public required bool Interlaced { get; init; }

    public required IReadOnlyList<Chunk> Chunks { get; init; }

    public override byte[] Carry(ReadOnlySpan<byte> original, byte[] encoded, bool strip) => PngMetadata.Carry(original, this, encoded, strip);
}
