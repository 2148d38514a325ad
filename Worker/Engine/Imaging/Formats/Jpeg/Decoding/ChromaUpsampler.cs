using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>
/// Chroma of half the width, or of half the width and height, at full size: each sample comes to three quarters of the nearest and to one
/// quarter of the next, in each direction. To the last bit as libjpeg does it (jdsample.c, "fancy upsampling").
/// </summary>
/// <param name="chroma">At least 3 samples a row.</param>
/// <param name="isHalfHeight">Whether there is one row for two.</param>
internal sealed class ChromaUpsampler(ComponentRows chroma, bool isHalfHeight)
{
    /// <summary>Samples that are looked at beyond those that count.</summary>
    public const int Margin = 16;

    private readonly ushort[] _sums = new ushort[chroma.Width + 2 + (2 * Margin)];
    private readonly byte[] _row = new byte[(2 * chroma.Width) + (2 * Margin)];

    /// <summary>A row, which is overwritten by the next, and <see cref="Margin"/> more bytes.</summary>
    /// <param name="y">The row that was asked for last, or the next one.</param>
    public ReadOnlySpan<byte> Row(int y)
    {
        if (isHalfHeight)
        {
            Sum(chroma.Row(y >> 1), chroma.Row((y >> 1) + ((y & 1) == 0 ? -1 : 1)));
            Spread(8, 7, 4);
        }
        else
        {
            Widen(chroma.Row(y));
            Spread(1, 2, 2);
        }

        return _row;
    }

    private void Sum(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far)
    {
        for (var x = 0; x < chroma.Width; x += 16)
        {
            var (low, high) = Vector128.Widen(Load(near, x));
            var (farLow, farHigh) = Vector128.Widen(Load(far, x));
            ((low * 3) + farLow).CopyTo(_sums.AsSpan(x + 1));
            ((high * 3) + farHigh).CopyTo(_sums.AsSpan(x + 9));
        }
    }

    private void Widen(ReadOnlySpan<byte> row)
    {
        for (var x = 0; x < chroma.Width; x += 16)
        {
            var (low, high) = Vector128.Widen(Load(row, x));
            low.CopyTo(_sums.AsSpan(x + 1));
            high.CopyTo(_sums.AsSpan(x + 9));
        }
    }

    /// <summary>Of each sum two samples: with the one to the left, and with the one to the right.</summary>
    private void Spread(ushort roundLeft, ushort roundRight, int shift)
    {
        _sums[0] = _sums[1];
        _sums[chroma.Width + 1] = _sums[chroma.Width];
        for (var x = 0; x < chroma.Width; x += 8)
        {
            var three = Load<ushort>(_sums, x + 1) * 3;
            var left = (three + Load<ushort>(_sums, x) + Vector128.Create(roundLeft)) >> shift;
            var right = (three + Load<ushort>(_sums, x + 2) + Vector128.Create(roundRight)) >> shift;
            (left | (right << 8)).AsByte().CopyTo(_row.AsSpan(2 * x));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Load<T>(ReadOnlySpan<T> from, int at) => Vector128.Create(from[at..]);
}
