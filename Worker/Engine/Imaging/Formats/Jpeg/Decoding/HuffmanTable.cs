using System.Runtime.CompilerServices;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>A Huffman table to decode by (ITU-T T.81, annex C): the codes of one length are consecutive numbers.</summary>
internal sealed class HuffmanTable
{
    private const int QuickBits = 9;
    private const int MaxBits = 16;
    private const int MaxSymbols = 256;

    // By the next bits: the code's length, times 256, and its symbol; 0 where the code is longer, or none.
    private readonly ushort[] _quick = new ushort[1 << QuickBits];
    // By length: the first number behind the codes of this length, moved to the left of 16 bits.
    private readonly int[] _behind = new int[MaxBits + 1];
    // By length: what leads from a code to the index of its symbol.
    private readonly int[] _offset = new int[MaxBits + 1];
    private readonly byte[] _symbols;

    /// <param name="counts">How many codes there are of 1 to 16 bits.</param>
    /// <param name="symbols">What they stand for, in their order.</param>
    /// <exception cref="RefusedException">There are more codes than so many bits can tell apart.</exception>
    public HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        Require(symbols.Length <= MaxSymbols);
        _symbols = symbols.ToArray();
        var (code, index) = (0, 0);
        for (var length = 1; length <= MaxBits; length++)
        {
            var count = counts[length - 1];

            // The code of ones alone is none.
            Require(count == 0 || code + count < 1 << length);
            _offset[length] = index - code;
            for (var i = 0; i < count && length <= QuickBits; i++)
            {
                var first = (code + i) << (QuickBits - length);
                _quick.AsSpan(first, 1 << (QuickBits - length)).Fill((ushort)((length << 8) | symbols[index + i]));
            }

            (code, index) = (code + count, index + count);
            _behind[length] = code << (MaxBits - length);
            code <<= 1;
        }
    }

    /// <summary>The length in bits of the code that comes next, times 256, and its symbol.</summary>
    /// <param name="bits">The next bits, from the highest on.</param>
    /// <exception cref="RefusedException">They begin with no code.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ulong bits)
    {
        var entry = _quick[(int)(bits >> (64 - QuickBits))];
        return entry != 0 ? entry : FindLonger((int)(bits >> (64 - MaxBits)));
    }

    private int FindLonger(int bits)
    {
        for (var length = QuickBits + 1; length <= MaxBits; length++)
        {
            if (bits < _behind[length])
            {
                return (length << 8) | _symbols[(bits >> (MaxBits - length)) + _offset[length]];
            }
        }

        throw RefusedException.Corrupt("a JPEG's coded data are damaged");
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw RefusedException.Corrupt("a JPEG's Huffman table is damaged");
        }
    }
}
