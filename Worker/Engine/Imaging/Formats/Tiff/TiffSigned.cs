using System.Numerics;
using System.Runtime.InteropServices;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>Samples in two's complement, of 8 or 16 bits: they are resized with zero in the middle of the values.</summary>
internal static class TiffSigned
{
    /// <param name="source">Rows as they are stored.</param>
    /// <param name="channels">Those that are signed.</param>
    public static DecodedImage Read(DecodedImage source, Range channels) => new DecodedRows(source, channels);

    /// <param name="source">Rows with zero in the middle of the values; not disposed.</param>
    /// <param name="channels">Those that are signed.</param>
    public static RowSource Write(RowSource source, Range channels) => new StoredRows(source, channels);

    private static void Move(Span<byte> row, RowShape shape, Range channels)
    {
        if (shape.BytesPerSample == 1)
        {
            Move(row, shape.Channels, channels, (byte)0x80);
        }
        else
        {
            Move(MemoryMarshal.Cast<byte, ushort>(row), shape.Channels, channels, (ushort)0x8000);
        }
    }

    private static void Move<T>(Span<T> samples, int channels, Range signed, T middle)
        where T : IBinaryInteger<T>
    {
        for (var i = 0; i < samples.Length; i += channels)
        {
            foreach (ref var sample in samples.Slice(i, channels)[signed])
            {
                sample ^= middle;
            }
        }
    }

    private sealed class DecodedRows(DecodedImage source, Range channels) : ChangedRows(source, source.Shape)
    {
        public override void ReadRow(Span<byte> row)
        {
            Source.ReadRow(row);
            Move(row, Shape, channels);
        }
    }

    private sealed class StoredRows(RowSource source, Range channels) : RowSource(source.Shape)
    {
        public override void ReadRow(Span<byte> row)
        {
            source.ReadRow(row);
            Move(row, Shape, channels);
        }
    }
}
