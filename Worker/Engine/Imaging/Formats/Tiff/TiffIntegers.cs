using System.Runtime.InteropServices;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>
/// Samples that are whole numbers of 32 bits: they are resized as shares of the greatest one, in double precision, which holds each of
/// them; those in two's complement with zero in the middle, as <see cref="TiffSigned"/> has it.
/// </summary>
internal static class TiffIntegers
{
    private const uint Middle = 0x8000_0000;

    /// <param name="source">Rows as they are stored.</param>
    /// <param name="isSigned">They are in two's complement.</param>
    public static DecodedImage Read(DecodedImage source, bool isSigned) => new DecodedRows(source, isSigned ? Middle : 0);

    /// <param name="source">Rows of shares; not disposed.</param>
    /// <param name="isSigned">They are stored in two's complement.</param>
    public static RowSource Write(RowSource source, bool isSigned) => new StoredRows(source, isSigned ? Middle : 0);

    private sealed class DecodedRows(DecodedImage source, uint middle)
        : ChangedRows(source, source.Shape with { BytesPerSample = sizeof(double) })
    {
        private readonly byte[] _stored = new byte[source.Shape.RowBytes];

        public override void ReadRow(Span<byte> row)
        {
            Source.ReadRow(_stored);
            var integers = MemoryMarshal.Cast<byte, uint>(_stored.AsSpan());
            var shares = MemoryMarshal.Cast<byte, double>(row);
            for (var i = 0; i < integers.Length; i++)
            {
                shares[i] = (integers[i] ^ middle) / (double)uint.MaxValue;
            }
        }
    }

    private sealed class StoredRows(RowSource source, uint middle) : RowSource(source.Shape with { BytesPerSample = sizeof(uint) })
    {
        private readonly byte[] _shares = new byte[source.Shape.RowBytes];

        public override void ReadRow(Span<byte> row)
        {
            source.ReadRow(_shares);
            var shares = MemoryMarshal.Cast<byte, double>(_shares.AsSpan());
            var integers = MemoryMarshal.Cast<byte, uint>(row);
            for (var i = 0; i < shares.Length; i++)
            {
                integers[i] = (uint)Math.Round(Math.Clamp(shares[i], 0, 1) * uint.MaxValue) ^ middle;
            }
        }
    }
}
