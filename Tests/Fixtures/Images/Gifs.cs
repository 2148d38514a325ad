namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>
/// GIFs written and read by hand, and composed by the rule of browsers: the screen begins transparent; what disposal 2 clears becomes
/// transparent; disposal 3 brings back what was there.
/// </summary>
internal static class Gifs
{
    /// <summary>Red, green and blue of each index.</summary>
    private static readonly byte[] Table = [255, 255, 255, 220, 30, 30, 30, 180, 60, 30, 60, 220];

    /// <summary>A frame of which the index of each pixel is a function of its place in the frame.</summary>
    public sealed record Frame(int Left, int Top, int Width, int Height, Func<int, int, int> Index)
    {
        public int Disposal { get; init; }

        public int? Transparent { get; init; }

        public int Delay { get; init; } = 10;

        public bool Interlaced { get; init; }
    }

    public static byte[] Encode(int width, int height, IEnumerable<Frame> frames, int background = 0)
    {
        List<byte> file = [.. "GIF89a"u8, .. Short(width), .. Short(height), 0xF1, (byte)background, 0, .. Table];
        file.AddRange([0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 7, 0, 0]);
        foreach (var frame in frames)
        {
            file.AddRange(Block(frame));
        }

        return [.. file, 0x3B];
    }

    /// <summary>A graphic control extension, the frame's descriptor and its data.</summary>
    public static byte[] Block(Frame frame)
    {
        List<byte> block = [0x21, 0xF9, 4, (byte)((frame.Disposal << 2) | (frame.Transparent is null ? 0 : 1)), .. Short(frame.Delay)];
        block.AddRange([(byte)(frame.Transparent ?? 0), 0, 0x2C, .. Short(frame.Left), .. Short(frame.Top)]);
        block.AddRange([.. Short(frame.Width), .. Short(frame.Height), (byte)(frame.Interlaced ? 0x40 : 0), 7]);

        // With a clear code before each 64th pixel, codes keep their eight bits.
        var codes = Rows(frame).SelectMany(y => Enumerable.Range(0, frame.Width).Select(x => (byte)frame.Index(x, y)))
            .Chunk(64).SelectMany(c => c.Prepend((byte)128)).Append((byte)129);
        foreach (var chunk in codes.Chunk(100))
        {
            block.AddRange([(byte)chunk.Length, .. chunk]);
        }

        return [.. block, 0];
    }

    /// <summary>Each frame of the screen as RGBA, zeros where nothing stands.</summary>
    public static List<byte[]> Compose(byte[] file)
    {
        var (width, height) = (file[6] + (file[7] << 8), file[8] + (file[9] << 8));
        var (shown, screen, before) = (new List<byte[]>(), new byte[width * height * 4], Array.Empty<byte>());
        var global = (file[10] & 0x80) != 0 ? 3 << ((file[10] & 7) + 1) : 0;
        var (control, lastDisposal, clear) = (Array.Empty<byte>(), 0, new List<int>());
        for (var at = 13 + global; at < file.Length && file[at] != 0x3B;)
        {
            if (file[at] == 0)
            {
                at++;
                continue;
            }

            var isFrame = file[at] == 0x2C;
            var local = isFrame && (file[at + 9] & 0x80) != 0 ? 3 << ((file[at + 9] & 7) + 1) : 0;
            var data = isFrame ? at + 11 + local : at + 2;
            var packed = new List<byte>();
            var end = data;
            for (; file[end] != 0; end += 1 + file[end])
            {
                packed.AddRange(file[(end + 1)..(end + 1 + file[end])]);
            }

            if (isFrame)
            {
                if (lastDisposal == 2)
                {
                    clear.ForEach(i => screen.AsSpan(i * 4, 4).Clear());
                }

                screen = lastDisposal == 3 ? before : screen;
                before = [.. screen];
                lastDisposal = control.Length > 0 ? (control[0] >> 2) & 7 : 0;
                clear = Draw(file, at, local > 0 ? at + 10 : 13, Unpack([.. packed], file[data - 1]), control, screen, width, height);
                shown.Add([.. screen]);
                control = [];
            }
            else if (file[at + 1] == 0xF9)
            {
                control = [.. packed];
            }

            at = end + 1;
        }

        return shown;
    }

    private static List<int> Draw(byte[] file, int at, int table, List<byte> indices, byte[] control, byte[] screen, int width, int height)
    {
        int Number(int offset) => file[at + offset] + (file[at + offset + 1] << 8);
        var touched = new List<int>();
        var row = 0;
        foreach (var y in RowOrder(Number(7), (file[at + 9] & 0x40) != 0))
        {
            for (var x = 0; x < Number(5); x++)
            {
                var index = indices[(row * Number(5)) + x];
                var (screenX, screenY) = (Number(1) + x, Number(3) + y);
                if (screenX >= width || screenY >= height)
                {
                    continue;
                }

                touched.Add((screenY * width) + screenX);
                if (control.Length == 0 || (control[0] & 1) == 0 || control[3] != index)
                {
                    byte[] pixel = [.. file.AsSpan(table + (3 * index), 3), 255];
                    pixel.CopyTo(screen, touched[^1] * 4);
                }
            }

            row++;
        }

        return touched;
    }

    /// <summary>Codes as the strings that they stand for, bit by bit.</summary>
    private static List<byte> Unpack(byte[] packed, int bits)
    {
        var indices = new List<byte>();
        var strings = new List<byte[]>();
        byte[]? last = null;
        var (at, size) = (0, bits + 1);
        while (at + size <= packed.Length * 8)
        {
            var code = Enumerable.Range(0, size).Sum(i => ((packed[(at + i) / 8] >> ((at + i) % 8)) & 1) << i);
            at += size;
            if (code == 1 << bits)
            {
                (strings, last) = ([.. Enumerable.Range(0, (1 << bits) + 2).Select(i => new[] { (byte)i })], null);
            }
            else if (code == (1 << bits) + 1)
            {
                break;
            }
            else
            {
                var next = code < strings.Count ? strings[code] : [.. last!, last![0]];
                if (last is not null && strings.Count < 4096)
                {
                    strings.Add([.. last, next[0]]);
                }

                indices.AddRange(next);
                last = next;
            }

            size = strings.Count >= 2048 ? 12 : strings.Count < 1 << bits ? bits + 1 : Math.Max(bits + 1, int.Log2(strings.Count) + 1);
        }

        return indices;
    }

    private static IEnumerable<int> Rows(Frame frame) => RowOrder(frame.Height, frame.Interlaced);

    private static IEnumerable<int> RowOrder(int height, bool interlaced) => interlaced
        ? Enumerable.Range(0, height).OrderBy(y => y % 8 == 0 ? 0 : y % 8 == 4 ? 1 : y % 4 == 2 ? 2 : 3).ThenBy(y => y)
        : Enumerable.Range(0, height);

    private static byte[] Short(int value) => [(byte)value, (byte)(value >> 8)];
}
