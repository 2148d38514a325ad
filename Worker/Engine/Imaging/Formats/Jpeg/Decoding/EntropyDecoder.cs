using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>
/// Decodes the Huffman-coded data of all scans (ITU-T T.81, annexes F and G): those of a progressive JPEG into coefficients, those of a
/// sequential one without keeping anything. It is strict: what libjpeg refuses, warns of or repairs is not read.
/// </summary>
internal ref struct EntropyDecoder
{
    private readonly ReadOnlySpan<byte> _file;
    private readonly CancellationToken _cancellationToken;
    // DC tables 0 to 3, then AC tables 0 to 3.
    private readonly HuffmanTable?[] _huffman = new HuffmanTable?[8];
    private readonly short[]?[] _quantization = new short[]?[4];
    private Frame? _frame;
    private bool _hasJfif;
    private int? _adobeTransform;
    private int _restartInterval;
    private bool _hasScan;
    private int _at = 2;
    // The data up to the next marker, without stuffed zeros.
    private byte[] _data = [];

    private EntropyDecoder(ReadOnlySpan<byte> file, CancellationToken cancellationToken)
    {
        _file = file;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Reads a file up to its end marker.</summary>
    /// <returns>Null where it deviates from the standard, or its coefficients are not coded to their last bit.</returns>
    public static Frame? TryRead(ReadOnlySpan<byte> file, CancellationToken cancellationToken)
    {
        var reader = new EntropyDecoder(file, cancellationToken);
        var isComplete = false;
        try
        {
            reader.ReadSegments();
            if (reader._frame is { IsComplete: true } frame)
            {
                frame.IsYCbCr = frame.Components is [var luma, var blue, var red] && reader.IsYCbCr([luma.Id, blue.Id, red.Id]);
                isComplete = true;
                return frame;
            }
        }
        catch (RefusedException)
        {
            // libjpeg may see it otherwise: the verdict, and its words, are the caller's.
        }
        finally
        {
            if (!isComplete)
            {
                reader._frame?.Dispose();
            }
        }

        return null;
    }

    private void ReadSegments()
    {
        var bytes = new HeaderBytes(_file);
        Require(bytes.U16(0) == 0xFFD8, "it does not begin as a JPEG");
        while (true)
        {
            Require(bytes.U8(_at) == 0xFF, "something else than a marker stands between its segments");
            while (bytes.U8(_at) == 0xFF)
            {
                _at++;
            }

            var marker = bytes.U8(_at++);
            if (marker == 0xD9)
            {
                return;
            }

            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                continue;
            }

            int length = bytes.U16(_at);
            var body = bytes.Slice(_at + 2, length - 2L);
            _at += length;
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2 when _frame is null:
                    _frame = Frame.Read(body, marker == 0xC2);
                    break;
                case 0xC4:
                    ReadHuffmanTables(body);
                    break;
                case 0xDB:
                    ReadQuantizationTables(body);
                    break;
                case 0xE0:
                    ReadJfif(body);
                    break;
                case 0xEE:
                    ReadAdobe(body);
                    break;
                case (>= 0xE0 and <= 0xEF) or 0xFE:
                    break;
                case 0xDD:
                    Require(body.Length == 2, "its restart interval is of another length");
                    _restartInterval = new HeaderBytes(body).U16(0);
                    break;
                case 0xDA when _frame is { } frame:
                    ReadScan(body, frame);
                    break;
                default:
                    throw RefusedException.Corrupt($"a JPEG's marker FF{marker:X2} stands where it must not");
            }
        }
    }

    /// <summary>As libjpeg decides (jdapimin.c), but where it guesses.</summary>
    private readonly bool IsYCbCr(int[] ids) =>
        _hasJfif || (_adobeTransform is { } transform ? transform == 1 : ids is [1, 2, 3]);

    /// <summary>Behind the first scan a marker of the colour space counts no more.</summary>
    private void ReadJfif(ReadOnlySpan<byte> body)
    {
        if (body.Length >= 14 && body.StartsWith("JFIF\0"u8))
        {
            Require(body[5] == 1, "its version of JFIF is unknown");
            _hasJfif |= !_hasScan;
        }
    }

    private void ReadAdobe(ReadOnlySpan<byte> body)
    {
        if (body.Length >= 12 && body.StartsWith("Adobe"u8) && !_hasScan)
        {
            _adobeTransform = body[11];
        }
    }

    private readonly void ReadQuantizationTables(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            var bytes = new HeaderBytes(body);
            var kind = bytes.U8(0);
            Require((kind & ~0x13) == 0, "a quantization table's number or precision is out of range");
            var sampleBytes = 1 + (kind >> 4);
            var table = new short[64];
            for (var i = 0; i < table.Length; i++)
            {
                table[i] = sampleBytes == 1 ? bytes.U8(1 + i) : (short)bytes.U16(1 + (2 * i));
            }

            _quantization[kind & 3] = table;
            body = body[(1 + (64 * sampleBytes))..];
        }
    }

    private readonly void ReadHuffmanTables(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            var bytes = new HeaderBytes(body);
            var kind = bytes.U8(0);
            Require((kind & ~0x13) == 0, "a Huffman table's number or class is out of range");
            var counts = bytes.Slice(1, 16);
            var total = 0;
            foreach (var count in counts)
            {
                total += count;
            }

            var symbols = bytes.Slice(17, total);
            Require(kind >> 4 != 0 || !symbols.ContainsAnyExceptInRange((byte)0, (byte)15), "a DC coefficient's size is out of range");
            _huffman[((kind >> 4) * 4) + (kind & 3)] = new(counts, symbols);
            body = body[(17 + total)..];
        }
    }

    private void ReadScan(ReadOnlySpan<byte> body, Frame frame)
    {
        _hasScan = true;
        var bytes = new HeaderBytes(body);
        var count = bytes.U8(0);
        Require(count is >= 1 and <= 4 && body.Length == 4 + (2 * count), "a scan's header is of another length");
        var scan = frame.IsProgressive ? ReadParameters(bytes, count) : Scan.Sequential;
        var parts = new ScanPart[count];
        var last = -1;
        for (var i = 0; i < count; i++)
        {
            var (id, tables) = (bytes.U8(1 + (2 * i)), bytes.U8(2 + (2 * i)));
            var number = Array.FindIndex(frame.Components, last + 1, c => c.Id == id);
            Require(number >= 0, "a scan's components are not those of the frame, in their order");
            Require((tables & ~0x33) == 0, "a Huffman table's number is out of range");
            last = number;
            var component = frame.Components[number];
            component.Record(scan);
            component.Quantization ??= _quantization[component.QuantizationTable];
            Require(component.Quantization is not null, "a quantization table is missing");
            parts[i] = new(component, _huffman[tables >> 4], _huffman[4 + (tables & 3)]);
        }

        var single = count == 1 ? parts[0].Component : null;
        var (across, down) = single is null ? frame.Mcus : (single.BlocksAcross, single.BlocksDown);
        var mcus = across * down;
        var interval = _restartInterval == 0 ? mcus : _restartInterval;
        for (var first = 0; first < mcus; first += interval)
        {
            if (first > 0)
            {
                SkipRestart(((first / interval) - 1) & 7);
            }

            var bits = NextData();
            ReadMcus(ref bits, parts, scan, across, first, (int)Math.Min(mcus, (long)first + interval));
            Require(bits.IsAtEnd, "a scan's data are more or less than its blocks");
        }
    }

    private static Scan ReadParameters(HeaderBytes bytes, int count)
    {
        var (from, to, approximation) = (bytes.U8(1 + (2 * count)), bytes.U8(2 + (2 * count)), bytes.U8(3 + (2 * count)));
        var (before, lowest) = (approximation >> 4, approximation & 15);
        Require(
            from <= to && to <= 63 && (from > 0 ? count == 1 : to == 0)
            && lowest <= CoefficientPlane.RefinedBits && (before == 0 || before == lowest + 1),
            "a scan's parameters are out of range");
        return new(from, to, lowest, IsRefinement: before != 0);
    }

    private readonly void ReadMcus(ref BitReader bits, ScanPart[] parts, Scan scan, int across, int first, int end)
    {
        var run = 0;
        foreach (var part in parts)
        {
            part.PreviousDc = 0;
        }

        for (var mcu = first; mcu < end;)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var (y, x) = Math.DivRem(mcu, across);
            var count = Math.Min(across - x, end - mcu);
            if (parts[0].Component.Coefficients is not { } coefficients)
            {
                SkipMcus(ref bits, parts, count);
            }
            else if (scan.Start == 0)
            {
                ReadDcs(ref bits, parts, scan, x, y, count);
            }
            else if (scan.IsRefinement)
            {
                ProgressiveDecoder.RefineAc(ref bits, parts[0].Ac, scan, new(coefficients, y, x, count), ref run);
            }
            else
            {
                ProgressiveDecoder.ReadAc(ref bits, parts[0].Ac, scan, new(coefficients, y, x, count), ref run);
            }

            bits.RequireNotBeyondEnd();
            mcu += count;
        }

        Require(run == 0, "a scan ends within a run of blocks");
    }

    /// <summary>The DC coefficients of MCUs that follow each other.</summary>
    private static void ReadDcs(ref BitReader bits, ScanPart[] parts, Scan scan, int x, int y, int count)
    {
        for (var end = x + count; x < end; x++)
        {
            foreach (var part in parts)
            {
                var (width, height) = part.BlocksOfMcu(parts.Length);
                for (var v = 0; v < height; v++)
                {
                    foreach (ref var dc in part.Component.Coefficients!.Dc((y * height) + v).Slice(x * width, width))
                    {
                        if (scan.IsRefinement)
                        {
                            ProgressiveDecoder.RefineDc(ref bits, ref dc, scan.LowBit);
                        }
                        else
                        {
                            ProgressiveDecoder.ReadDc(ref bits, part.Dc, ref dc, ref part.PreviousDc, scan.LowBit);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Blocks of a sequential scan (T.81, annex F).</summary>
    private static void SkipMcus(ref BitReader bits, ScanPart[] parts, int count)
    {
        for (; count > 0; count--)
        {
            foreach (var part in parts)
            {
                var (width, height) = part.BlocksOfMcu(parts.Length);
                for (var blocks = width * height; blocks > 0; blocks--)
                {
                    SkipBlock(ref bits, part.Dc, part.Ac);
                }
            }
        }
    }

    private static void SkipBlock(ref BitReader bits, HuffmanTable dc, HuffmanTable ac)
    {
        bits.ReadBuffered(bits.ReadSymbol(dc) & 15);
        for (var k = 1; k < 64; k++)
        {
            var symbol = bits.ReadSymbol(ac);
            if (symbol == 0)
            {
                return;
            }

            k += symbol >> 4;
            bits.ReadBuffered(symbol & 15);
            Require(k < 64, "a block runs over its end");
        }
    }

    private void SkipRestart(int number)
    {
        var bytes = new HeaderBytes(_file);
        Require(bytes.U8(_at) == 0xFF && bytes.U8(_at + 1) == 0xD0 + number, "a restart marker is missing");
        _at += 2;
    }

    /// <summary>The data up to the next marker.</summary>
    private BitReader NextData()
    {
        if (_data.Length == 0)
        {
            _data = GC.AllocateUninitializedArray<byte>(_file.Length + BitReader.Padding);
        }

        var length = 0;
        while (true)
        {
            var rest = _file[_at..];
            var plain = rest.IndexOf((byte)0xFF);
            Require(plain >= 0 && plain + 1 < rest.Length, "its data end without a marker");
            rest[..plain].CopyTo(_data.AsSpan(length));
            (length, _at) = (length + plain, _at + plain);
            if (rest[plain + 1] != 0)
            {
                _data.AsSpan(length, BitReader.Padding).Clear();
                return new(_data, length);
            }

            _data[length++] = 0xFF;
            _at += 2;
        }
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw RefusedException.Corrupt($"the JPEG is damaged: {what}");
        }
    }

    private sealed class ScanPart(FrameComponent component, HuffmanTable? dc, HuffmanTable? ac)
    {
        private int _previousDc;

        public FrameComponent Component => component;

        public HuffmanTable Dc => dc ?? throw Missing();

        public HuffmanTable Ac => ac ?? throw Missing();

        /// <summary>What the next DC coefficient is coded as a difference from.</summary>
        public ref int PreviousDc => ref _previousDc;

        /// <summary>One where the scan is not interleaved.</summary>
        public (int Width, int Height) BlocksOfMcu(int components) => components == 1 ? (1, 1) : (component.Across, component.Down);

        private static RefusedException Missing() => RefusedException.Corrupt("a JPEG's Huffman table is missing");
    }
}
