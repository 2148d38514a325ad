using System.Runtime.InteropServices;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>
/// Rows of numbers of 64 bits, which libvips does not read: it is told of twice as many pixels of 32 bits instead, which are the halves
/// of the numbers.
/// </summary>
/// <param name="halves">Those pixels; in a big-endian file the higher half comes first.</param>
/// <param name="littleEndian">The file's byte order.</param>
internal sealed class TiffDoubles(DecodedImage halves, bool littleEndian)
    : ChangedRows(halves, halves.Shape with { Width = halves.Shape.Width / 2, BytesPerSample = sizeof(double) })
{
    /// <summary>What is said of the samples instead of what the file says.</summary>
    public static Dictionary<TiffTag, int> Said(TiffHeader header) => new()
    {
        [TiffTag.ImageWidth] = 2 * header.Width,
        [TiffTag.TileWidth] = 2 * (header.Tile?.Width ?? 0),
        [TiffTag.BitsPerSample] = 32,
    };

    public override void ReadRow(Span<byte> row)
    {
        Source.ReadRow(row);
        if (littleEndian)
        {
            return;
        }

        foreach (ref var number in MemoryMarshal.Cast<byte, ulong>(row))
        {
            number = ulong.RotateLeft(number, 32);
        }
    }
}
