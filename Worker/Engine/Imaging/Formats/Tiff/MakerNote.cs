using System.Buffers.Binary;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>
/// A camera's own notes (EXIF tag 37500). Most are a directory as TIFF's are, behind a name, whose offsets count from the beginning of
/// the file that it stood in: they must move with it. Offsets that count from the note itself need nothing.
/// </summary>
/// <param name="from">Where its bytes stood.</param>
/// <param name="fileIsLittleEndian">
/// The byte order of that file, in which the note is, too, unless a program put it into this one as it was.
/// </param>
internal readonly struct MakerNote(long from, bool fileIsLittleEndian)
{
    public const ushort Tag = 37500;

    private const int EntryBytes = 12;
    private const int MaxEntries = 512;

    /// <summary>How long the names are that cameras begin their notes with.</summary>
    private static ReadOnlySpan<int> NameLengths => [0, 6, 8, 10, 12];

    /// <summary>
    /// Puts the offsets right, where most of them led into the note as it stood. What one of them had elsewhere in the file, such as a
    /// thumbnail, is not in the new one: its entry is left without values.
    /// </summary>
    /// <param name="note">Its bytes.</param>
    /// <param name="to">Where they will stand.</param>
    public void Move(Span<byte> note, long to)
    {
        if (!Move(note, to, fileIsLittleEndian))
        {
            Move(note, to, !fileIsLittleEndian);
        }
    }

    private bool Move(Span<byte> note, long to, bool littleEndian)
    {
        foreach (var start in NameLengths)
        {
            if (Entries(note, start, littleEndian) is not { } entries || entries.Count(e => e.IsInside) <= entries.Count / 2)
            {
                continue;
            }

            foreach (var (at, isInside) in entries)
            {
                Write32(note[(at + 4)..], isInside ? Read32(note[(at + 4)..], littleEndian) : 0, littleEndian);
                Write32(note[(at + 8)..], isInside ? (uint)(Read32(note[(at + 8)..], littleEndian) + to - from) : 0, littleEndian);
            }

            return true;
        }

        return false;
    }

    /// <summary>Where the entries with an offset stand, and whether it leads into the note; null where there is no directory.</summary>
    private List<(int At, bool IsInside)>? Entries(ReadOnlySpan<byte> note, int start, bool littleEndian)
    {
        if (start + 2 > note.Length || Read16(note[start..], littleEndian) is var count && (count is 0 or > MaxEntries
            || start + 2 + count * EntryBytes > note.Length))
        {
            return null;
        }

        var entries = new List<(int, bool)>();
        for (var at = start + 2; at < start + 2 + count * EntryBytes; at += EntryBytes)
        {
            var kind = Read16(note[(at + 2)..], littleEndian);
            if (kind is 0 or > 13)
            {
                return null;
            }

            var size = TiffEntry.BytesOf(kind) * (long)Read32(note[(at + 4)..], littleEndian);
            if (size > 4)
            {
                var offset = Read32(note[(at + 8)..], littleEndian);
                entries.Add((at, offset >= from && offset + size <= from + note.Length));
            }
        }

        return entries;
    }

    private static int Read16(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Read32(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static void Write32(Span<byte> bytes, uint value, bool littleEndian)
    {
        if (littleEndian)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        }
    }
}
