using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>Where pixels are on a map (OGC GeoTIFF 1.1, section 7.3): numbers of 64 bits, little-endian.</summary>
internal static class TiffPlace
{
    private const int RasterTypeKey = 1025;
    private const int Point = 2;

    public static bool Is(TiffTag tag) => tag is TiffTag.GeoPixelScale or TiffTag.GeoTiepoint or TiffTag.GeoTransformation;

    /// <summary>Whether a page counts places from the centre of its first pixel, and not from its corner.</summary>
    public static bool IsOfPoints(HeaderBytes bytes, IReadOnlyList<TiffEntry> page)
    {
        // Keys of four numbers follow the first four: the key, where its value stands, how many there are, and the value.
        var keys = TiffFile.Values(bytes, page, TiffTag.GeoKeyDirectory);
        for (var i = 4; i + 3 < keys.Length; i += 4)
        {
            if (keys[i] == RasterTypeKey)
            {
                return keys[i + 3] == Point;
            }
        }

        return false;
    }

    /// <summary>Changes the values of a tag so that each place on the picture stays the same one on the map.</summary>
    public static void Scale(TiffEntry entry, Span<byte> values, bool isPoint, SizeChange change)
    {
        var (across, down) = ((double)change.NewWidth / change.OldWidth, (double)change.NewHeight / change.OldHeight);
        var shift = isPoint ? 0.5 : 0;
        switch (entry)
        {
            case { Tag: TiffTag.GeoPixelScale, Kind: 12, Count: >= 2 }:
                Write(values, 0, Read(values, 0) / across);
                Write(values, 1, Read(values, 1) / down);
                break;

            // Column, row and height of a pixel, and what is there.
            case { Tag: TiffTag.GeoTiepoint, Kind: 12 }:
                for (var i = 0; i + 5 < entry.Count; i += 6)
                {
                    Write(values, i, (Read(values, i) + shift) * across - shift);
                    Write(values, i + 1, (Read(values, i + 1) + shift) * down - shift);
                }

                break;

            // Four rows of four: what a column, a row, a height and the beginning add.
            case { Tag: TiffTag.GeoTransformation, Kind: 12, Count: 16 }:
                for (var row = 0; row < 12; row += 4)
                {
                    var (column, line) = (Read(values, row), Read(values, row + 1));
                    Write(values, row, column / across);
                    Write(values, row + 1, line / down);
                    Write(values, row + 3, Read(values, row + 3) + column * (shift / across - shift) + line * (shift / down - shift));
                }

                break;
            default:
                throw RefusedException.Unsupported($"a GeoTIFF whose tag {(int)entry.Tag} is of an unusual form");
        }
    }

    private static double Read(ReadOnlySpan<byte> values, int index) => BinaryPrimitives.ReadDoubleLittleEndian(values[(8 * index)..]);

    private static void Write(Span<byte> values, int index, double value) =>
        BinaryPrimitives.WriteDoubleLittleEndian(values[(8 * index)..], value);
}
