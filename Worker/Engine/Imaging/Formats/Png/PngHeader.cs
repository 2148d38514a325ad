namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>A PNG's IHDR, and where its chunks stand.</summary>
internal sealed record PngHeader : ImageHeader
{
    /// <summary>A chunk: its name, where its length field stands, and its bytes in all (length, name, data and CRC).</summary>
    internal readonly record struct Chunk(string Name, int Offset, int Length);

    /// <summary>1, 2, 4, 8 or 16.</summary>
    public required int BitDepth { get; init; }

    public required bool Palette { get; init; }

    /// <summary>
    /// The stored pixels have alpha, by their colour type or by a transparent colour. Otherwise alpha is where an animation leaves its
    /// canvas empty.
    /// </summary>
    public bool StoresAlpha { get; init; }

    public required bool Interlaced { get; init; }

    /// <summary>Null of a still image.</summary>
    public PngAnimation? Animation { get; init; }

    public required IReadOnlyList<Chunk> Chunks { get; init; }

    /// <summary>
    /// The file ends after its last chunk, or within IEND, which tells nothing. Whether all rows are there is still to be seen.
    /// </summary>
    public bool EndMissing { get; init; }

    /// <summary>Bytes of the file up to the end of its last chunk.</summary>
    public int ChunksEnd => Chunks.Count > 0 ? Chunks[^1].Offset + Chunks[^1].Length : 0;

    /// <summary>The header of one frame as a PNG of its own.</summary>
    public PngHeader OfFrame(PngFrame frame) => this with
    {
        Width = frame.Area.Width,
        Height = frame.Area.Height,
        Frames = 1,
        Channels = Channels - (HasAlpha && !StoresAlpha ? 1 : 0),
        HasAlpha = StoresAlpha,
        Animation = null,
        EndMissing = false,
    };
}
