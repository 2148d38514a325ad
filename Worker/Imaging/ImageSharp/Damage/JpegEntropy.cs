using ImgCompress.Worker.Imaging.Headers;

namespace ImgCompress.Worker.Imaging.ImageSharp.Damage;

/// <summary>
/// Whether the scans of a sequential JPEG hold just the blocks that its frame announces (ITU-T T.81, annexes F and G). ImageSharp
/// leaves grey what is missing. Codes are followed, and no coefficient is kept, so this takes a small part of a decoder's time.
/// </summary>
internal ref struct JpegEntropy
{
    private readonly HeaderBytes _bytes;
    private readonly ReadOnlySpan<byte> _file;
    private readonly HuffmanCodes?[] _codes = new HuffmanCodes?[8];
    private readonly List<Component> _components = [];
    private int _width;
    private int _height;
    private int _restartInterval;

    private JpegEntropy(ReadOnlySpan<byte> file)
    {
        _file = file;
        _bytes = new(file);
    }

    /// <exception cref="RefusedException">Something is missing, or too much, or no code.</exception>
    public static void RequireWhole(ReadOnlySpan<byte> file, CancellationToken cancellationToken) => new JpegEntropy(file).Walk(cancellationToken);

    private void Walk(CancellationToken cancellationToken)
    {
        var at = 2;
        while (true)
        {
            if (_bytes.U8(at) != 0xFF)
                throw RefusedException.Corrupt("the JPEG holds bytes between its segments");
            while (_bytes.U8(at) == 0xFF)
                at++;
            var marker = _file[at++];
            if (marker == 0xD9)
                break;
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8))
                continue;
            var body = _bytes.Slice(at + 2, _bytes.U16(at) - 2);
            at += body.Length + 2;
            switch (marker)
            {
                case 0xC4:
                    ReadCodes(body);
                    break;
                case 0xC0 or 0xC1:
                    ReadFrame(body);
                    break;
                case 0xDD:
                    _restartInterval = new HeaderBytes(body).U16(0);
                    break;
                case 0xDA:
                    at = WalkScan(body, at, cancellationToken);
                    break;
            }
        }

        if (_components.Exists(c => !c.IsScanned))
            throw RefusedException.Corrupt("the JPEG lacks a scan");
    }

    private readonly void ReadCodes(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            var codes = HuffmanCodes.Read(body[1..], out var length);
            _codes[((body[0] >> 4) & 1) * 4 + (body[0] & 3)] = codes;
            body = body[(1 + length)..];
        }
    }

    private void ReadFrame(ReadOnlySpan<byte> body)
    {
        var bytes = new HeaderBytes(body);
        (_height, _width) = (bytes.U16(1), bytes.U16(3));
        for (var i = 0; i < bytes.U8(5); i++)
        {
            var sampling = bytes.U8(7 + 3 * i);
            _components.Add(new(bytes.U8(6 + 3 * i), sampling >> 4, sampling & 15));
            if (_components[^1] is { H: < 1 or > 4 } or { V: < 1 or > 4 })
                throw RefusedException.Corrupt("a JPEG component has an impossible sampling");
        }
    }

    private readonly int WalkScan(ReadOnlySpan<byte> body, int at, CancellationToken cancellationToken)
    {
        var bytes = new HeaderBytes(body);
        var blocks = new List<(HuffmanCodes Dc, HuffmanCodes Ac)>();
        var (unitsAcross, unitsDown) = (0, 0);
        var count = bytes.U8(0);
        for (var i = 0; i < count; i++)
        {
            var id = bytes.U8(1 + 2 * i);
            var tables = bytes.U8(2 + 2 * i);
            var component = _components.Find(c => c.Id == id) ?? throw RefusedException.Corrupt("a JPEG scan names a component that its frame does not have");
            component.IsScanned = true;
            var dc = _codes[(tables >> 4) & 3] ?? throw RefusedException.Corrupt("a JPEG Huffman table is missing");
            var ac = _codes[4 + (tables & 3)] ?? throw RefusedException.Corrupt("a JPEG Huffman table is missing");
            // A scan of one component goes by its blocks; a scan of several by units that hold each one's share.
            (unitsAcross, unitsDown) = count == 1
                ? (Blocks(_width, component.H, _components.Max(c => c.H)), Blocks(_height, component.V, _components.Max(c => c.V)))
                : (Units(_width, _components.Max(c => c.H)), Units(_height, _components.Max(c => c.V)));
            for (var block = 0; block < (count == 1 ? 1 : component.H * component.V); block++)
                blocks.Add((dc, ac));
        }

        var bits = new EntropyBits(_file, at);
        var restart = 0;
        for (var y = 0; y < unitsDown; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var x = 0; x < unitsAcross; x++)
            {
                if (_restartInterval > 0 && (x > 0 || y > 0) && ((long)y * unitsAcross + x) % _restartInterval == 0)
                    bits.Restart(restart++ & 7);
                foreach (var (dc, ac) in blocks)
                    WalkBlock(ref bits, dc, ac);
            }
        }

        return bits.End();
    }

    private static void WalkBlock(ref EntropyBits bits, HuffmanCodes dc, HuffmanCodes ac)
    {
        var size = bits.Symbol(dc);
        if (size > 11)
            throw RefusedException.Corrupt("a JPEG block begins with an impossible difference");
        bits.Skip(size);
        for (var k = 1; k < 64; k++)
        {
            var symbol = bits.Symbol(ac);
            var length = symbol & 15;
            if (length == 0 && symbol != 0xF0)
                return;
            k += symbol >> 4;
            if (k > 63)
                throw RefusedException.Corrupt("a JPEG block has more than 64 coefficients");
            bits.Skip(length);
        }
    }

    private static int Units(int extent, int sampling) => (extent + 8 * sampling - 1) / (8 * sampling);

    private static int Blocks(int extent, int sampling, int most) => ((extent * sampling + most - 1) / most + 7) / 8;

    private sealed record Component(int Id, int H, int V)
    {
        public bool IsScanned { get; set; }
    }
}
