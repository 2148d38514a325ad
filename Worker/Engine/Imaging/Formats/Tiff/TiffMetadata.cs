using ImgCompress.Engine.Imaging.Pixels;
using Entries = System.Collections.Generic.SortedDictionary<ushort, (int Kind, long Count, byte[] Values)>;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>
/// Gives each page of a new TIFF the tags of its original that do not tell how samples are stored, private ones and the EXIF
/// and GPS directories included, by directories appended to the file. Numbers are turned into the new file's byte order.
/// </summary>
internal sealed class TiffMetadata
{
    private readonly bool _big;
    private readonly TiffHeader _header;
    private readonly TiffDirectoryWriter _writer;
    private readonly SizeChange _change;

    private TiffMetadata(bool big, TiffHeader header, TiffDirectoryWriter writer, SizeChange change) =>
        (_big, _header, _writer, _change) = (big, header, writer, change);

    /// <summary>The new file. With <paramref name="strip"/> only the ICC profile and the orientation are carried.</summary>
    public static byte[] Copy(ReadOnlySpan<byte> original, TiffHeader header, ReadOnlySpan<byte> encoded, bool strip)
    {
        var fresh = TiffFile.Read(encoded);
        if (!fresh.LittleEndian || fresh.Pages.Count != header.Frames)
        {
            throw RefusedException.Unsupported("a TIFF whose pages or byte order the codec does not keep");
        }

        using var output = new MemoryStream(encoded.Length + 65_536);
        output.Write(encoded);
        var (width, height) = (Side(TiffTag.ImageWidth, encoded), Side(TiffTag.ImageLength, encoded));
        var change = new SizeChange(header.Width, header.Height, width, height);
        new TiffMetadata(fresh.Big, header, new(output, fresh.Big), change).Write(original, header.File, encoded, fresh, strip);
        return output.ToArray();

        int Side(TiffTag tag, ReadOnlySpan<byte> file) =>
            (int)TiffFile.Value(new HeaderBytes(file, littleEndian: true), fresh.Pages[0], tag, 0);
    }

    private void Write(ReadOnlySpan<byte> original, TiffFile source, ReadOnlySpan<byte> encoded, TiffFile fresh, bool strip)
    {
        // Where the offset of the next directory stands: in the header at first, then at the end of each directory.
        var link = _writer.FirstLink;
        for (var page = 0; page < fresh.Pages.Count; page++)
        {
            var entries = new Entries();
            foreach (var entry in fresh.Pages[page].Where(e => !IsCopied(e.Tag)))
            {
                var values = encoded.Slice((int)entry.At, (int)entry.Count * entry.ValueBytes).ToArray();
                entries[(ushort)entry.Tag] = (entry.Kind, entry.Count, values);
            }

            var isPoint = TiffPlace.IsOfPoints(new(original, source.LittleEndian), source.Pages[page]);
            foreach (var entry in source.Pages[page])
            {
                if ((strip ? entry.Tag is TiffTag.IccProfile or TiffTag.Orientation : IsCopied(entry.Tag))
                    || (_header is { Photometric: TiffYCbCr.Photometric, IsOfOtherAxes: true } && TiffYCbCr.Tells(entry.Tag)))
                {
                    Take(original, source, entry, entries, isPoint, depth: 0);
                }
            }

            link = _writer.Write(entries, link);
        }
    }

