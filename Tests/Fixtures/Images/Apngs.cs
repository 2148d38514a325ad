using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ImgCompress.Engine.Imaging.Formats.Png;

namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>
/// Animated PNGs written, taken apart and composed by the rule that the PNG specification has for them: the canvas begins transparent;
/// a frame takes its place or is drawn over it; then its area stays, becomes transparent, or becomes what it was.
/// </summary>
internal static class Apngs
{
    /// <summary>How samples are stored: PNG's colour type and bit depth, and the chunks of colour that go with them.</summary>
    public sealed record Form(int ColourType, int BitDepth)
    {
        public byte[] Palette { get; init; } = [];

        public byte[] Transparency { get; init; } = [];

        public bool Interlaced { get; init; }

        public int Channels => ColourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
    }

    /// <summary>A frame of which each sample is a function of its place in the frame and its channel, cut to the bit depth.</summary>
    public sealed record Frame(int Left, int Top, int Width, int Height, Func<int, int, int, int> Sample)
    {
        public int Disposal { get; init; }

        public int Blend { get; init; }

        public (int Numerator, int Denominator) Delay { get; init; } = (1, 10);
    }

    /// <summary>What a file says of a frame, and its composition: 16-bit RGBA, zeros where nothing is seen.</summary>
    public sealed record Shown(int Left, int Top, int Width, int Height, (int Numerator, int Denominator) Delay, ushort[] Rgba);

    public static IReadOnlyDictionary<string, Form> Forms { get; } = new Dictionary<string, Form>(StringComparer.Ordinal)
    {
        ["grey of 1 bit"] = new(0, 1),
        ["grey of 2 bits"] = new(0, 2),
        ["grey of 4 bits"] = new(0, 4),
        ["grey"] = new(0, 8),
        ["grey, interlaced"] = new(0, 8) { Interlaced = true },
        ["grey of 16 bits"] = new(0, 16),
        ["grey of 4 bits, one transparent"] = new(0, 4) { Transparency = [0, 3] },
        ["grey with alpha"] = new(4, 8),
        ["colour"] = new(2, 8),
        ["colour of 16 bits"] = new(2, 16),
        ["colour, one transparent"] = new(2, 8) { Transparency = [0, 30, 0, 60, 0, 90] },
        ["colour with alpha"] = new(6, 8),
        ["colour with alpha, interlaced"] = new(6, 8) { Interlaced = true },
        ["colour with alpha of 16 bits"] = new(6, 16),
        ["palette of 2 bits"] = new(3, 2) { Palette = [0, 0, 0, 255, 0, 0, 0, 200, 90, 40, 60, 250] },
        ["palette of 2 bits, interlaced"] = new(3, 2) { Palette = [0, 0, 0, 255, 0, 0, 0, 200, 90, 40, 60, 250], Interlaced = true },
        ["palette with alpha"] = new(3, 2) { Palette = [0, 0, 0, 255, 0, 0, 0, 200, 90, 40, 60, 250], Transparency = [0, 128] },
    };

    /// <param name="form">How samples are stored.</param>
    /// <param name="width">Of the image.</param>
    /// <param name="height">Of the image.</param>
    /// <param name="frames">The first one is the default image, where there is no other.</param>
    /// <param name="hidden">A default image that is no part of the animation.</param>
    /// <param name="plays">How often all is shown.</param>
    public static byte[] Encode(Form form, int width, int height, IReadOnlyList<Frame> frames, Frame? hidden = null, int plays = 3)
    {
        using var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']);
        PngChunks.Write(
            file,
            "IHDR"u8,
            [.. Four(width), .. Four(height), (byte)form.BitDepth, (byte)form.ColourType, 0, 0, (byte)(form.Interlaced ? 1 : 0)]);
        PngChunks.Write(file, "acTL"u8, [.. Four(frames.Count), .. Four(plays)]);
        if (form.Palette.Length > 0)
        {
            PngChunks.Write(file, "PLTE"u8, form.Palette);
        }

        if (form.Transparency.Length > 0)
        {
            PngChunks.Write(file, "tRNS"u8, form.Transparency);
        }

        var number = 0;
        if (hidden is not null)
        {
            PngChunks.Write(file, "IDAT"u8, Data(form, hidden));
        }

        foreach (var frame in frames)
        {
            PngChunks.Write(file, "fcTL"u8, Control(number++, frame));
            if (number == 1 && hidden is null)
            {
                PngChunks.Write(file, "IDAT"u8, Data(form, frame));
                continue;
            }

            // In two parts, as large frames are.
            var data = Data(form, frame);
            PngChunks.Write(file, "fdAT"u8, [.. Four(number++), .. data[..(data.Length / 2)]]);
            PngChunks.Write(file, "fdAT"u8, [.. Four(number++), .. data[(data.Length / 2)..]]);
        }

        PngChunks.Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    public static byte[] Control(int number, Frame frame) =>
    [
        .. Four(number), .. Four(frame.Width), .. Four(frame.Height), .. Four(frame.Left), .. Four(frame.Top),
        .. Two(frame.Delay.Numerator), .. Two(frame.Delay.Denominator), (byte)frame.Disposal, (byte)frame.Blend,
    ];

    /// <summary>The chunks of a file: names and data.</summary>
    public static List<(string Name, byte[] Data)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < file.Length;)
        {
            var length = Number(file, at);
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }

