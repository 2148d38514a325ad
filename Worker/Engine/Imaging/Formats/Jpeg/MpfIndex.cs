using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// The index of the pictures in a file (CIPA DC-007, Multi-Picture Format, section 5): an APP2 segment of the first one. Its offsets
/// count from the TIFF header in it, and 0 is the first picture.
/// </summary>
internal sealed class MpfIndex
{
    private const int EntryBytes = 16;
    private const int UniqueIdBytes = 33;
    private const ushort Count = 0xB001;
    private const ushort Table = 0xB002;
    private const ushort UniqueIds = 0xB003;

    private readonly byte[] _tiff;
    private readonly bool _littleEndian;
    private int _count;
    private int _table;
    private int _countAt;
    private int _tableCountAt;
    private int _uniqueIds;
    private int _uniqueIdCountAt;

    private MpfIndex(ReadOnlySpan<byte> tiff)
    {
        _tiff = tiff.ToArray();
        _littleEndian = tiff.StartsWith("II"u8);
    }

    /// <summary>Whether it can be read at all.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>All pictures, the main one first; none where the index is damaged.</summary>
    public IReadOnlyList<MpfEntry> Entries { get; private set; } = [];

    /// <summary>A file's index; null where there is none.</summary>
    public static MpfIndex? Find(ReadOnlySpan<byte> file, JpegHeader header)
    {
        foreach (var segment in header.Segments)
        {
            var body = segment.Body(file);
            if (segment.Marker == 0xE2 && Read(body, segment.Offset + segment.Length - body.Length) is { } index)
            {
                return index;
            }
        }

        return null;
    }

    /// <param name="body">A segment's bytes behind marker and length.</param>
    /// <param name="place">Where in the file they begin.</param>
    /// <returns>Null where it is none, or tells of its own picture alone, as the segments of further pictures do.</returns>
    public static MpfIndex? Read(ReadOnlySpan<byte> body, int place)
    {
        if (!body.StartsWith("MPF\0"u8))
        {
            return null;
        }

        var index = new MpfIndex(body[4..]);
        try
        {
            return index.Find(place + 4) ? index : null;
        }
        catch (RefusedException)
        {
            index.IsDamaged = true;
            return index;
        }
    }

    /// <summary>The new segment, marker and length included.</summary>
    /// <param name="places">Where each entry's picture stands now, and its bytes; null for one that was dropped.</param>
    /// <param name="at">Where the new segment stands.</param>
    public byte[] Write(IReadOnlyList<(long Offset, long Length)?> places, long at)
    {
        var tiff = IsDamaged ? Fresh(places.Count) : (byte[])_tiff.Clone();
        var littleEndian = !IsDamaged && _littleEndian;
        var (table, count) = IsDamaged ? (50, places.Count) : (_table, _count);
        var numbers = new ushort[count + 1];
        ushort kept = 0;
        for (var i = 0; i < count; i++)
        {
            numbers[i + 1] = places[i] is null ? (ushort)0 : ++kept;
        }

        for (var i = 0; i < count; i++)
        {
            if (places[i] is not { } place)
            {
                continue;
            }

            var to = numbers[i + 1] - 1;
            var entry = tiff.AsSpan(table + EntryBytes * to, EntryBytes);
            tiff.AsSpan(table + EntryBytes * i, EntryBytes).CopyTo(entry);
            if (_uniqueIds > 0)
            {
                tiff.AsSpan(_uniqueIds + UniqueIdBytes * i, UniqueIdBytes).CopyTo(tiff.AsSpan(_uniqueIds + UniqueIdBytes * to));
            }

            U32(entry[4..], (uint)place.Length, littleEndian);
            U32(entry[8..], i == 0 ? 0 : (uint)(place.Offset - at - 8), littleEndian);
            foreach (var dependent in (int[])[12, 14])
            {
                var old = U16(entry[dependent..], littleEndian);
                U16(entry[dependent..], old < numbers.Length ? numbers[old] : (ushort)0, littleEndian);
            }
        }

        if (!IsDamaged && kept < count)
        {
            U32(tiff.AsSpan(_countAt), kept, littleEndian);
            U32(tiff.AsSpan(_tableCountAt), (uint)(EntryBytes * kept), littleEndian);
            if (_uniqueIds > 0)
            {
                U32(tiff.AsSpan(_uniqueIdCountAt), (uint)(UniqueIdBytes * kept), littleEndian);
            }
        }

        var length = 2 + 4 + tiff.Length;
        return [0xFF, 0xE2, (byte)(length >> 8), (byte)length, .. "MPF\0"u8, .. tiff];
    }