    private void Take(
        ReadOnlySpan<byte> original, TiffFile source, TiffEntry entry, Entries entries, bool isPoint, int depth)
    {
        var tag = (ushort)entry.Tag;
        if (entry.IsDirectory)
        {
            TakeDirectory(original, source, entry, entries, depth);
            return;
        }

        var values = original.Slice((int)entry.At, (int)entry.Count * entry.ValueBytes).ToArray();
        if (entry.Tag == TiffTag.Iptc)
        {
            // Bytes, though older writers call them LONGs: no byte order is theirs.
            entries[tag] = (7, values.Length, values);
            return;
        }

        if (!source.LittleEndian)
        {
            Swap(values, entry.Kind);
        }

        if (entry is { Tag: TiffTag.Xmp, ValueBytes: 1 })
        {
            values = XmpSizes.Write(values, _change);
            entries[tag] = (entry.Kind, values.Length, values);
            return;
        }

        if (entry is { Tag: TiffTag.ImageDescription, ValueBytes: 1 })
        {
            values = TiffShape.Write(values, _header, _change);
            entries[tag] = (entry.Kind, values.Length, values);
            return;
        }

        if (TiffPlace.Is(entry.Tag))
        {
            TiffPlace.Scale(entry, values, isPoint, _change);
        }

        if (ExifTags.Scale(tag, entry.Kind, values, littleEndian: true, _change))
        {
            entries[tag] = (entry.Kind, entry.Count, values);
        }
    }

    private void TakeDirectory(ReadOnlySpan<byte> original, TiffFile source, TiffEntry entry, Entries entries, int depth)
    {
        var bytes = new HeaderBytes(original, source.LittleEndian);
        if (depth > 1 || TiffFile.Values(bytes, [entry], entry.Tag) is not [var at])
        {
            throw RefusedException.Unsupported($"a TIFF with directories inside of each other, or several of one tag ({(int)entry.Tag})");
        }

        var inner = new Entries();
        MakerNote? note = null;
        foreach (var child in TiffFile.ReadDirectory(bytes, source.Big, at, out _))
        {
            if (child.Tag is TiffTag.StripOffsets or TiffTag.TileOffsets or TiffTag.JpegInterchangeFormat)
            {
                throw RefusedException.Unsupported($"a TIFF with a picture in the directory of its tag {(int)entry.Tag}");
            }

            note = (ushort)child.Tag == MakerNote.Tag ? new MakerNote(child.At, source.LittleEndian) : note;
            Take(original, source, child, inner, isPoint: false, depth + 1);
        }

        var place = _writer.Write(inner, note: note) - (_big ? 8L + 20L * inner.Count : 2L + 12L * inner.Count);
        var pointer = new byte[_big ? 8 : 4];
        _writer.WriteOffset(pointer, place);
        var kind = entry.Kind is 13 or 18 ? (_big ? 18 : 13) : _big ? 16 : 4;
        entries[(ushort)entry.Tag] = (kind, 1, pointer);
    }

    private static void Swap(Span<byte> values, int kind)
    {
        // A rational is two numbers of four bytes.
        var size = kind is 5 or 10 ? 4 : TiffEntry.BytesOf(kind);
        for (var at = 0; size > 1 && at + size <= values.Length; at += size)
        {
            values.Slice(at, size).Reverse();
        }
    }

    private static bool IsCopied(TiffTag tag) => tag is not (
        TiffTag.ImageWidth or TiffTag.ImageLength or TiffTag.BitsPerSample
        or TiffTag.Compression or TiffTag.Photometric or TiffTag.Thresholding or TiffTag.CellWidth or TiffTag.CellLength
        or TiffTag.FillOrder or TiffTag.StripOffsets or TiffTag.SamplesPerPixel or TiffTag.RowsPerStrip or TiffTag.StripByteCounts
        or TiffTag.MinSampleValue or TiffTag.MaxSampleValue or TiffTag.PlanarConfiguration or TiffTag.FreeOffsets
        or TiffTag.FreeByteCounts or TiffTag.T4Options or TiffTag.T6Options or TiffTag.Predictor or TiffTag.ColorMap
        or TiffTag.TileWidth or TiffTag.TileLength or TiffTag.TileOffsets or TiffTag.TileByteCounts or TiffTag.InkSet
        or TiffTag.SampleFormat or TiffTag.SMinSampleValue or TiffTag.SMaxSampleValue or TiffTag.JpegTables
        or TiffTag.SubIfds or TiffTag.ContentCredentials)
        && !TiffYCbCr.Tells(tag);
}
