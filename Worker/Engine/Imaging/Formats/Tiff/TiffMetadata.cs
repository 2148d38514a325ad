using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;
using Entries = System.Collections.Generic.SortedDictionary<ushort, (int Kind, long Count, byte[] Values)>;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>
/// Gives each page of a new TIFF the tags of its original that do not tell how samples are stored, private ones and the EXIF
/// and GPS directories included, by directories appended to the file. Numbers are turned into the new file's byte order.
/// Offsets inside a maker note are not followed; nor does any program that rewrites a TIFF.
/// </summary>
internal sealed class TiffMetadata
{
    private readonly bool _big;
    private readonly MemoryStream _output;
    private readonly SizeChange _change;

    private TiffMetadata(bool big, MemoryStream output, SizeChange change) => (_big, _output, _change) = (big, output, change);

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
        return new TiffMetadata(fresh.Big, output, change).Write(original, header.File, encoded, fresh, strip);

        int Side(TiffTag tag, ReadOnlySpan<byte> file) =>
            (int)TiffFile.Value(new HeaderBytes(file, littleEndian: true), fresh.Pages[0], tag, 0);
    }

    private byte[] Write(ReadOnlySpan<byte> original, TiffFile source, ReadOnlySpan<byte> encoded, TiffFile fresh, bool strip)
    {
        // Where the offset of the next directory stands: in the header at first, then at the end of each directory.
        long link = _big ? 8 : 4;
        for (var page = 0; page < fresh.Pages.Count; page++)
        {
            var entries = new Entries();
            foreach (var entry in fresh.Pages[page].Where(e => !IsCopied(e.Tag)))
            {
                var values = encoded.Slice((int)entry.At, (int)entry.Count * entry.ValueBytes).ToArray();
                entries[(ushort)entry.Tag] = (entry.Kind, entry.Count, values);
            }

            foreach (var entry in source.Pages[page])
            {
                if (strip ? entry.Tag is TiffTag.IccProfile or TiffTag.Orientation : IsCopied(entry.Tag))
                {
                    Take(original, source, entry, entries, depth: 0);
                }
            }

            link = WriteDirectory(entries, link);
        }

        return _output.ToArray();
    }

    private void Take(
        ReadOnlySpan<byte> original, TiffFile source, TiffEntry entry, Entries entries, int depth)
    {
        var tag = (ushort)entry.Tag;
        if (entry.Tag is not (TiffTag.ExifIfd or TiffTag.GpsIfd or TiffTag.InteroperabilityIfd))
        {
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

            if ((_big || entry.Kind < 16) && ExifTags.Scale(tag, entry.Kind, values, littleEndian: true, _change))
            {
                entries[tag] = (entry.Kind, entry.Count, values);
            }

            return;
        }

        var bytes = new HeaderBytes(original, source.LittleEndian);
        if (depth > 1 || TiffFile.Values(bytes, [entry], entry.Tag) is not [var at])
        {
            return;
        }

        var inner = new Entries();
        foreach (var child in TiffFile.ReadDirectory(bytes, source.Big, at, out _))
        {
            Take(original, source, child, inner, depth + 1);
        }

        var place = WriteDirectory(inner, link: -1) - (_big ? 8L + 20L * inner.Count : 2L + 12L * inner.Count);
        var pointer = new byte[_big ? 8 : 4];
        WriteOffset(pointer, place);
        entries[tag] = (_big ? 16 : 4, 1, pointer);
    }

    /// <summary>Appends a directory and its values and, unless <paramref name="link"/> is negative, has that place point to it.</summary>
    /// <returns>Where its own link to the next directory stands.</returns>
    private long WriteDirectory(Entries entries, long link)
    {
        var inlineBytes = _big ? 8 : 4;
        var directory = new byte[(_big ? 8 : 2) + entries.Count * (_big ? 20 : 12) + inlineBytes];
        var at = _big ? 8 : 2;
        if (_big)
        {
            BinaryPrimitives.WriteInt64LittleEndian(directory, entries.Count);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(directory, (ushort)entries.Count);
        }

        foreach (var (tag, (kind, count, values)) in entries)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(directory.AsSpan(at), tag);
            BinaryPrimitives.WriteUInt16LittleEndian(directory.AsSpan(at + 2), (ushort)kind);
            WriteOffset(directory.AsSpan(at + 4, inlineBytes), count);
            var inline = directory.AsSpan(at + 4 + inlineBytes, inlineBytes);
            if (values.Length <= inlineBytes)
            {
                values.CopyTo(inline);
            }
            else
            {
                WriteOffset(inline, Append(values));
            }

            at += 4 + 2 * inlineBytes;
        }

        var place = Append(directory);
        if (link >= 0)
        {
            var pointer = new byte[inlineBytes];
            WriteOffset(pointer, place);
            _output.Position = link;
            _output.Write(pointer);
        }

        return place + at;
    }

    /// <summary>Puts bytes on a word boundary at the end, and says where.</summary>
    private long Append(byte[] bytes)
    {
        _output.Position = _output.Length;
        if ((_output.Length & 1) != 0)
        {
            _output.WriteByte(0);
        }

        var place = _output.Length;
        _output.Write(bytes);
        return place;
    }

    private void WriteOffset(Span<byte> to, long offset)
    {
        if (_big)
        {
            BinaryPrimitives.WriteInt64LittleEndian(to, offset);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to, checked((uint)offset));
        }
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
        TiffTag.NewSubfileType or TiffTag.SubfileType or TiffTag.ImageWidth or TiffTag.ImageLength or TiffTag.BitsPerSample
        or TiffTag.Compression or TiffTag.Photometric or TiffTag.Thresholding or TiffTag.CellWidth or TiffTag.CellLength
        or TiffTag.FillOrder or TiffTag.StripOffsets or TiffTag.SamplesPerPixel or TiffTag.RowsPerStrip or TiffTag.StripByteCounts
        or TiffTag.MinSampleValue or TiffTag.MaxSampleValue or TiffTag.PlanarConfiguration or TiffTag.FreeOffsets
        or TiffTag.FreeByteCounts or TiffTag.T4Options or TiffTag.T6Options or TiffTag.Predictor or TiffTag.ColorMap
        or TiffTag.TileWidth or TiffTag.TileLength or TiffTag.TileOffsets or TiffTag.TileByteCounts or TiffTag.InkSet
        or TiffTag.SampleFormat or TiffTag.JpegTables or TiffTag.YCbCrCoefficients or TiffTag.YCbCrSubSampling
        or TiffTag.YCbCrPositioning or TiffTag.ReferenceBlackWhite or TiffTag.ContentCredentials);
}
