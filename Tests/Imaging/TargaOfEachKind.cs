using System.Buffers.Binary;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>TGAs with palettes, of 15 and 16 bits, and of grey with alpha.</summary>
public sealed class TargaOfEachKind
{
    private const int Width = 12;
    private const int Height = 8;

    private static readonly ResizeSpec NearestHalf = Resizing.Half with { Filter = Filter.Nearest };

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void KeepsAPalette(int entryBits)
    {
        foreach (var (first, runs) in ((int, bool)[])[(0, false), (0, true), (20, true)])
        {
            byte[] indices = [.. Enumerable.Range(0, Width * Height).Select(i => (byte)(first + (i / 3 % 7)))];
            var file = Build(1, 8, entryBits == 32 ? 8 : 0, indices, runs, (first, entryBits, Table(7, entryBits)));
            var after = Resizing.Resize(file, NearestHalf);
            Assert.Equal((1, runs ? 9 : 1, 8), (after[1], after[2], after[16]));
            Assert.Equal((0, entryBits == 32 ? 32 : 24), (after[3], after[7]));
            Assert.Equal(entryBits == 32 ? 8 : 0, after[17]);
            Assert.Equal(Halved(Shown(file)), Shown(after));
            Assert.Equal(Shown(file), Shown(Resizing.Resize(file, Resizing.Same)));
        }
    }

    [Theory]
    [InlineData(24)]
    [InlineData(32)]
    public void IsInFullColourWhereColoursAreMany(int entryBits)
    {
        var indices = new byte[90 * 90];
        new Random(1).NextBytes(indices);
        var table = Table(256, entryBits);
        var file = Build(1, 8, entryBits == 32 ? 8 : 0, indices, true, (0, entryBits, table), 90, 90);
        var after = Resizing.Resize(file);
        Assert.Equal((0, 10, entryBits), (after[1], after[2], after[16]));
        byte[] colours = [.. indices.SelectMany(i =>
        {
            var entry = table.AsSpan(i * entryBits / 8, entryBits / 8);
            return (byte[])[entry[2], entry[1], entry[0], .. entry[3..]];
        })];
        Assert.Equal(
            Tga.Decode(Resizing.Resize(Tga.Encode(colours, 90, 90, entryBits / 8, runLength: true))).Samples, Tga.Decode(after).Samples);
    }

