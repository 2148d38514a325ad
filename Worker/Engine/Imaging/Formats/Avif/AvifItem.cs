namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>An item of a HEIF file: a coded picture, or metadata of one (ISO/IEC 14496-12, section 8.11).</summary>
internal sealed class AvifItem
{
    public required uint Id { get; init; }

    /// <summary><c>av01</c>, <c>grid</c>, <c>Exif</c>, <c>mime</c>, …</summary>
    public required string Type { get; init; }

    /// <summary>The flags of its infe box; 1: it is not to be shown by itself.</summary>
    public required byte Flags { get; init; }

    /// <summary>Its infe box from the type on: the type, the name and, for some types, what the bytes are.</summary>
    public required (long At, long Length) Info { get; init; }

    /// <summary>Where its bytes stand in the file, in order.</summary>
    public List<(long At, long Length)> Extents { get; } = [];

    /// <summary>Its properties in order; transformative ones are applied in it.</summary>
    public List<Property> Properties { get; } = [];

    /// <summary>What it refers to, such as <c>auxl</c> (is an auxiliary picture of) or <c>cdsc</c> (describes).</summary>
    public List<(string Kind, uint To)> References { get; } = [];

    public bool RefersTo(string kind, uint item) => References.Contains((kind, item));

    public IsoBox? Find(string property) =>
        Properties.FirstOrDefault(p => p.Box.Type == property) is { Box.Type: not null } found ? found.Box : null;

    /// <summary>All of its bytes.</summary>
    public byte[] Bytes(HeaderBytes file)
    {
        using var bytes = new MemoryStream();
        foreach (var (at, length) in Extents)
        {
            bytes.Write(file.Slice(at, length));
        }

        return bytes.ToArray();
    }

    /// <param name="Box">The property.</param>
    /// <param name="Essential">A reader that does not know it must not show the item.</param>
    /// <param name="AssociationAt">Where the association stands: a bit for essential, and the index, of one or two bytes.</param>
    /// <param name="AssociationBytes">1 or 2.</param>
    internal readonly record struct Property(IsoBox Box, bool Essential, long AssociationAt, int AssociationBytes);
}
