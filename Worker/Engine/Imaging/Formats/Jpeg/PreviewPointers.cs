using System.Buffers.Binary;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// Where a maker note says that a preview stands behind the picture: two entries of a directory one after the other, of one LONG each,
/// the place and the length. The place counts from the file's beginning or from EXIF's TIFF header.
/// </summary>
internal static class PreviewPointers
{
    private const int EntryBytes = 12;

    /// <summary>True where a pair points to a piece of just this place and length.</summary>
    /// <param name="exif">From its TIFF header on.</param>
    /// <param name="place">Where that header stands in the file.</param>
    /// <param name="at">Where the piece begins in the file.</param>
    /// <param name="length">Its bytes.</param>
    public static bool PointTo(ReadOnlySpan<byte> exif, int place, int at, int length)
    {
        for (var entry = 0; entry + 2 * EntryBytes <= exif.Length; entry++)
        {
            if (Pair(exif[entry..]) is { } pair && pair.Length == length && (pair.Start == at || pair.Start + place == at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Clears what points to pieces that are dropped.</summary>
    /// <param name="exif">From its TIFF header on.</param>
    /// <param name="place">Where that header stood in the original.</param>
    /// <param name="parts">What stood behind the picture.</param>
    public static void Clear(Span<byte> exif, int place, IReadOnlyList<JpegPart> parts)
    {
        for (var entry = 0; parts.Count > 0 && entry + 2 * EntryBytes <= exif.Length; entry++)
        {
            if (Pair(exif[entry..]) is { } pair && (IsDropped(pair, 0, parts) || IsDropped(pair, place, parts)))
            {
                exif.Slice(entry + 8, 4).Clear();
                exif.Slice(entry + EntryBytes + 8, 4).Clear();
            }
        }
    }

    private static bool IsDropped((long Start, long Length) pair, int place, IReadOnlyList<JpegPart> parts)
    {
        var start = pair.Start + place;
        return pair.Length > 0 && parts.Any(part =>
            part.Kind == JpegPartKind.Dropped && start >= part.Offset && start < part.End && start + pair.Length <= parts[^1].End);
    }

    private static (long Start, long Length)? Pair(ReadOnlySpan<byte> entries)
    {
        ReadOnlySpan<byte> little = [4, 0, 1, 0, 0, 0];
        ReadOnlySpan<byte> big = [0, 4, 0, 0, 0, 1];
        if (entries[2..].StartsWith(little) && entries[(EntryBytes + 2)..].StartsWith(little))
        {
            return (
                BinaryPrimitives.ReadUInt32LittleEndian(entries[8..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entries[(EntryBytes + 8)..]));
        }

        return entries[2..].StartsWith(big) && entries[(EntryBytes + 2)..].StartsWith(big)
            ? (BinaryPrimitives.ReadUInt32BigEndian(entries[8..]), BinaryPrimitives.ReadUInt32BigEndian(entries[(EntryBytes + 8)..]))
            : null;
    }
}
