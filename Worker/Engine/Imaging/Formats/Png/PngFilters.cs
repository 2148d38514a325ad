using System.IO.Compression;
using ImgCompress.Engine.Imaging.Pixels;
using NetVips;

namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>
/// Whether a picture takes fewer bytes with its rows filtered (section 9 of the standard): photographs and gradients do, text and flat
/// areas mostly do not.
/// </summary>
internal static class PngFilters
{
    /// <summary>By what the first rows take either way, deflated in haste.</summary>
    public static Enums.ForeignPngFilter Recommended(PeekedRows rows)
    {
        var shape = rows.Shape;
        var pixel = shape.Channels * shape.BytesPerSample;
        var filtered = new byte[rows.Peeked.Length];
        for (var row = 0; row < filtered.Length; row += shape.RowBytes)
        {
            Filter(rows.Peeked.Slice(row, shape.RowBytes), row == 0 ? [] : rows.Peeked.Slice(row - shape.RowBytes, shape.RowBytes), pixel)
                .CopyTo(filtered, row);
        }

        return Deflated(filtered) < Deflated(rows.Peeked) ? Enums.ForeignPngFilter.All : Enums.ForeignPngFilter.None;
    }

    /// <summary>By Sub or Up, whichever has the smaller sum of differences; the encoder knows more filters and does no worse.</summary>
    private static byte[] Filter(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixel)
    {
        var (sub, up) = (new byte[row.Length], new byte[row.Length]);
        var (subSum, upSum) = (0L, 0L);
        for (var x = 0; x < row.Length; x++)
        {
            sub[x] = (byte)(row[x] - (x < pixel ? 0 : row[x - pixel]));
            up[x] = (byte)(row[x] - (above.IsEmpty ? 0 : above[x]));
            subSum += Math.Abs((sbyte)sub[x] + 0);
            upSum += Math.Abs((sbyte)up[x] + 0);
        }

        return subSum <= upSum ? sub : up;
    }

    private static long Deflated(ReadOnlySpan<byte> bytes)
    {
        using var target = new MemoryStream();
        using (var deflate = new DeflateStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        return target.Length;
    }
}
