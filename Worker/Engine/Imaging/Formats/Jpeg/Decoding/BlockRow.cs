using System.Numerics;
using System.Runtime.CompilerServices;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>A row of blocks, read from the left to the right.</summary>
internal readonly ref struct BlockRow
{
    private readonly ReadOnlySpan<short> _dc;
    private readonly ReadOnlySpan<ulong> _nonZero;
    private readonly ReadOnlySpan<ulong> _negative;
    private readonly ReadOnlySpan<ulong> _first;
    private readonly ReadOnlySpan<ulong> _refined0;
    private readonly ReadOnlySpan<ulong> _refined1;
    private readonly ReadOnlySpan<ulong> _refined2;
    private readonly List<FirstScanValues> _firstScans;
    private readonly int _row;
    // Of each of those, how many values of this row were read.
    private readonly Span<int> _read;

    /// <param name="coefficients">Of the component, complete.</param>
    /// <param name="row">The row of blocks.</param>
    /// <param name="read">Room for one number for each first scan.</param>
    public BlockRow(CoefficientPlane coefficients, int row, Span<int> read)
    {
        _dc = coefficients.Dc(row);
        _nonZero = coefficients.NonZero(row);
        _negative = coefficients.Negative(row);
        _first = coefficients.First(row);
        _refined0 = coefficients.Refined(0, row);
        _refined1 = coefficients.Refined(1, row);
        _refined2 = coefficients.Refined(2, row);
        _firstScans = coefficients.FirstScans;
        _row = row;
        _read = read;
        _read.Clear();
    }

    public int Dc(int block) => _dc[block];

    /// <summary>Which AC coefficients of a block are not zero.</summary>
    public ulong NonZero(int block) => _nonZero[block];

    /// <summary>Reads the AC coefficients of the next block that has any, and dequantizes them.</summary>
    /// <param name="block">Its place in the row.</param>
    /// <param name="quantization">The quantization table, in zigzag order.</param>
    /// <param name="target">64 zeros, which are overwritten row by row of the block.</param>
    public void ReadAc(int block, ReadOnlySpan<short> quantization, Span<short> target)
    {
        var (nonZero, first, negative) = (_nonZero[block], _first[block], _negative[block]);
        var refined0 = Bits(_refined0, block);
        var refined1 = Bits(_refined1, block);
        var refined2 = Bits(_refined2, block);
        for (var i = 0; i < _firstScans.Count; i++)
        {
            var rest = nonZero & _firstScans[i].Scan.Bits;
            var count = BitOperations.PopCount(rest & first);
            var values = _firstScans[i].Of(_row, _read[i], count);
            _read[i] += count;
            var next = 0;
            for (; rest != 0; rest &= rest - 1)
            {
                var k = BitOperations.TrailingZeroCount(rest);
                var hasFirst = Bit(first, k);
                var magnitude = Bit(refined0, k) | (Bit(refined1, k) << 1) | (Bit(refined2, k) << 2) | (values[next] & -hasFirst);
                next += hasFirst;
                var sign = -Bit(negative, k);
                target[InverseDct.Positions[k]] = (short)(((magnitude ^ sign) - sign) * quantization[k]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(ReadOnlySpan<ulong> bits, int block) => bits.IsEmpty ? 0 : bits[block];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bit(ulong bits, int k) => (int)(bits >> k) & 1;
}