        return chunks;
    }

    public static byte[] Join(IEnumerable<(string Name, byte[] Data)> chunks)
    {
        using var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']);
        foreach (var (name, data) in chunks)
        {
            PngChunks.Write(file, Encoding.ASCII.GetBytes(name), data);
        }

        return file.ToArray();
    }

    public static int Plays(byte[] file) => Number(Chunks(file).Single(c => c.Name is "acTL").Data, 4);

    /// <summary>The default image as a file that is not animated.</summary>
    public static byte[] DefaultImage(byte[] file) => Join(Chunks(file).Where(c => c.Name is not ("acTL" or "fcTL" or "fdAT")));

    /// <summary>All frames that are shown, composed.</summary>
    public static List<Shown> Compose(byte[] file)
    {
        var chunks = Chunks(file);
        var (head, colours) = (chunks[0].Data, chunks.Where(c => c.Name is "PLTE" or "tRNS").ToList());
        var (width, height) = (Number(head, 0), Number(head, 4));
        var (shown, canvas, before, last) = (new List<Shown>(), new ushort[width * height * 4], Array.Empty<ushort>(), Array.Empty<byte>());
        for (var i = 0; i < chunks.Count; i++)
        {
            if (chunks[i].Name is not "fcTL")
            {
                continue;
            }

            if (last.Length > 0 && last[24] == 1)
            {
                ForEach(last, width, (_, place) => canvas.AsSpan(place, 4).Clear());
            }

            canvas = last.Length > 0 && last[24] == 2 ? before : canvas;
            before = [.. canvas];
            last = chunks[i].Data;
            byte[] data =
            [
                .. chunks.Skip(i + 1).TakeWhile(c => c.Name is not "fcTL")
                    .SelectMany(c => c.Name is "fdAT" ? c.Data[4..] : c.Name is "IDAT" ? c.Data : []),
            ];
            var png = Join([("IHDR", [.. last[4..12], .. head[8..]]), .. colours, ("IDAT", data), ("IEND", [])]);
            Draw(Rgba(png, head[8] == 16), last, canvas, width);
            shown.Add(new(
                Number(last, 12),
                Number(last, 16),
                Number(last, 4),
                Number(last, 8),
                ((last[20] << 8) | last[21], (last[22] << 8) | last[23]),
                Seen(canvas)));
        }

        return shown;
    }

    /// <summary>A picture as 16-bit RGBA, where 255 of 8 bits is 65,535.</summary>
    public static ushort[] Rgba(byte[] png, bool sixteenBits)
    {
        var (decoded, _, _, channels) = sixteenBits ? default : Pictures.Decode(png);
        var samples = sixteenBits ? Pictures.DecodeSixteenBit(png) : Array.ConvertAll(decoded, s => (ushort)(s * 257));
        channels = sixteenBits ? samples.Length / (Number(png, 16) * Number(png, 20)) : channels;
        return [.. samples.Chunk(channels).SelectMany(p => channels switch
        {
            1 => [p[0], p[0], p[0], ushort.MaxValue],
            2 => [p[0], p[0], p[0], p[1]],
            3 => [.. p, ushort.MaxValue],
            _ => p,
        })];
    }

    /// <summary>Colours without alpha are not seen.</summary>
    public static ushort[] Seen(ushort[] rgba) => [.. rgba.Chunk(4).SelectMany(p => p[3] == 0 ? new ushort[4] : p)];

    private static void Draw(ushort[] frame, byte[] control, ushort[] canvas, int width) => ForEach(control, width, (i, place) =>
    {
        var pixel = frame.AsSpan(i * 4, 4);
        var below = canvas.AsSpan(place, 4);
        if (control[25] == 0)
        {
            pixel.CopyTo(below);
            return;
        }

        var (alpha, alphaBelow) = (pixel[3] / 65535.0, below[3] / 65535.0 * (1 - pixel[3] / 65535.0));
        for (var c = 0; c < 3 && alpha > 0; c++)
        {
            below[c] = (ushort)Math.Round((pixel[c] * alpha + below[c] * alphaBelow) / (alpha + alphaBelow));
        }

        below[3] = (ushort)Math.Round(65535 * (alpha + alphaBelow));
    });

    /// <summary>Each pixel of a frame: its number in the frame, and where its samples stand on the canvas.</summary>
    private static void ForEach(byte[] control, int canvasWidth, Action<int, int> action)
    {
        var (width, height, left, top) = (Number(control, 4), Number(control, 8), Number(control, 12), Number(control, 16));
        for (var i = 0; i < width * height; i++)
        {
            action(i, (((top + (i / width)) * canvasWidth) + left + (i % width)) * 4);
        }
    }

    private static byte[] Data(Form form, Frame frame)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            (int X, int Y, int StepX, int StepY)[] passes = form.Interlaced
                ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
                : [(0, 0, 1, 1)];
            foreach (var (x0, y0, stepX, stepY) in passes.Where(p => p.X < frame.Width))
            {
                for (var y = y0; y < frame.Height; y += stepY)
                {
                    zlib.Write([0, .. Row(form, frame, x0, stepX, y)]);
                }
            }
        }

        return data.ToArray();
    }

    private static byte[] Row(Form form, Frame frame, int x0, int step, int y)
    {
        var bits = string.Concat(
            from x in Enumerable.Range(0, frame.Width).Where(x => x >= x0 && (x - x0) % step == 0)
            from c in Enumerable.Range(0, form.Channels)
            select Convert.ToString(frame.Sample(x, y, c) & ((1 << form.BitDepth) - 1), 2).PadLeft(form.BitDepth, '0'));
        return [.. bits.Chunk(8).Select(b => Convert.ToByte(new string(b).PadRight(8, '0'), 2))];
    }

    private static int Number(byte[] data, int at) => BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at));

    private static byte[] Four(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Two(int value) => [(byte)(value >> 8), (byte)value];
}