    private bool Find(int place)
    {
        var bytes = new HeaderBytes(_tiff, _littleEndian);
        if (!_tiff.AsSpan().StartsWith("II*\0"u8) && !_tiff.AsSpan().StartsWith("MM\0*"u8))
        {
            throw RefusedException.Corrupt("the MPF index has no TIFF header");
        }

        var directory = bytes.U32(4);
        var tags = bytes.U16(directory);
        var isOfOnePicture = false;
        for (var i = 0; i < tags; i++)
        {
            var entry = directory + 2L + 12L * i;
            switch (bytes.U16(entry))
            {
                case Count:
                    _ = bytes.U32(entry + 8);
                    _countAt = (int)entry + 8;
                    break;
                case Table:
                    _tableCountAt = (int)entry + 4;
                    _count = (int)(bytes.U32(entry + 4) / EntryBytes);
                    _table = (int)bytes.U32(entry + 8);
                    break;
                case UniqueIds:
                    (_uniqueIdCountAt, _uniqueIds) = ((int)entry + 4, (int)bytes.U32(entry + 8));
                    break;
                case >= 0xB101 and <= 0xB2FF:
                    isOfOnePicture = true;
                    break;
            }
        }

        if (_count == 0)
        {
            return isOfOnePicture ? false : throw RefusedException.Corrupt("the MPF index is empty");
        }

        _ = bytes.Slice(_table, EntryBytes * (long)_count);
        _ = _uniqueIds > 0 ? bytes.Slice(_uniqueIds, UniqueIdBytes * (long)_count) : [];
        if (_countAt == 0)
        {
            throw RefusedException.Corrupt("the MPF index does not tell how many pictures there are");
        }

        var entries = new List<MpfEntry>();
        for (var i = 0; i < _count; i++)
        {
            var entry = _table + EntryBytes * i;
            entries.Add(new(bytes.U32(entry) & 0xFFFFFF, bytes.U32(entry + 4), i == 0 ? 0 : place + (long)bytes.U32(entry + 8)));
        }

        Entries = entries;
        return true;
    }

    /// <summary>Version, number and table, as an index that could be read would have them; big-endian.</summary>
    private static byte[] Fresh(int count)
    {
        byte[] tiff =
        [
            .. "MM\0*"u8, 0, 0, 0, 8, 0, 3,
            0xB0, 0, 0, 7, 0, 0, 0, 4, .. "0100"u8,
            0xB0, 1, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0,
            0xB0, 2, 0, 7, 0, 0, 0, 0, 0, 0, 0, 50,
            0, 0, 0, 0, .. new byte[EntryBytes * count],
        ];
        U32(tiff.AsSpan(30), (uint)count, littleEndian: false);
        U32(tiff.AsSpan(38), (uint)(EntryBytes * count), littleEndian: false);
        U32(tiff.AsSpan(50), MpfEntry.MainPicture, littleEndian: false);
        return tiff;
    }

    private static ushort U16(ReadOnlySpan<byte> from, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(from) : BinaryPrimitives.ReadUInt16BigEndian(from);

    private static void U16(Span<byte> to, ushort value, bool littleEndian)
    {
        if (littleEndian)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(to, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(to, value);
        }
    }

    private static void U32(Span<byte> to, uint value, bool littleEndian)
    {
        if (littleEndian)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(to, value);
        }
    }
}
