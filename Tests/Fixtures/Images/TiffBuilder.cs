using System.Buffers.Binary;

namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>A classic TIFF of one page and one strip, written by hand, with whatever tags a test wants to see.</summary>
/// <param name="littleEndian">The byte order.</param>
internal sealed class TiffBuilder(bool littleEndian = true)
{
    private readonly List<(ushort Tag, ushort Kind, int Count, byte[] Values)> _entries = [];

    /// <summary>Rows of interleaved samples; those of 16 bits stand in the machine's order, which is little-endian.</summary>
    public static TiffBuilder Of(
        byte[] samples, int width, int height, int channels, int bits = 8, int[]? extra = null, bool littleEndian = true)
    {
        var strip = (byte[])samples.Clone();
        for (var i = 0; bits == 16 && !littleEndian && i < strip.Length; i += 2)
        {
            strip.AsSpan(i, 2).Reverse();
        }

        var colours = channels - (extra?.Length ?? 0);
        return new TiffBuilder(littleEndian) { Strip = strip }
            .Shorts(256, width)
            .Shorts(257, height)
            .Shorts(258, [.. Enumerable.Repeat(bits, channels)])
            .Shorts(259, 1)
            .Shorts(262, colours switch { 1 => 1, 3 => 2, _ => 5 })
            .Shorts(277, channels)
            .Shorts(278, height)
            .Shorts(338, extra ?? []);
    }

    /// <summary>The bytes of the strip.</summary>
    public required byte[] Strip { get; init; }

    /// <summary>Adds an entry, or replaces the one of that tag; without values it goes.</summary>
    public TiffBuilder Shorts(ushort tag, params int[] values)
    {
        var bytes = new byte[2 * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            Write16(bytes.AsSpan(2 * i), values[i]);
        }

        return Entry(tag, 3, values.Length, bytes);
    }

    /// <param name="tag">Names the values.</param>
    /// <param name="kind">Their type.</param>
    /// <param name="count">How many.</param>
    /// <param name="values">As they stand in the file.</param>
    public TiffBuilder Entry(ushort tag, ushort kind, int count, byte[] values)
    {
        _entries.RemoveAll(e => e.Tag == tag);
        if (count > 0)
        {
            _entries.Add((tag, kind, count, values));
        }

        return this;
    }

    /// <param name="sorted">Entries in the order of their tags, as the format wants it, or the other way round.</param>
    /// <param name="strips">In how many strips of as many bytes; the caller sets RowsPerStrip.</param>
    public byte[] Build(bool sorted = true, int strips = 1)
    {
        var size = Strip.Length / strips;
        Longs(273, [.. Enumerable.Range(0, strips).Select(i => 8 + (i * size))]);
        Longs(279, [.. Enumerable.Repeat(size, strips)]);
        var entries = sorted ? _entries.OrderBy(e => e.Tag).ToList() : _entries.OrderByDescending(e => e.Tag).ToList();
        var file = new List<byte>(littleEndian ? "II*\0\0\0\0\0"u8.ToArray() : "MM\0*\0\0\0\0"u8.ToArray());
        file.AddRange(Strip);
        file.AddRange(new byte[file.Count & 1]);
        var directory = new byte[2 + (12 * entries.Count) + 4];
        var values = file.Count + directory.Length;
        var tail = new List<byte>();
        Write16(directory, entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = directory.AsSpan(2 + (12 * i));
            Write16(entry, entries[i].Tag);
            Write16(entry[2..], entries[i].Kind);
            Write32(entry[4..], entries[i].Count);
            if (entries[i].Values.Length <= 4)
            {
                entries[i].Values.CopyTo(entry[8..]);
            }
            else
            {
                Write32(entry[8..], values + tail.Count);
                tail.AddRange(entries[i].Values);
                tail.AddRange(new byte[tail.Count & 1]);
            }
        }

        var result = (byte[])[.. file, .. directory, .. tail];
        Write32(result.AsSpan(4), file.Count);
        return result;
    }

    private void Longs(ushort tag, int[] values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            Write32(bytes.AsSpan(4 * i), values[i]);
        }

        Entry(tag, 4, values.Length, bytes);
    }

    private void Write16(Span<byte> to, int value)
    {
        if (littleEndian)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)value);
        }
    }

    private void Write32(Span<byte> to, int value)
    {
        if (littleEndian)
        {
            BinaryPrimitives.WriteInt32LittleEndian(to, value);
        }
        else
        {
            BinaryPrimitives.WriteInt32BigEndian(to, value);
        }
    }
}
