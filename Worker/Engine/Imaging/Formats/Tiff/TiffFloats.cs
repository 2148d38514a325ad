using System.Numerics;
using System.Runtime.InteropServices;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>
/// Samples that are numbers of 16, 32 or 64 bits with a floating point: they are resized in single precision, those of 64 in double, and
/// neither rounded to steps nor kept to a range.
/// </summary>
internal static class TiffFloats
{
    /// <summary>
    /// What is beyond stands for no data, as the least and the greatest number of 32 bits often do, and sums of it would overflow.
    /// </summary>
    private const double Most = 1e37;

    private const float MostOfHalf = 65_504;

    /// <param name="source">Rows as they are stored: of two, four or eight bytes a sample.</param>
    public static DecodedImage Read(DecodedImage source) =>
        new Numbers(source.Shape.BytesPerSample == 2 ? new DecodedHalves(source) : source);

    /// <summary>Rounds to numbers of 16 bits; what filters lift beyond them becomes the greatest one.</summary>
    /// <param name="source">Rows of four bytes a sample; not disposed.</param>
    public static RowSource ToHalves(RowSource source) => new StoredHalves(source);

    private sealed class Numbers(DecodedImage source) : ChangedRows(source, source.Shape)
    {
        public override void ReadRow(Span<byte> row)
        {
            Source.ReadRow(row);
            if (Shape.BytesPerSample == sizeof(double))
            {
                RequireData(MemoryMarshal.Cast<byte, double>(row));
            }
            else
            {
                RequireData(MemoryMarshal.Cast<byte, float>(row));
            }
        }

        private static void RequireData<T>(ReadOnlySpan<T> samples)
            where T : IFloatingPoint<T>
        {
            var most = T.CreateChecked(Most);
            foreach (var value in samples)
            {
                if (!(T.Abs(value) <= most))
                {
                    throw RefusedException.Unsupported(
                        $"a TIFF in which a sample is {value}, as where there is no data: it would be mixed with its neighbours");
                }
            }
        }
    }

    private sealed class DecodedHalves(DecodedImage source)
        : ChangedRows(source, source.Shape with { BytesPerSample = sizeof(float) })
    {
        private readonly byte[] _halves = new byte[source.Shape.RowBytes];

        public override void ReadRow(Span<byte> row)
        {
            Source.ReadRow(_halves);
            var halves = MemoryMarshal.Cast<byte, Half>(_halves.AsSpan());
            var floats = MemoryMarshal.Cast<byte, float>(row);
            for (var i = 0; i < halves.Length; i++)
            {
                floats[i] = (float)halves[i];
            }
        }
    }

    private sealed class StoredHalves(RowSource source) : RowSource(source.Shape with { BytesPerSample = 2 })
    {
        private readonly byte[] _floats = new byte[source.Shape.RowBytes];

        public override void ReadRow(Span<byte> row)
        {
            source.ReadRow(_floats);
            var floats = MemoryMarshal.Cast<byte, float>(_floats.AsSpan());
            var halves = MemoryMarshal.Cast<byte, Half>(row);
            for (var i = 0; i < floats.Length; i++)
            {
                halves[i] = (Half)Math.Clamp(floats[i], -MostOfHalf, MostOfHalf);
            }
        }
    }
}
