using System.Buffers.Binary;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// Tags that programs append to a file, and which are found from its end: AFCP's (AXS File Concatenation Protocol), FotoStation's and
/// PhotoMechanic's, mostly IPTC. They tell nothing of the pixels.
/// </summary>
internal static class TagTrailers
{
    private const int AfcpEntryBytes = 12;

    /// <summary>The tags that a file ends with: where they begin, and what becomes of them.</summary>
    /// <param name="file">The file, up to where tags may end.</param>
    /// <param name="from">Where the main picture ends.</param>
    /// <param name="padding">Where the zeros begin that the file ends with. AFCP's last bytes are zeros, too.</param>
    /// <returns>Null where it does not end so.</returns>
    public static JpegPart? Find(ReadOnlySpan<byte> file, int from, int padding)
    {
        var last = Math.Max(from, padding - 12);
        var mark = last + Math.Max(file[last..padding].LastIndexOf("AXS!"u8), file[last..padding].LastIndexOf("AXS*"u8));
        if (mark >= last && mark + 12 <= file.Length && AfcpStart(file[..(mark + 12)], from) is { } afcp)
        {
            return new(JpegPartKind.Afcp, afcp, mark + 12 - afcp);
        }

        file = file[..padding];
        var trailer = file[from..];
        // FotoStation: a tag, the size of data and footer, and a signature.
        long size = 0;
        if (trailer.Length >= 10 && trailer.EndsWith((ReadOnlySpan<byte>)[0xA1, 0xB2, 0xC3, 0xD4]))
        {
            size = BinaryPrimitives.ReadUInt32BigEndian(trailer[^8..]);
            size = size < 10 ? 0 : size;
        }
        else if (trailer.Length >= 12 && trailer.EndsWith("cbipcbbl"u8))
        {
            size = 12L + BinaryPrimitives.ReadUInt32BigEndian(trailer[^12..]);
        }

        return size > 0 && size <= trailer.Length ? new(JpegPartKind.Carried, (int)(file.Length - size), (int)size) : null;
    }

    /// <summary>Puts right AFCP's offsets, which count from the file's beginning.</summary>
    /// <param name="tags">All of the trailer.</param>
    /// <param name="start">Where it stands now.</param>
    public static byte[] MoveAfcp(ReadOnlySpan<byte> tags, long start)
    {
        var moved = tags.ToArray();
        var littleEndian = tags[3] == '*';
        var said = Read(moved.AsSpan(^8..), littleEndian);
        Write(moved.AsSpan(^8..), start, littleEndian);
        var count = new HeaderBytes(tags, littleEndian).U16(6);
        for (var i = 0; i < count && AfcpEntryBytes * (i + 2) <= tags.Length - 12; i++)
        {
            var offset = moved.AsSpan(AfcpEntryBytes * (i + 1) + 8);
            if (Read(offset, littleEndian) is var old && old >= said && old <= said + tags.Length)
            {
                Write(offset, old - said + start, littleEndian);
            }
        }

        return moved;
    }

    /// <summary>Where it says, or, since the file may have been changed since, where its header stands.</summary>
    private static int? AfcpStart(ReadOnlySpan<byte> file, int from)
    {
        var mark = file[^12..^8];
        var said = Read(file[^8..], mark[3] == '*');
        if (said >= from && said <= file.Length - 24 && file[(int)said..].StartsWith(mark))
        {
            return (int)said;
        }

        return file[from..^12].LastIndexOf(mark) is >= 0 and var found ? from + found : null;
    }

    private static long Read(ReadOnlySpan<byte> from, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(from) : BinaryPrimitives.ReadUInt32BigEndian(from);

    private static void Write(Span<byte> to, long value, bool littleEndian)
    {
        if (littleEndian)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(to, (uint)value);
        }
    }
}
