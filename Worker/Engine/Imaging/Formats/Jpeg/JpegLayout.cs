namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>Where the pieces of a JPEG file come to stand in the new one, so that what points to them can be put right.</summary>
internal sealed class JpegLayout
{
    private readonly List<(JpegPart Old, long Start, long Length)> _parts = [];

    /// <param name="header">The original's.</param>
    /// <param name="primary">Bytes of the new main picture, its segments included.</param>
    /// <param name="further">Bytes of the new further pictures.</param>
    public JpegLayout(JpegHeader header, long primary, IReadOnlyList<byte[]> further)
    {
        Primary = primary;
        var at = primary;
        var picture = 0;
        foreach (var part in header.Parts)
        {
            var length = part.Kind switch
            {
                JpegPartKind.Dropped => 0,
                JpegPartKind.Picture => further[picture++].Length,
                _ => part.Length,
            };
            _parts.Add((part, at, length));
            at += length;
        }

        Length = at;
    }

    /// <summary>Bytes of the new main picture.</summary>
    public long Primary { get; }

    /// <summary>Bytes of the new file.</summary>
    public long Length { get; }

    /// <summary>The new place of a further picture.</summary>
    public (long Offset, long Length)? Place(FurtherPicture picture)
    {
        var (_, start, length) = _parts.Find(p => p.Old.Offset == picture.Offset);
        return (start, length);
    }

    /// <summary>The new place of what began at an offset behind the end marker; null where nothing is kept of it.</summary>
    public long? Start(long old)
    {
        foreach (var (part, start, _) in _parts)
        {
            if (part.Kind != JpegPartKind.Dropped && old >= part.Offset && old < part.End)
            {
                return part.Kind == JpegPartKind.Picture && old != part.Offset ? null : start + old - part.Offset;
            }
        }

        return null;
    }

    /// <summary>The new place of what ended at an offset behind the end marker.</summary>
    public long End(long old)
    {
        foreach (var (part, start, length) in _parts)
        {
            if (old > part.Offset && old <= part.End)
            {
                return part.Kind is JpegPartKind.Carried or JpegPartKind.Afcp ? start + old - part.Offset : start + length;
            }
        }

        return Length;
    }
}
