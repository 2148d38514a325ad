using System.Buffers.Binary;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>
/// A camera's own notes (EXIF tag 37500). Most are a directory as TIFF's are, behind a name, whose offsets count from the beginning of
/// the file that it stood in: they must move with it. Offsets that count from the note itself need nothing.
/// </summary>
/// <param name="from">Where its bytes stood.</param>
/// <param name="littleEndian">The byte order of that file.</param>
internal readonly struct MakerNote(long from, bool littleEndian)
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
        foreach (var start in NameLengths)
        {
            if (Entries(note, start) is not { } entries || entries.Count(e => e.IsInside) <= entries.Count / 2)
            {
                continue;
            }

            foreach (var (at, isInside) in entries)
            {
                Write32(note[(at + 4)..], isInside ? Read32(note[(at + 4)..]) : 0);
                Write32(note[(at + 8)..], isInside ? (uint)(Read32(note[(at + 8)..]) + to - from) : 0);
            }

            return;
        }
    }

    /// <summary>Where the entries with an offset stand, and whether it leads into the note; null where there is no directory.</summary>
    private List<(int At, bool IsInside)>? Entries(ReadOnlySpan<byte> note, int start)
    {
        if (start + 2 > note.Length || Read16(note[start..]) is var count && (count is 0 or > MaxEntries
            || start + 2 + count * EntryBytes > note.Length))
        {
            return null;
        }

        var entries = new List<(int, bool)>();
        for (var at = start + 2; at < start + 2 + count * EntryBytes; at += EntryBytes)
        {
            var kind = Read16(note[(at + 2)..]);
            if (kind is 0 or > 13)
            {
                return null;
            }

            var size = TiffEntry.BytesOf(kind) * (long)Read32(note[(at + 4)..]);
            if (size > 4)
            {
                var offset = Read32(note[(at + 8)..]);
                entries.Add((at, offset >= from && offset + size <= from + note.Length));
            }
        }

        return entries;
    }

    private int Read16(ReadOnlySpan<byte> bytes) =>
        littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private uint Read32(ReadOnlySpan<byte> bytes) =>
        littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private void Write32(Span<byte> bytes, uint value)
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
