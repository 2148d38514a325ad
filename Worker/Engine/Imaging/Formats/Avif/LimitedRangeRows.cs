using System.Runtime.InteropServices;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>
/// Stretches lightness of limited range (ITU-T H.273, section 8.3) to all values, which the codec does with colours alone.
/// </summary>
internal sealed class LimitedRangeRows : ChangedRows
{
    private readonly ushort _most;

    /// <param name="source">Rows as the decoder makes them: samples of more than 8 bits stand in the upper bits of 16.</param>
    /// <param name="bits">8, 10 or 12.</param>
    public LimitedRangeRows(DecodedImage source, int bits) : base(source, source.Shape) =>
        _most = (ushort)(bits == 8 ? byte.MaxValue : ((1 << bits) - 1) << (16 - bits));

    public override void ReadRow(Span<byte> row)
    {
        Source.ReadRow(row);
        if (Shape.BytesPerSample == 1)
        {
            Stretch(row, black: 16, range: 219);
        }
        else
        {
            Stretch(MemoryMarshal.Cast<byte, ushort>(row), black: 16 << 8, range: 219 << 8);
        }
    }

    private void Stretch<T>(Span<T> samples, int black, int range)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        for (var i = 0; i < samples.Length; i++)
        {
            if (!Shape.HasAlpha || (i + 1) % Shape.Channels != 0)
            {
                var lightness = long.CreateTruncating(samples[i]) - black;
                samples[i] = T.CreateTruncating(Math.Clamp((lightness * _most + range / 2) / range, 0, _most));
            }
        }
    }
}
