using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// Follows the Huffman-coded data of all scans, baseline or progressive, without decoding them (ITU-T T.81, annexes F and G), to
/// prove of a file without an end marker that it lacks nothing else. Slower than a decoder, and for such files alone.
/// </summary>
internal ref struct JpegEntropy
{
    private readonly ReadOnlySpan<byte> _file;
    private readonly CancellationToken _cancellationToken;
    // DC tables 0 to 3, then AC tables 0 to 3.
    private readonly HuffmanCodes?[] _codes = new HuffmanCodes?[8];
    private Component[] _components = [];
    private bool _progressive;
    private (int Across, int Down) _units;
    private int _restartInterval;
    private int _at = 2;
    private int _byte;
    private int _bits;
    private int _endOfBandRun;

    private JpegEntropy(ReadOnlySpan<byte> file, CancellationToken cancellationToken)
    {
        _file = file;
        _cancellationToken = cancellationToken;
    }

    /// <summary>
    /// True where the file ends exactly behind its last block (but for the first byte of the end marker), and every component came to
    /// its full precision. A file that was cut off and filled up, with zeros for instance, does not end so.
    /// </summary>
    public static bool HoldsEveryBlock(ReadOnlySpan<byte> file, CancellationToken cancellationToken)
    {
        try
        {
            return new JpegEntropy(file, cancellationToken).Follow();
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    private bool Follow()
    {
        var bytes = new HeaderBytes(_file);
        var inData = false;
        while (_file[_at..].ContainsAnyExcept((byte)0xFF))
        {
            var start = _at;
            _at += Math.Max(0, _file[_at..].IndexOf((byte)0xFF));
            if (bytes.U8(_at) != 0xFF || (inData && _at != start) || _at - start > JpegCorrection.MaxStrayBytes)
            {
                return false;
            }

            while (bytes.U8(_at) == 0xFF)
            {
                _at++;
            }

            var marker = bytes.U8(_at++);
            if (marker == 0x00)
            {
                return false;
            }

            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                continue;
            }

            int length = bytes.U16(_at);
            var body = bytes.Slice(_at + 2, length - 2L);
            _at += length;
            inData = marker == 0xDA;
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2:
                    ReadFrame(body, marker == 0xC2);
                    break;
                case 0xC4:
                    ReadCodes(body);
                    break;
                case 0xDD:
                    _restartInterval = new HeaderBytes(body).U16(0);
                    break;
                case 0xDA:
                    ReadScan(body);
                    break;
            }
        }

        var progressive = _progressive;
        return inData && Array.TrueForAll(_components, c => c.IsComplete(progressive));
    }

    private void ReadFrame(ReadOnlySpan<byte> body, bool progressive)
    {
        var bytes = new HeaderBytes(body);
        var (height, width, count) = (bytes.U16(1), bytes.U16(3), bytes.U8(5));
        _progressive = progressive;
        _components = new Component[count];
        var (most, highest) = (1, 1);
        for (var i = 0; i < count; i++)
        {
            var (across, down) = (bytes.U8(7 + 3 * i) >> 4, bytes.U8(7 + 3 * i) & 15);
            if (across is < 1 or > 4 || down is < 1 or > 4)
            {
                throw RefusedException.Corrupt("a JPEG's sampling factors are out of range");
            }

            _components[i] = new() { Id = bytes.U8(6 + 3 * i), Across = across, Down = down };
            (most, highest) = (Math.Max(most, across), Math.Max(highest, down));
        }

        _units = (Parts(width, 8 * most), Parts(height, 8 * highest));
        foreach (var component in _components)
        {
            component.BlocksAcross = Parts(Parts(width * component.Across, most), 8);
            component.BlocksDown = Parts(Parts(height * component.Down, highest), 8);
            component.Stride = _units.Across * component.Across;
            component.Filled = progressive ? new ulong[component.Stride * _units.Down * component.Down] : [];
        }
    }

    private readonly void ReadCodes(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            var bytes = new HeaderBytes(body);
            var kind = bytes.U8(0);
            var counts = bytes.Slice(1, 16);
            var total = 0;
            foreach (var count in counts)
            {
                total += count;
            }

            _codes[((kind >> 4) & 1) * 4 + (kind & 3)] = new(counts, bytes.Slice(17, total));
            body = body[(17 + total)..];
        }
    }

    private void ReadScan(ReadOnlySpan<byte> body)
    {
        var bytes = new HeaderBytes(body);
        var count = bytes.U8(0);
        var scan = new ScanComponent[count];
        var (first, last, approximation) = (bytes.U8(1 + 2 * count), bytes.U8(2 + 2 * count), bytes.U8(3 + 2 * count));
        var (from, to) = _progressive ? (first, last) : (0, 63);
        if (from > to || to > 63 || count is 0 or > 4 || (_progressive && from > 0 && count != 1))
        {
            throw RefusedException.Corrupt("a JPEG scan's parameters are out of range");
        }

        for (var i = 0; i < count; i++)
        {
            var (id, tables) = (bytes.U8(1 + 2 * i), bytes.U8(2 + 2 * i));
            var component = Array.Find(_components, c => c.Id == id) ?? throw RefusedException.Corrupt("a JPEG scan names no component");
            component.Cover(from, to, _progressive ? approximation & 15 : 0);
            scan[i] = new(component, _codes[(tables >> 4) & 3], _codes[4 + (tables & 3)]);
        }

        var single = count == 1 ? scan[0].Component : null;
        var (across, down) = single is null ? _units : (single.BlocksAcross, single.BlocksDown);
        var shape = new Band(from, to, IsRefinement: _progressive && approximation >> 4 != 0);
        (_bits, _endOfBandRun) = (0, 0);
        var unit = 0L;
        for (var y = 0; y < down; y++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            for (var x = 0; x < across; x++, unit++)
            {
                if (_restartInterval > 0 && unit > 0 && unit % _restartInterval == 0)
                {
                    Restart((int)(unit / _restartInterval - 1) & 7);
                }

                foreach (var part in scan)
                {
                    FollowUnit(part, shape, x, y, single is not null);
                }
            }
        }

        _bits = 0;
    }

    private void FollowUnit(ScanComponent part, Band band, int x, int y, bool single)
    {
        var component = part.Component;
        var (across, down) = single ? (1, 1) : (component.Across, component.Down);
        for (var v = 0; v < down; v++)
        {
            for (var h = 0; h < across; h++)
            {
                if (_progressive)
                {
                    FollowBand(part, band, ref component.Filled[(y * down + v) * component.Stride + x * across + h]);
                }
                else
                {
                    Skip(Symbol(part.Dc));
                    FollowCoefficients(part.Ac, 1, 63);
                }
            }
        }
    }

    private void FollowBand(ScanComponent part, Band band, ref ulong filled)
    {
        switch (band)
        {
            case { From: 0, IsRefinement: true }:
                Skip(1);
                break;
            case { From: 0 }:
                Skip(Symbol(part.Dc));
                break;
            case { IsRefinement: true }:
                Refine(part.Ac, band.From, band.To, ref filled);
                break;
            default:
                if (_endOfBandRun > 0)
                {
                    _endOfBandRun--;
                }
                else
                {
                    filled |= FollowCoefficients(part.Ac, band.From, band.To);
                }

                break;
        }
    }

    /// <summary>The coefficients of a block that are told for the first time: which of them are not zero, by bits.</summary>
    private ulong FollowCoefficients(HuffmanCodes? codes, int from, int to)
    {
        var filled = 0UL;
        for (var k = from; k <= to; k++)
        {
            var symbol = Symbol(codes);
            var (zeros, size) = (symbol >> 4, symbol & 15);
            if (size != 0)
            {
                k += zeros;
                Skip(size);
                filled |= 1UL << (k & 63);
            }
            else if (zeros == 15)
            {
                k += 15;
            }
            else
            {
                // Of a sequential scan it is the end of this block alone, and zeros is 0.
                _endOfBandRun = _progressive ? (1 << zeros) - 1 + Skip(zeros) : 0;
                break;
            }

            if (k > to)
            {
                throw RefusedException.Corrupt("a JPEG block runs over its end");
            }
        }

        return filled;
    }

    /// <summary>One more bit of the coefficients that are not zero, and such as become so (T.81, figure G.7).</summary>
    private void Refine(HuffmanCodes? codes, int from, int to, ref ulong filled)
    {
        var k = from;
        while (_endOfBandRun == 0 && k <= to)
        {
            var symbol = Symbol(codes);
            var (zeros, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && zeros < 15)
            {
                _endOfBandRun = (1 << zeros) + Skip(zeros);
                break;
            }

            Skip(size == 0 ? 0 : 1);
            for (; k <= to; k++)
            {
                if ((filled >> k & 1) != 0)
                {
                    Skip(1);
                }
                else if (zeros-- == 0)
                {
                    break;
                }
            }

            filled |= size != 0 && k <= to ? 1UL << k : 0;
            k++;
        }

        if (_endOfBandRun > 0)
        {
            for (; k <= to; k++)
            {
                Skip((int)(filled >> k & 1));
            }

            _endOfBandRun--;
        }
    }

    private void Restart(int number)
    {
        while (_at + 1 < _file.Length && _file[_at] == 0xFF && _file[_at + 1] == 0xFF)
        {
            _at++;
        }

        if (_at + 2 > _file.Length || _file[_at] != 0xFF || _file[_at + 1] != 0xD0 + number)
        {
            throw RefusedException.Corrupt("a JPEG's restart marker is missing");
        }

        _at += 2;
        (_bits, _endOfBandRun) = (0, 0);
    }

    private int Symbol(HuffmanCodes? codes)
    {
        if (codes is null)
        {
            throw RefusedException.Corrupt("a JPEG's Huffman table is missing");
        }

        var code = 0;
        for (var length = 1; length <= 16; length++)
        {
            code = (code << 1) | Skip(1);
            if (codes.Symbol(code, length) is >= 0 and var symbol)
            {
                return symbol;
            }
        }

        throw RefusedException.Corrupt("a JPEG's coded data are damaged");
    }

    /// <summary>Takes so many bits: their value.</summary>
    private int Skip(int count)
    {
        var value = 0;
        for (; count > 0; count--)
        {
            if (_bits == 0)
            {
                NextByte();
            }

            value = (value << 1) | (_byte >> --_bits & 1);
        }

        return value;
    }

    private void NextByte()
    {
        if (_at >= _file.Length || (_file[_at] == 0xFF && (_at + 1 >= _file.Length || _file[_at + 1] != 0)))
        {
            throw RefusedException.Corrupt("a JPEG's coded data end early");
        }

        (_byte, _bits) = (_file[_at], 8);
        _at += _byte == 0xFF ? 2 : 1;
    }

    private static int Parts(int whole, int part) => (whole + part - 1) / part;

    /// <summary>The coefficients of a scan, in zigzag order, and whether they are told for the first time.</summary>
    private readonly record struct Band(int From, int To, bool IsRefinement);

    private readonly record struct ScanComponent(Component Component, HuffmanCodes? Dc, HuffmanCodes? Ac);

    private sealed class Component
    {
        // The lowest bit of each coefficient that was told so far; −1 where none was.
        private readonly sbyte[] _precision = [.. Enumerable.Repeat((sbyte)-1, 64)];

        public required int Id { get; init; }

        /// <summary>Blocks in a unit of an interleaved scan.</summary>
        public required int Across { get; init; }

        public required int Down { get; init; }

        /// <summary>Blocks that hold a part of the picture: those of a scan of this component alone.</summary>
        public int BlocksAcross { get; set; }

        public int BlocksDown { get; set; }

        /// <summary>Blocks from one row of them to the next, those that fill up units included.</summary>
        public int Stride { get; set; }

        /// <summary>Of each block which coefficients are not zero, by bits; of progressive scans alone.</summary>
        public ulong[] Filled { get; set; } = [];

        public void Cover(int from, int to, int lowestBit) => _precision.AsSpan(from, to - from + 1).Fill((sbyte)lowestBit);

        public bool IsComplete(bool progressive) => progressive ? Array.TrueForAll(_precision, p => p == 0) : _precision[0] == 0;
    }

    /// <summary>A Huffman table (T.81, annex C): the codes of one length are consecutive numbers.</summary>
    private sealed class HuffmanCodes
    {
        private readonly byte[] _symbols;
        private readonly (int First, int Count, int Index)[] _lengths = new (int, int, int)[17];

        public HuffmanCodes(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
        {
            _symbols = symbols.ToArray();
            var (code, index) = (0, 0);
            for (var length = 1; length <= 16; length++)
            {
                _lengths[length] = (code, counts[length - 1], index);
                index += counts[length - 1];
                code = (code + counts[length - 1]) << 1;
            }
        }

        /// <summary>−1 where no code of this length is it.</summary>
        public int Symbol(int code, int length)
        {
            var (first, count, index) = _lengths[length];
            return code >= first && code - first < count ? _symbols[index + code - first] : -1;
        }
    }
}
