using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>
/// What the headers of a coded still tell beside its size (AV1 Bitstream and Decoding Process Specification, sections 5.5 and 5.9):
/// the code points of its colours (ITU-T H.273), and the quantiser.
/// </summary>
/// <param name="Primaries">2 where they are not told.</param>
/// <param name="Transfer">2 where it is not told.</param>
/// <param name="Matrix">2 where it is not told; 0 where the planes are green, blue and red.</param>
/// <param name="FullRange">Samples use all values.</param>
/// <param name="Quantizer">0 to 255, of which 0 loses nothing; null where the header is of a form that stills do not have.</param>
internal sealed record Av1Header(int Primaries, int Transfer, int Matrix, bool FullRange, int? Quantizer)
{
    private const int Select = 2;
    private const int SequenceHeader = 1;
    private const int FrameHeader = 3;
    private const int Frame = 6;

    /// <param name="item">The bytes of a coded picture: open bitstream units, each with its size.</param>
    public static Av1Header Read(ReadOnlySpan<byte> item)
    {
        var bytes = new HeaderBytes(item);
        Sequence? sequence = null;
        for (var at = 0L; at < item.Length;)
        {
            var head = bytes.U8(at++);
            at += (head >> 2) & 1;
            var size = (head & 2) != 0 ? Leb128(bytes, ref at) : item.Length - at;
            var unit = bytes.Slice(at, size);
            at += size;
            switch ((head >> 3) & 15)
            {
                case SequenceHeader:
                    sequence = Sequence.Read(new(unit));
                    break;
                case FrameHeader or Frame when sequence is not null:
                    return sequence.Colours with { Quantizer = sequence.ReadQuantizer(new(unit)) };
            }
        }

        return sequence?.Colours ?? throw RefusedException.Corrupt("the AVIF's coded picture has no sequence header");
    }

    private static long Leb128(HeaderBytes bytes, ref long at)
    {
        var value = 0L;
        for (var i = 0; i < 8; i++)
        {
            var part = bytes.U8(at++);
            value |= (long)(part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                break;
            }
        }

        return value;
    }

    /// <summary>Bits, the highest of a byte first.</summary>
    private ref struct Bits(ReadOnlySpan<byte> data)
    {
        private readonly HeaderBytes _data = new(data);
        private long _at;

        public bool Flag() => Read(1) != 0;

        public int Read(int count)
        {
            var value = 0;
            for (; count > 0; count--, _at++)
            {
                value = (value << 1) | ((_data.U8(_at >> 3) >> (int)(7 - (_at & 7))) & 1);
            }

            return value;
        }
    }

    /// <summary>The sequence header, of which the frame header's form hangs.</summary>
    private sealed class Sequence
    {
        private bool _isReduced;
        private bool _hasTiming;
        private int _width;
        private int _height;
        private int _widthBits;
        private int _heightBits;
        private int _idBits;
        private bool _has128;
        private int _screenContent = Select;
        private int _integerMotion = Select;
        private int _orderBits;
        private bool _hasSuperres;

        public Av1Header Colours { get; private set; } = new(2, 2, 2, FullRange: false, Quantizer: null);

        public static Sequence Read(Bits bits)
        {
            var sequence = new Sequence();
            var profile = bits.Read(3);
            bits.Read(1);
            sequence._isReduced = bits.Flag();
            if (sequence._isReduced)
            {
                bits.Read(5);
            }
            else if (!sequence.ReadOperatingPoints(ref bits))
            {
                throw RefusedException.Unsupported("an AVIF whose coded picture has the timing of a film");
            }

            sequence._widthBits = bits.Read(4) + 1;
            sequence._heightBits = bits.Read(4) + 1;
            sequence._width = bits.Read(sequence._widthBits) + 1;
            sequence._height = bits.Read(sequence._heightBits) + 1;
            if (!sequence._isReduced && bits.Flag())
            {
                var delta = bits.Read(4) + 2;
                sequence._idBits = bits.Read(3) + delta + 1;
            }

            sequence._has128 = bits.Flag();
            bits.Read(2);
            if (!sequence._isReduced)
            {
                sequence.ReadTools(ref bits);
            }

            sequence._hasSuperres = bits.Flag();
            bits.Read(2);
            sequence.ReadColours(ref bits, profile);
            return sequence;
        }

