using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>The directories of a classic or big TIFF, in either byte order (TIFF 6.0, section 2; BigTIFF).</summary>
internal sealed class TiffFile
{
    /// <summary>More pages than this are taken for a directory chain made to keep the reader busy.</summary>
    private const int MaxPages = 100_000;

    private TiffFile(bool littleEndian, bool big, List<IReadOnlyList<TiffEntry>> pages) =>
        (LittleEndian, Big, Pages) = (littleEndian, big, pages);

    public bool LittleEndian { get; }

    public bool Big { get; }

    public IReadOnlyList<IReadOnlyList<TiffEntry>> Pages { get; }

    public static bool IsTiff(ReadOnlySpan<byte> file) =>
        file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) || file.StartsWith("II+\0\b\0"u8) || file.StartsWith("MM\0+\0\b"u8);

    public static TiffFile Read(ReadOnlySpan<byte> file)
    {
        var littleEndian = file[0] == (byte)'I';
        var bytes = new HeaderBytes(file, littleEndian);
        var big = bytes.U16(2) == 43;
        var pages = new List<IReadOnlyList<TiffEntry>>();
        var seen = new HashSet<long>();
        var next = big ? bytes.U64(8) : bytes.U32(4);
        while (next != 0)
        {
            if (!seen.Add(next) || pages.Count == MaxPages)
            {
                throw RefusedException.Corrupt("the TIFF's directories do not end");
            }

            pages.Add(ReadDirectory(bytes, big, next, out next));
        }

        return pages.Count > 0 ? new(littleEndian, big, pages) : throw RefusedException.Corrupt("the TIFF has no page");
    }

    /// <param name="bytes">The file.</param>
    /// <param name="big">It is a BigTIFF.</param>
    /// <param name="at">Where the directory begins.</param>
    /// <param name="next">Where the next one begins; 0 after the last.</param>
    /// <exception cref="RefusedException">It is damaged, or has an entry that could not be copied.</exception>
    public static List<TiffEntry> ReadDirectory(HeaderBytes bytes, bool big, long at, out long next)
    {
        var count = big ? bytes.U64(at) : bytes.U16(at);
        var size = big ? 20 : 12;
        var first = at + (big ? 8 : 2);
        if (count > 4096)
        {
            throw RefusedException.Corrupt($"a TIFF directory announces {count} entries");
        }

        var entries = new List<TiffEntry>((int)count);
        for (var i = 0; i < count; i++)
        {
            var entry = first + (long)i * size;
            var kind = bytes.U16(entry + 2);
            var values = big ? bytes.U64(entry + 4) : bytes.U32(entry + 4);
            var inline = entry + (big ? 12 : 8);
            var valueBytes = TiffEntry.BytesOf(kind);
            if (valueBytes == 0)
            {
                // An empty entry is of tag 0.
                var tag = bytes.U16(entry);
                if (TiffEntry.TellsSamples((TiffTag)tag))
                {
                    throw RefusedException.Corrupt(
                        $"the TIFF's tag {tag}, which tells how its samples are stored, is of a type that is not known ({kind})");
                }

                if (tag != 0)
                {
                    throw RefusedException.Unsupported(
                        $"a TIFF whose tag {tag} is of a type that is not known ({kind}), and would be lost");
                }

                continue;
            }

            if (values > bytes.Length)
            {
                throw RefusedException.Corrupt("a TIFF entry announces more values than the file can hold");
            }

            var total = values * valueBytes;
            var where = total <= (big ? 8 : 4) ? inline : big ? bytes.U64(inline) : bytes.U32(inline);
            _ = bytes.Slice(where, total);
            entries.Add(new((TiffTag)bytes.U16(entry), kind, values, where));
        }

        next = big ? bytes.U64(first + count * size) : bytes.U32(first + count * size);
        return entries;
    }

    /// <summary>The values of a BYTE, SHORT, LONG or LONG8 entry of a page; empty where the page has none.</summary>
    public static long[] Values(HeaderBytes bytes, IReadOnlyList<TiffEntry> page, TiffTag tag)
    {
        foreach (var entry in page)
        {
            if (entry.Tag != tag)
            {
                continue;
            }

            var values = new long[entry.Count];
            for (var i = 0; i < values.Length; i++)
            {
                var at = entry.At + (long)i * entry.ValueBytes;
                values[i] = entry.Kind switch
                {
                    1 or 7 => bytes.U8(at),
                    3 => bytes.U16(at),
                    4 or 13 => bytes.U32(at),
                    16 or 18 => bytes.U64(at),
                    _ => throw RefusedException.Corrupt($"the TIFF tag {(int)tag} is of a wrong type"),
                };
            }

            return values;
        }

        return [];
    }

    /// <summary>The first value of such an entry; <paramref name="absent"/> where the page has none.</summary>
    public static long Value(HeaderBytes bytes, IReadOnlyList<TiffEntry> page, TiffTag tag, long absent) =>
        Values(bytes, page, tag) is [var value, ..] ? value : absent;
}
