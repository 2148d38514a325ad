using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;
using Entries = System.Collections.Generic.SortedDictionary<ushort, (int Kind, long Count, byte[] Values)>;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>The table of colours of a TIFF whose samples are places in it (TIFF 6.0, section 5): all reds, all greens, all blues.</summary>
internal static class TiffPalette
{
    public const int Photometric = 3;

    /// <summary>Red, green and blue of each colour.</summary>
    /// <exception cref="RefusedException">The table is missing, or of another size than samples can say.</exception>
    public static byte[] Read(HeaderBytes bytes, IReadOnlyList<TiffEntry> page, int bits)
    {
        var table = TiffFile.Values(bytes, page, TiffTag.ColorMap);
        var count = 1 << bits;
        if (table.Length != 3 * count)
        {
            throw RefusedException.Corrupt($"the TIFF's table of colours has {table.Length} numbers, and not {3 * count}");
        }

        // Of 16 bits; old programs wrote 8.
        var unused = table.Any(value => value > byte.MaxValue) ? 8 : 0;
        var colours = new byte[table.Length];
        for (var i = 0; i < colours.Length; i++)
        {
            colours[i] = (byte)(table[i % 3 * count + i / 3] >> unused);
        }

        return colours;
    }

    /// <summary>Gives each page of a new grey TIFF the same table: its samples are places from then on.</summary>
    /// <param name="encoded">As libtiff writes it.</param>
    /// <param name="bits">Of a sample.</param>
    /// <param name="colours">RGBA, no more than samples can say.</param>
    public static byte[] Add(ReadOnlySpan<byte> encoded, int bits, IReadOnlyList<uint> colours)
    {
        var count = 1 << bits;
        var table = new byte[2 * 3 * count];
        for (var i = 0; i < 3 * colours.Count; i++)
        {
            var (channel, colour) = (i / colours.Count, i % colours.Count);
            var value = (byte)(colours[colour] >> (24 - 8 * channel));
            BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(2 * (channel * count + colour)), (ushort)(value * 257));
        }

        var tiff = TiffFile.Read(encoded);
        using var output = new MemoryStream(encoded.Length + table.Length + 4096);
        output.Write(encoded);
        var writer = new TiffDirectoryWriter(output, tiff.Big);
        var link = writer.FirstLink;
        foreach (var page in tiff.Pages)
        {
            var entries = new Entries();
            foreach (var entry in page)
            {
                var values = encoded.Slice((int)entry.At, (int)entry.Count * entry.ValueBytes).ToArray();
                entries[(ushort)entry.Tag] = (entry.Kind, entry.Count, values);
            }

            entries[(ushort)TiffTag.Photometric] = (3, 1, [Photometric, 0]);
            entries[(ushort)TiffTag.ColorMap] = (3, 3 * count, table);
            link = writer.Write(entries, link);
        }

        return output.ToArray();
    }
}