        /// <summary>The quantiser of the first frame, where that is a key frame that is shown.</summary>
        public int? ReadQuantizer(Bits bits)
        {
            if (!_isReduced)
            {
                // Not shown again, a key frame, shown.
                if (_hasTiming || bits.Read(4) != 1)
                {
                    return null;
                }
            }

            var keepsTables = bits.Flag();
            var screenContent = _screenContent == Select ? bits.Flag() : _screenContent == 1;
            if (screenContent && _integerMotion == Select)
            {
                bits.Read(1);
            }

            bits.Read(_idBits);
            var ownSize = !_isReduced && bits.Flag();
            bits.Read(_orderBits);
            var (width, height) = ownSize ? (bits.Read(_widthBits) + 1, bits.Read(_heightBits) + 1) : (_width, _height);
            if (_hasSuperres && bits.Flag())
            {
                return null;
            }

            if (bits.Flag())
            {
                bits.Read(16);
                bits.Read(16);
            }

            if (screenContent)
            {
                bits.Read(1);
            }

            if (!_isReduced && !keepsTables)
            {
                bits.Read(1);
            }

            return SkipTiles(ref bits, width, height) ? bits.Read(8) : null;
        }

        private bool SkipTiles(ref Bits bits, int width, int height)
        {
            var shift = _has128 ? 5 : 4;
            int Blocks(int side) => ((2 * ((side + 7) >> 3)) + (1 << shift) - 1) >> shift;
            var (columns, rows) = (Blocks(width), Blocks(height));
            var least = Log2(4096 >> (shift + 2), columns);
            var leastAll = Math.Max(least, Log2((4096 * 2304) >> (2 * (shift + 2)), rows * columns));
            if (!bits.Flag())
            {
                return false;
            }

            var columnsLog2 = Grow(ref bits, least, Log2(1, Math.Min(columns, 64)));
            var rowsLog2 = Grow(ref bits, Math.Max(leastAll - columnsLog2, 0), Log2(1, Math.Min(rows, 64)));
            if (columnsLog2 > 0 || rowsLog2 > 0)
            {
                bits.Read(columnsLog2 + rowsLog2 + 2);
            }

            return true;
        }

        private static int Grow(ref Bits bits, int from, int to)
        {
            while (from < to && bits.Flag())
            {
                from++;
            }

            return from;
        }

        private static int Log2(int size, int target)
        {
            var log = 0;
            while ((long)size << log < target)
            {
                log++;
            }

            return log;
        }

        /// <summary>False where there is a decoder model, which no still has.</summary>
        private bool ReadOperatingPoints(ref Bits bits)
        {
            _hasTiming = bits.Flag();
            if (_hasTiming)
            {
                return false;
            }

            var hasDelay = bits.Flag();
            var points = bits.Read(5) + 1;
            for (var i = 0; i < points; i++)
            {
                bits.Read(12);
                if (bits.Read(5) > 7)
                {
                    bits.Read(1);
                }

                if (hasDelay && bits.Flag())
                {
                    bits.Read(4);
                }
            }

            return true;
        }

        private void ReadTools(ref Bits bits)
        {
            bits.Read(4);
            var hasOrder = bits.Flag();
            if (hasOrder)
            {
                bits.Read(2);
            }

            _screenContent = bits.Flag() ? Select : bits.Read(1);
            if (_screenContent > 0)
            {
                _integerMotion = bits.Flag() ? Select : bits.Read(1);
            }

            _orderBits = hasOrder ? bits.Read(3) + 1 : 0;
        }

        private void ReadColours(ref Bits bits, int profile)
        {
            var isDeep = bits.Flag();
            if (profile == 2 && isDeep)
            {
                bits.Read(1);
            }

            var isGrey = profile != 1 && bits.Flag();
            var (primaries, transfer, matrix) = bits.Flag() ? (bits.Read(8), bits.Read(8), bits.Read(8)) : (2, 2, 2);
            var isFull = (!isGrey && (primaries, transfer, matrix) is (1, 13, 0)) || bits.Flag();
            Colours = new(primaries, transfer, matrix, isFull, Quantizer: null);
        }
    }
}
