using ImgCompress.Contracts;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Images of one bit a pixel: scans, fax.</summary>
public sealed class BilevelImage
{
    private const int Size = 128;

    private static readonly int[] Bayer = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

    public static TheoryData<string> Forms =>
        ["png", "interlaced png", "fax", "deflate", "white is zero", "pbm", "plain pbm", "pgm", "pam", "bmp", "bmp, white first"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void KeepsTheMeansOfADitheredGradient(string form)
    {
        var source = Picture((x, y) => (2 * x) + 1 > 16 * Bayer[(y % 4 * 4) + (x % 4)] + 8);
        foreach (var factor in (int[])[2, 3, 4])
        {
            var (samples, width, height) = Resized(form, source, factor);
            for (var left = 0; left + 8 <= width; left += 8)
            {
                var mean = Enumerable.Range(0, height).Average(y => samples.AsSpan((y * width) + left, 8).ToArray().Average(s => s));
                Assert.InRange(mean - (2 * factor * (left + 4)), -13, 13);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void KeepsEdgesSharp(string form)
    {
        var (samples, width, _) = Resized(form, Picture((x, y) => x / 16 % 2 == 0 && y / 32 % 2 == 0), 2);
        for (var i = 0; i < samples.Length; i++)
        {
            var (x, y) = (i % width, i / width);
            Assert.Equal(x / 8 % 2 == 0 && y / 16 % 2 == 0 ? 255 : 0, samples[i]);
        }
    }

    /// <summary>A thin line is grey once it is resized, and a dithered grey line would be a dashed one.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void KeepsThinLinesWhole(string form)
    {
        foreach (var isLight in (bool[])[false, true])
        {
            var source = Drawing(isLight);
            foreach (var factor in (int[])[2, 3, 4])
            {
                RequireLines(source, Resized(form, source, factor), isLight, factor);
            }
        }
    }

    [Theory]
    [InlineData(Filter.Triangle)]
    [InlineData(Filter.CatmullRom)]
    [InlineData(Filter.Lanczos3)]
    public void KeepsLinesAndMeansWithEveryFilter(Filter filter)
    {
        foreach (var factor in (int[])[2, 3, 4])
        {
            var spec = new ResizeSpec { Scaling = Scaling.Down(factor), Filter = filter };
            var drawing = Drawing(isLight: false);
            RequireLines(drawing, Resized("png", drawing, spec), isLight: false, factor);
            foreach (var source in (byte[][])[Picture((x, y) => (2 * x) + 1 > 16 * Bayer[(y % 4 * 4) + (x % 4)] + 8), Diffused()])
            {
                var (samples, width, height) = Resized("png", source, spec);
                for (var left = 0; left + 8 <= width; left += 8)
                {
                    var mean = Enumerable.Range(0, height).Average(y => samples.AsSpan((y * width) + left, 8).ToArray().Average(s => s));
                    Assert.InRange(mean - (2 * factor * (left + 4)), -13, 13);
                }
            }
        }
    }

    /// <summary>Of such a line some pixels lie between two of the result, which then have a half of it each.</summary>
    [Theory]
    [InlineData(Filter.Gaussian)]
    [InlineData(Filter.Triangle)]
    [InlineData(Filter.CatmullRom)]
    [InlineData(Filter.Lanczos3)]
    public void KeepsSlantedLinesWhole(Filter filter)
    {
        foreach (var run in (int[])[2, 3, 4, 5])
        {
            foreach (var (thickness, top) in from thickness in (int[])[1, 2, 3] from top in (int[])[16, 17, 18] select (thickness, top))
            {
                bool IsWhite(int x, int y) => y - top - (x / run) is var below && (below < 0 || below >= thickness);
                foreach (var scaling in (Scaling[])[Scaling.Down(2), Scaling.Down(3), new Scaling.ToFit(Size * 2 / 5, Size * 2 / 5)])
                {
                    var (samples, width, _) = Resized("png", Picture(IsWhite), new ResizeSpec { Scaling = scaling, Filter = filter });
                    for (var x = 2; x < width - 2; x++)
                    {
                        Assert.True(
                            samples.Where((sample, i) => i % width == x && sample == 0).Any(),
                            $"a line of {thickness} that falls by 1 in {run} has a gap at {x} by {scaling}");
                    }
                }
            }
        }
    }

    /// <summary>What is left of a dithered area's texture is no line.</summary>
    [Fact]
    public void KeepsTheMeansOfADiffusedGradient()
    {
        foreach (var factor in (int[])[2, 3, 4])
        {
            var (samples, width, height) = Resized("fax", Diffused(), factor);
            for (var left = 0; left + 8 <= width; left += 8)
            {
                var mean = Enumerable.Range(0, height).Average(y => samples.AsSpan((y * width) + left, 8).ToArray().Average(s => s));
                Assert.InRange(mean - (2 * factor * (left + 4)), -8, 8);
            }
        }
    }

    /// <summary>A newspaper's dots, so many pixels apart and in rows of that angle, up to five pixels apart in the result.</summary>
    [Theory]
    [InlineData(4, 45)]
    [InlineData(5, 0)]
    [InlineData(6, 15)]
    [InlineData(7, 45)]
    [InlineData(8, 30)]
    [InlineData(8, 45)]
    [InlineData(9, 0)]
    [InlineData(10, 15)]
    [InlineData(12, 0)]
    public void KeepsTheMeansOfAHalftone(int distance, int angle)
    {
        var (sine, cosine) = Math.SinCos(angle * Math.PI / 180);
        double[] threshold = [.. Enumerable.Range(0, Size * Size).Select(i =>
        {
            var (x, y) = (i % Size * 2 * Math.PI / distance, i / Size * 2 * Math.PI / distance);
            return Math.Cos((x * cosine) + (y * sine) + 0.3) + Math.Cos((y * cosine) - (x * sine) + 0.7);
        })];
        double[] sorted = [.. threshold.Order()];
        for (var tone = 1; tone < 16; tone++)
        {
            byte[] source = [.. threshold.Select(t => t < sorted[sorted.Length * tone / 16] ? byte.MaxValue : (byte)0)];
            foreach (var factor in ((int[])[2, 3, 4, 5]).Where(factor => distance <= 5 * factor))
            {
                var (samples, width, _) = Resized("fax", source, factor);
                const int Border = 4;
                bool IsInside(int i, int side, int border) =>
                    Math.Min(i % side, i / side) >= border && Math.Max(i % side, i / side) < side - border;
                var expected = source.Where((_, i) => IsInside(i, Size, Border * factor)).Average(s => s);
                var mean = samples.Where((_, i) => IsInside(i, width, Border)).Average(s => s);
                Assert.True(Math.Abs(mean - expected) < 20, $"tone {tone} by {factor}: {mean}, not {expected}");
            }
        }
    }

    /// <summary>The squares between the lines of a grid are many and small, and no dots; nor are the points of a slanted line.</summary>
    [Theory]
    [InlineData(8, 1)]
    [InlineData(12, 1)]
    [InlineData(12, 2)]
    public void KeepsAGridWhole(int distance, int width)
    {
        var lines = Picture((x, y) => x % distance >= width && y % distance >= width);
        var (samples, side, _) = Resized("fax", lines, 2);
        for (var i = 0; i < samples.Length; i++)
        {
            var (x, y) = (i % side, i / side);
            if (x > 0 && y > 0)
            {
                Assert.Equal(x % (distance / 2) == 0 || y % (distance / 2) == 0 ? 0 : 255, samples[i]);
            }
        }

        var slanted = Picture((x, y) => (x + y) % distance >= width);
        (samples, side, _) = Resized("fax", slanted, 2);
        for (var i = 0; i < side * (side - 2); i++)
        {
            var (x, y) = (i % side, i / side);
            var isNear = Enumerable.Range(-1, 3).Any(d => (x + y + d) % (distance / 2) == 0);
            Assert.True(isNear || samples[i] == 255, $"{x}, {y}");
            Assert.True((x + y) % (distance / 2) != 0 || x == 0 || y == 0 || samples[i] == 0, $"{x}, {y} is white");
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void IsTheSameAtFactorOne(string form)
    {
        var source = Picture((x, y) => ((x * 7) ^ (y * 13)) % 5 < 2);
        Assert.Equal(source, Resized(form, source, 1).Samples);
    }

    private static (byte[] Samples, int Width, int Height) Resized(string form, byte[] source, int factor) =>
        Resized(form, source, new ResizeSpec { Scaling = Scaling.Down(factor) });

    private static (byte[] Samples, int Width, int Height) Resized(string form, byte[] source, ResizeSpec spec)
    {
        var (samples, width, height, _) = Read(Resizing.Resize(Encode(form, source), spec));
        return (samples, width, height);
    }

    /// <summary>Lines of one pixel in several directions, which do not touch each other.</summary>
    private static byte[] Drawing(bool isLight)
    {
        var ink = isLight ? byte.MaxValue : (byte)0;
        var samples = Enumerable.Repeat((byte)~ink, Size * Size).ToArray();
        foreach (var (x, y, stepX, stepY) in (((int, int, double, double)[])
            [(8, 8, 1, 0), (8, 21, 1, 0.12), (9, 45, 0, 1), (24, 40, 0.1, 1), (46, 46, 1, 1), (124, 48, -0.45, 1), (60, 40, 1, 0.5)]))
        {
            for (var i = 0; i < 48; i++)
            {
                samples[((int)(y + (i * stepY)) * Size) + (int)(x + (i * stepX))] = ink;
            }
        }

        return samples;
    }

    private static void RequireLines(byte[] source, (byte[] Samples, int Width, int Height) resized, bool isLight, int factor)
    {
        var ink = isLight ? byte.MaxValue : (byte)0;
        var (samples, width, height) = resized;
        var inked = Enumerable.Range(0, source.Length).Where(i => source[i] == ink);
        HashSet<(int X, int Y)> old = [.. inked.Select(i => (i % Size / factor, i / Size / factor))];
        inked = Enumerable.Range(0, samples.Length).Where(i => samples[i] == ink);
        HashSet<(int X, int Y)> now = [.. inked.Select(i => (i % width, i / width))];
        static IEnumerable<(int X, int Y)> Near((int X, int Y) pixel) =>
            from y in Enumerable.Range(pixel.Y - 1, 3) from x in Enumerable.Range(pixel.X - 1, 3) select (x, y);
        Assert.All(
            old.Where(p => p.X < width && p.Y < height),
            pixel => Assert.True(Near(pixel).Any(now.Contains), $"{pixel} is missing by {factor}"));
        Assert.All(now, pixel => Assert.True(Near(pixel).Any(old.Contains), $"{pixel} is new by {factor}"));

        // Each line is in one piece.
        var pieces = 0;
        for (; now.Count > 0; pieces++)
        {
            var open = new Stack<(int, int)>([now.First()]);
            while (open.TryPop(out var pixel))
            {
                now.Remove(pixel);
                foreach (var next in Near(pixel).Where(now.Contains))
                {
                    open.Push(next);
                }
            }
        }

        Assert.True(pieces == 7, $"{pieces} pieces by {factor}");
    }

    /// <summary>A gradient from black to white by Floyd and Steinberg.</summary>
    private static byte[] Diffused()
    {
        var samples = new byte[Size * Size];
        var errors = new double[(Size + 1) * (Size + 2)];
        ref double Error(int x, int y) => ref errors[(y * (Size + 2)) + x];
        for (var i = 0; i < samples.Length; i++)
        {
            var (x, y) = (i % Size, i / Size);
            var wanted = (2 * x) + 1 + Error(x + 1, y);
            samples[i] = wanted >= 128 ? byte.MaxValue : (byte)0;
            var error = (wanted - samples[i]) / 16;
            Error(x + 2, y) += error * 7;
            Error(x, y + 1) += error * 3;
            Error(x + 1, y + 1) += error * 5;
            Error(x + 2, y + 1) += error;
        }

        return samples;
    }

    private static byte[] Picture(Func<int, int, bool> isWhite) =>
        [.. Enumerable.Range(0, Size * Size).Select(i => isWhite(i % Size, i / Size) ? byte.MaxValue : (byte)0)];

    private static byte[] Encode(string form, byte[] samples)
    {
        if (form is "pgm" or "pam")
        {
            var of = form is "pgm" ? $"P5\n{Size} {Size}\n1\n" : $"P7\nWIDTH {Size}\nHEIGHT {Size}\nDEPTH 1\nMAXVAL 1\nENDHDR\n";
            return [.. System.Text.Encoding.ASCII.GetBytes(of), .. samples.Select(s => (byte)(s & 1))];
        }

        if (form.EndsWith("pbm", StringComparison.Ordinal))
        {
            var head = System.Text.Encoding.ASCII.GetBytes($"P{(form is "pbm" ? 4 : 1)}\n{Size} {Size}\n");
            return [.. head, .. form is "pbm"
                ? samples.Chunk(8).Select(c => (byte)c.Select((s, i) => s == 0 ? 0x80 >> i : 0).Sum())
                : samples.SelectMany(s => s == 0 ? "1 "u8.ToArray() : "0 "u8.ToArray())];
        }

        if (form.StartsWith("bmp", StringComparison.Ordinal))
        {
            byte[] colours = form is "bmp" ? [0, 0, 0, 0, 255, 255, 255, 0] : [255, 255, 255, 0, 0, 0, 0, 0];
            return Bmp.Build(
                40, Size, Size, 1, 0, colours, Bmp.Pack([.. samples.Select(s => (s == 0) == (form is "bmp") ? 0u : 1)], Size, 1));
        }

        using var image = Image.NewFromMemoryCopy<byte>(samples, Size, Size, 1, Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Bw);
        return form switch
        {
            "fax" => image.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Ccittfax4, bitdepth: 1, miniswhite: true),
            "white is zero" => image.TiffsaveBuffer(bitdepth: 1, miniswhite: true),
            "deflate" => image.TiffsaveBuffer(
                compression: Enums.ForeignTiffCompression.Deflate, predictor: Enums.ForeignTiffPredictor.None, bitdepth: 1),
            _ => image.PngsaveBuffer(bitdepth: 1, interlace: form is "interlaced png"),
        };
    }

    private static (byte[] Samples, int Width, int Height, int Channels) Read(byte[] file)
    {
        if (file[0] == 'B')
        {
            var (across, down) = ((int)file[18], (int)file[22]);
            var rowBytes = (across + 31) / 32 * 4;
            byte[] pixels = [.. Enumerable.Range(0, across * down).Select(i =>
                file[62 + ((down - 1 - (i / across)) * rowBytes) + (i % across / 8)] << (i % across % 8) & 0x80)
                .Select(bit => file[bit == 0 ? 54 : 58])];
            return (pixels, across, down, 1);
        }

        if (file[0] != 'P')
        {
            return Pictures.Decode(file);
        }

        if (file[1] is (byte)'5' or (byte)'7')
        {
            var text = System.Text.Encoding.Latin1.GetString(file).Split('\n');
            var sides = file[1] == '5' ? text[1].Split(' ') : [text[1][6..], text[2][7..]];
            var (columns, rows) = (int.Parse(sides[0], null), int.Parse(sides[1], null));
            return ([.. file[^(columns * rows)..].Select(s => (byte)(s * 255))], columns, rows, 1);
        }

        var lines = System.Text.Encoding.Latin1.GetString(file).Split('\n', 3);
        var size = Array.ConvertAll(lines[1].Split(' '), int.Parse);
        var stride = (size[0] + 7) / 8;
        byte[] samples = file[1] == '4'
            ? [.. Enumerable.Range(0, size[0] * size[1]).Select(i => IsBlack(i % size[0], i / size[0]) ? (byte)0 : byte.MaxValue)]
            : [.. lines[2].Where(c => c is '0' or '1').Select(c => c is '0' ? byte.MaxValue : (byte)0)];
        return (samples, size[0], size[1], 1);

        bool IsBlack(int x, int y) => ((lines[2][(y * stride) + (x / 8)] << (x % 8)) & 0x80) != 0;
    }
}
