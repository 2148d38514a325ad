namespace ImgCompress.Worker.Imaging.ImageSharp.Damage;

/// <summary>The codes of a JPEG's DHT segment (ITU-T T.81, annex C), to be looked up by the next 16 bits.</summary>
internal sealed class HuffmanCodes
{
    private const int FastBits = 9;

    // Symbol in the low byte, bits of the code above; 0 where the code is longer, or none.
    private readonly ushort[] _fast = new ushort[1 << FastBits];
    private readonly int[] _end = new int[17];
    private readonly int[] _first = new int[17];
    private readonly byte[] _symbols;

    private HuffmanCodes(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        var code = 0;
        var index = 0;
        for (var length = 1; length <= 16; length++)
        {
            _first[length] = index - code;
            for (var i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (length <= FastBits)
                    _fast.AsSpan(code << (FastBits - length), 1 << (FastBits - length)).Fill((ushort)((length << 8) | symbols[index]));
            }

            // Left-aligned to 16 bits: the first value that is no code of this length or a shorter one.
            _end[length] = code << (16 - length);
            if (code >= 1 << length)
                throw RefusedException.Corrupt("a JPEG Huffman table has more codes than fit, or one of ones alone");
            code <<= 1;
        }
    }

    /// <summary>Reads a table from the 16 counts of its codes on.</summary>
    public static HuffmanCodes Read(ReadOnlySpan<byte> table, out int length)
    {
        var count = 0;
        for (var i = 0; i < 16; i++)
            count += i < table.Length ? table[i] : throw RefusedException.Corrupt("a JPEG Huffman table ends early");
        length = 16 + count;
        if (count > 256 || table.Length < length)
            throw RefusedException.Corrupt("a JPEG Huffman table ends early");
        return new(table[..16], table.Slice(16, count));
    }

    /// <summary>The symbol whose code <paramref name="next"/> (16 bits) begins with, and that code's length; −1 where there is none.</summary>
    public int Symbol(int next, out int length)
    {
        var fast = _fast[next >> (16 - FastBits)];
        if (fast != 0)
        {
            length = fast >> 8;
            return fast & 255;
        }

        for (length = FastBits + 1; length <= 16; length++)
        {
            if (next < _end[length])
                return _symbols[_first[length] + (next >> (16 - length))];
        }

        return -1;
    }
}