    [Theory]
    [InlineData(15, 0)]
    [InlineData(16, 0)]
    [InlineData(16, 1)]
    public void KeepsSixteenBits(int depth, int alpha)
    {
        var random = new Random(3);
        foreach (var runs in (bool[])[false, true])
        {
            ushort[] pixels = [.. Enumerable.Range(0, Width * Height).Select(_ => (ushort)random.Next(depth == 15 ? 0x8000 : 0x10000))];
            var file = Build(2, depth, alpha, [.. pixels.SelectMany(BitConverter.GetBytes)], runs);
            var same = Resizing.Resize(file, Resizing.Same with { Filter = Filter.Nearest });
            Assert.Equal((depth, alpha, runs ? 10 : 2), (same[16], same[17] & 15, same[2]));
            Assert.Equal(Words(file), Words(same));

            var after = Resizing.Resize(file);
            var channels = depth == 15 ? 3 : 4;
            var shape = new RowShape(Width, Height, 1, channels, 1, alpha == 1);
            int[] samples = [.. pixels.SelectMany(p => Samples(p)[..channels])];
            var exact = ExactResize.Run(shape, samples, Width / 2, Height / 2, Filter.Gaussian);
            int[] found = [.. Words(after).SelectMany(p => Samples(p)[..channels])];
            for (var i = 0; i < found.Length; i++)
            {
                // To the nearest of 32 levels, and to 0 or 255.
                Assert.InRange(found[i] - exact[i], i % channels == 3 ? -129 : -6, i % channels == 3 ? 129 : 6);
            }
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(0)]
    public void KeepsGreyWithAlpha(int alpha)
    {
        byte[] samples = [.. Enumerable.Range(0, Width * Height).SelectMany(i => (byte[])[(byte)(i * 2), (byte)(i % 5 == 0 ? 0 : 255)])];
        foreach (var runs in (bool[])[false, true])
        {
            var file = Build(3, 16, alpha, samples, runs);
            var after = Resizing.Resize(file);
            Assert.Equal((runs ? 11 : 3, 16, alpha), (after[2], after[16], after[17] & 15));
            var shape = new RowShape(Width, Height, 1, 2, 1, alpha == 8);
            var exact = ExactResize.Run(shape, [.. samples.Select(s => (int)s)], Width / 2, Height / 2, Filter.Gaussian);
            var found = Pixels(after, 2).SelectMany(pixel => pixel).ToArray();
            Assert.Equal(exact.Length, found.Length);
            Assert.All(found, (sample, i) => Assert.InRange(sample - exact[i], -1, 1));
        }
    }

    /// <summary>Many programs say that there is alpha, and leave it zero.</summary>
    [Theory]
    [InlineData(16, 1)]
    [InlineData(32, 8)]
    public void KeepsItsColoursWhereAlphaIsZeroAllOver(int depth, int alpha)
    {
        byte[] pixel = depth == 16 ? [0xE0, 0x03] : [10, 20, 30, 0];
        foreach (var runs in (bool[])[false, true])
        {
            var file = Build(2, depth, alpha, [.. Enumerable.Repeat(pixel, Width * Height).SelectMany(p => p)], runs);
            Assert.All(Pixels(Resizing.Resize(file), depth / 8), found => Assert.Equal(pixel, found));
        }
    }

    [Fact]
    public void KeepsColoursThatAreMultipliedByAlpha()
    {
        // Beside what is opaque, what is half transparent has half of its colours, or fewer.
        byte[] whole = [200, 100, 50, 255], half = [20, 10, 5, 60];
        byte[] pixels = [.. Enumerable.Range(0, Width * Height).SelectMany(i => i % 2 == 0 ? whole : half)];
        var extension = new byte[495];
        (extension[0], extension[1], extension[2], extension[494]) = (495 & 255, 495 >> 8, (byte)'A', 4);
        var plain = Build(2, 32, 8, pixels, runs: false);
        byte[] file = [.. plain, .. extension, .. BitConverter.GetBytes(plain.Length), 0, 0, 0, 0, .. "TRUEVISION-XFILE.\0"u8];
        var after = Resizing.Resize(file);
        Assert.Equal([1, 4], (int[])[after[^(26 + 495 - 2)] == (byte)'A' ? 1 : 0, after[^27]]);
        var shape = new RowShape(Width, Height, 1, 4, 1, HasAlpha: false);
        var exact = ExactResize.Run(shape, [.. pixels.Select(p => (int)p)], Width / 2, Height / 2, Filter.Gaussian);
        Assert.All(Pixels(after, 4).SelectMany(p => p), (sample, i) => Assert.InRange(sample - exact[i], -1, 1));

        var stripped = Resizing.Resize(file, Resizing.Half with { Strip = true });
        Assert.Equal((0, 4), (stripped[^(26 + 495 - 2)], stripped[^27]));
        Assert.Equal(after[18..(18 + (Width * Height))], stripped[18..(18 + (Width * Height))]);
    }

    [Fact]
    public void MayHaveRunsThatCrossRows()
    {
        byte[] plain = [.. Enumerable.Range(0, Width * Height).Select(i => (byte)(i < 50 ? 7 : 200))];
        byte[] file = [.. Build(3, 8, 0, plain, runs: true)[..18], 0x80 + 49, 7, 0x80 + Width * Height - 51, 200];
        Assert.Equal(Resizing.Resize(Build(3, 8, 0, plain, runs: true)), Resizing.Resize(file));
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(file[..^2]).Reason);
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(file[..^1]).Reason);
        file[^2]++;
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(file).Reason);
    }

    [Fact]
    public void LosesAPaletteThatNoPixelUses()
    {
        byte[] pixels = [.. Enumerable.Range(0, Width * Height * 3).Select(i => (byte)i)];
        var file = Build(2, 24, 0, pixels, runs: false);
        Assert.Equal(Resizing.Resize(file), Resizing.Resize(Build(2, 24, 0, pixels, runs: false, (0, 24, Table(9, 24)))));
    }

    [Theory]
    [InlineData(1, 16, 24, "16 bits a pixel")]
    [InlineData(1, 8, 8, "colours have 8 bits")]
    public void IsRefusedByName(int kind, int depth, int entryBits, string name)
    {
        var failure = Resizing.Refusal(
            Build(kind, depth, 0, new byte[Width * Height * depth / 8], runs: false, (0, entryBits, new byte[4 * entryBits / 8])));
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains(name, failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(3, 2)]
    [InlineData(3, 8)]
    public void IsCorruptWhereAPixelHasNoColour(int first, byte index)
    {
        byte[] indices = [.. Enumerable.Repeat((byte)first, (Width * Height) - 1), index];
        Assert.Equal(
            FailureReason.Corrupt, Resizing.Refusal(Build(1, 8, 0, indices, runs: false, (first, 24, Table(5, 24)))).Reason);
    }

    /// <summary>A file with its highest row first.</summary>
    private static byte[] Build(
        int kind, int depth, int alpha, byte[] pixels, bool runs, (int First, int Bits, byte[] Entries)? table = null, int width = Width,
        int height = Height)
    {
        var (head, bytes) = (new byte[18], (depth + 7) / 8);
        (head[2], head[16], head[17]) = ((byte)(kind + (runs ? 8 : 0)), (byte)depth, (byte)(0x20 | alpha));
        (head[12], head[14]) = ((byte)width, (byte)height);
        if (table is { } map)
        {
            head[1] = 1;
            BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(3), (ushort)map.First);
            BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(5), (ushort)(map.Entries.Length / ((map.Bits + 7) / 8)));
            head[7] = (byte)map.Bits;
        }

        return [.. head, .. table?.Entries ?? [], .. runs ? pixels.Chunk(bytes).SelectMany(p => (byte[])[0, .. p]) : pixels];
    }

    private static byte[] Table(int colours, int bits) => [.. Enumerable.Range(0, colours).SelectMany(i => bits <= 16
        ? BitConverter.GetBytes((ushort)(i * 1234 & 0x7FFF))
        : (byte[])[(byte)(i * 30), (byte)(255 - i), (byte)(i * 7), .. bits == 32 ? [(byte)(255 - (i * 3))] : Array.Empty<byte>()])];

    /// <summary>The pixels of a file as they are stored, from the highest row on.</summary>
    private static List<byte[]> Pixels(byte[] file, int bytes)
    {
        var (width, height) = (file[12], file[14]);
        var pixels = new List<byte[]>();
        for (var at = 18 + (file[1] * file[5] * ((file[7] + 7) / 8)); pixels.Count < width * height;)
        {
            var packet = file[2] > 8 ? file[at++] : 0;
            for (var i = 0; i <= (packet & 0x7F); i++)
            {
                pixels.Add(file[at..(at + bytes)]);
                at += packet < 0x80 || i == (packet & 0x7F) ? bytes : 0;
            }
        }

        return (file[17] & 0x20) != 0 ? pixels : [.. pixels.Chunk(width).Reverse().SelectMany(row => row)];
    }

    private static IEnumerable<int> Words(byte[] file) => Pixels(file, 2).Select(pixel => pixel[0] | pixel[1] << 8);

    /// <summary>Blue, green, red and, of 32 bits, alpha of each pixel of a file with a palette.</summary>
    private static List<int[]> Shown(byte[] file)
    {
        var bytes = (file[7] + 7) / 8;
        return [.. Pixels(file, 1).Select(pixel => file.AsSpan(18 + ((pixel[0] - file[3]) * bytes), bytes).ToArray())
            .Select(entry => bytes > 2
                ? Array.ConvertAll(entry, b => (int)b)
                : Samples(entry[0] | entry[1] << 8)[..3].Reverse().ToArray())];
    }

    private static List<int[]> Halved(List<int[]> pixels) =>
        [.. from y in Enumerable.Range(0, Height / 2) from x in Enumerable.Range(0, Width / 2)
            select pixels[(((2 * y) + 1) * Width) + (2 * x) + 1]];

    private static int[] Samples(int pixel) =>
    [
        .. ((int[])[10, 5, 0]).Select(shift => (int)Math.Round((pixel >> shift & 31) * 255 / 31.0)), pixel >> 15 == 0 ? 0 : 255,
    ];
}
