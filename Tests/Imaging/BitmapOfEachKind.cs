using System.Buffers.Binary;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Bitmaps of few bits, of 16 and 32 bits by masks, in runs, and of OS/2.</summary>
public sealed class BitmapOfEachKind
{
    private const int Width = 22;
    private const int Height = 10;
    private const int OnlyCore = 12;

    private static readonly ResizeSpec NearestHalf = Resizing.Half with { Filter = Filter.Nearest };

    public static TheoryData<int, int> Headers
    {
        get
        {
            var data = new TheoryData<int, int>();
            foreach (var header in (int[])[12, 16, 40, 52, 56, 64, 108, 124])
            {
                foreach (var bits in header == OnlyCore ? (int[])[4, 8] : [2, 4, 8])
                {
                    data.Add(header, bits);
                }
            }

            return data;
        }
    }

    /// <summary>Red, green, blue and alpha; what the samples of the file have.</summary>
    public static TheoryData<int, int, uint[]> Masks => new()
    {
        { 40, 16, [] },
        { 40, 16, [0x7C00, 0x03E0, 0x001F] },
        { 40, 16, [0xF800, 0x07E0, 0x001F] },
        { 52, 16, [0xF800, 0x07E0, 0x001F] },
        { 40, 16, [0x000F, 0x00F0, 0x0F00] },
        { 56, 16, [0x0F00, 0x00F0, 0x000F, 0xF000] },
        { 108, 16, [0x7C00, 0x03E0, 0x001F, 0x8000] },
        { 124, 16, [0x8000, 0x7FC0, 0x0030, 0x000F] },
        { 40, 32, [0xFF000000, 0x00FF0000, 0x0000FF00] },
        { 108, 32, [0x000000FF, 0x0000FF00, 0x00FF0000, 0xFF000000] },
        { 40, 32, [0xFFE00000, 0x001FFC00, 0x000003FF] },
        { 124, 32, [0x3FF00000, 0x000FFC00, 0x000003FF, 0xC0000000] },
        { 108, 32, [0xFFFF0000, 0x0000FF00, 0x000000F0, 0x0000000F] },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void KeepsThePaletteOfAnyHeader(int headerBytes, int bits)
    {
        uint[] indices = [.. Enumerable.Range(0, Width * Height).Select(i => (uint)((i / 3) + (i / Width)) % Most(bits))];
        var inHeader = headerBytes is 16 or 64 ? 0 : Math.Max(0, headerBytes - 40);
        byte[] table = [.. new byte[inHeader], .. Table(bits, headerBytes == 12 ? 3 : 4)];
        var file = Bmp.Build(headerBytes, Width, Height, bits, 0, table, Bmp.Pack(indices, Width, bits));
        var after = Resizing.Resize(file, NearestHalf);

        // OS/2's header becomes Windows', and 2 bits, which few programs read, become 4.
        Assert.Equal(headerBytes is 12 or 16 or 64 ? 40 : headerBytes, BinaryPrimitives.ReadInt32LittleEndian(after.AsSpan(14)));
        Assert.Equal(Math.Max(4, bits), after[28]);
        Assert.Equal(headerBytes >= 40 ? file[38..46] : new byte[8], after[38..46]);
        Assert.Equal([.. Halved(indices).SelectMany(i => Colour((int)i))], Colours(after));
        Assert.Equal([.. indices.SelectMany(i => Colour((int)i))], Colours(Resizing.Resize(file, Resizing.Same)));
        Assert.Equal(new byte[8], Resizing.Resize(file, NearestHalf with { Strip = true })[38..46]);
    }

    [Fact]
    public void LosesColoursThatNoPixelCanName()
    {
        var pixels = Bmp.Pack([.. Enumerable.Range(0, Width * Height).Select(i => (uint)i % 9)], Width, 4);
        var file = Bmp.Build(40, Width, Height, 4, 0, Table(4, 4), pixels);
        var more = Bmp.Build(40, Width, Height, 4, 0, [.. Table(4, 4), .. new byte[40]], pixels, colours: 26);
        Assert.Equal(Resizing.Resize(file), Resizing.Resize(more));
    }

    [Fact]
    public void HasAsManyBitsAsItsColoursTake()
    {
        uint[] indices = [.. Enumerable.Range(0, Width * Height).Select(i => (uint)(i * 7 / 3) % 16)];
        var few = Bmp.Build(40, Width, Height, 4, 0, Table(4, 4), Bmp.Pack(indices, Width, 4));
        Assert.Equal(4, Resizing.Resize(few, NearestHalf)[28]);
        Assert.Equal(8, Resizing.Resize(few, new() { Scaling = new Scaling.ToFit(Width - 1, null), Filter = Filter.Triangle })[28]);

        // Of more than 256 colours none is left out: they are written in full.
        var noise = new byte[200 * 200];
        new Random(1).NextBytes(noise);
        var many = Bmp.Build(40, 200, 200, 8, 0, Table(8, 4), Bmp.Pack([.. noise.Select(n => (uint)n)], 200, 8));
        byte[] colours = [.. noise.SelectMany(n => Colour(n))];
        var after = Resizing.Resize(many);
        Assert.Equal(24, after[28]);
        Assert.Equal(Bmp.Decode(Resizing.Resize(Bmp.Encode(colours, 200, 200, 3))).Samples, Bmp.Decode(after).Samples);
    }

    [Theory]
    [MemberData(nameof(Masks))]
    public void KeepsItsMasks(int headerBytes, int bits, uint[] masks)
    {
        var random = new Random(bits);
        var used = masks.Length == 0 ? 0x7FFF : masks.Aggregate((a, b) => a | b);
        uint[] pixels = [.. Enumerable.Range(0, Width * Height).Select(_ => (uint)random.NextInt64(uint.MaxValue) & used)];
        byte[] table = [.. masks.SelectMany(BitConverter.GetBytes), .. new byte[Math.Max(0, headerBytes - 40 - (4 * masks.Length))]];
        var file = Bmp.Build(headerBytes, Width, Height, bits, masks.Length == 0 ? 0 : 3, table, Bmp.Pack(pixels, Width, bits));
        var same = Resizing.Resize(file, Resizing.Same with { Filter = Filter.Nearest });
        Assert.Equal(file[..34], same[..34]);
        Assert.Equal(file[54..], same[54..]);

        foreach (var filter in (Filter[])[Filter.Gaussian, Filter.Lanczos3])
        {
            var after = Resizing.Resize(file, Resizing.Half with { Filter = filter });
            uint[] channels = masks.Length == 0 ? [0x7C00, 0x03E0, 0x001F] : masks;
            var shape = new RowShape(Width, Height, 1, channels.Length, 2, channels.Length == 4);
            int[] samples = [.. pixels.SelectMany(pixel => channels.Select(mask => Sample(pixel, mask)))];
            var exact = ExactResize.Run(shape, samples, Width / 2, Height / 2, filter);
            var found = Unpack(after, bits, channels);
            for (var i = 0; i < found.Length; i++)
            {
                // To the nearest that the bits can say.
                var step = 65_535.0 / Sample(0, channels[i % channels.Length], most: true);
                Assert.InRange(found[i] - exact[i], (-0.51 * step) - 300, (0.51 * step) + 300);
            }
        }
    }

    [Fact]
    public void MayHaveAlphaBesideMasksInAHeaderOfWindowsCe()
    {
        byte[] masks = [0, 0, 0xFF, 0, 0, 0xFF, 0, 0, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF];
        var file = Bmp.Build(40, 2, 2, 32, 6, masks, [1, 2, 3, 255, 1, 2, 3, 255, 1, 2, 3, 255, 1, 2, 3, 255]);
        var after = Resizing.Resize(file);
        Assert.Equal(6, after[30]);
        Assert.Equal(masks, after[54..70]);
        Assert.Equal([1, 2, 3, 255], after[70..]);
    }

    /// <summary>Many programs leave alpha zero all over: nothing is transparent then.</summary>
    [Fact]
    public void KeepsItsColoursWhereAlphaIsZeroAllOver()
    {
        byte[] masks = [0, 0x0F, 0, 0, 0xF0, 0, 0, 0, 0x0F, 0, 0, 0, 0, 0xF0, 0, 0];
        var file = Bmp.Build(56, 2, 2, 16, 3, masks, [0x34, 2, 0x34, 2, 0x34, 2, 0x34, 2]);
        Assert.Equal([0x34, 2, 0, 0], Resizing.Resize(file)[70..]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void KeepsBothOfItsColours(bool lightFirst)
    {
        byte[] table = lightFirst ? [200, 250, 240, 0, 60, 10, 0, 0] : [60, 10, 0, 0, 200, 250, 240, 0];
        uint[] pixels = [.. Enumerable.Range(0, Width * Height).Select(i => (uint)(i % Width / 4 % 2))];
        foreach (var topDown in (bool[])[false, true])
        {
            var file = Bmp.Build(40, Width, topDown ? -Height : Height, 1, 0, table, Bmp.Pack(pixels, Width, 1), colours: 2);
            var after = Resizing.Resize(file);
            Assert.Equal(1, after[28]);
            Assert.Equal(table, after[54..62]);
            uint[] halved = [.. Enumerable.Range(0, Width / 2 * (Height / 2)).Select(i => (uint)(i % (Width / 2) / 2 % 2))];
            Assert.Equal(Bmp.Pack(halved, Width / 2, 1), after[62..]);
        }
    }

    /// <summary>Each way to tell pixels: runs, singly, and by the end of a row.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(24)]
    public void MayBeInRuns(int bits)
    {
        int[] first = [1, 1, 1, 1, 1, 2, 3, 4, 5, 6], second = [7, 7, 7, 7, 7, 7, 7, 7, 7, 7];
        byte[] runs = bits switch
        {
            8 => [5, 1, 0, 5, 2, 3, 4, 5, 6, 0, 0, 0, 10, 7, 0, 1],
            4 => [5, 0x11, 0, 5, 0x23, 0x45, 0x60, 0, 0, 0, 6, 0x77, 4, 0x77, 0, 1],
            _ =>
            [
                5, .. BlueFirst(1), 0, 5, .. BlueFirst(2), .. BlueFirst(3), .. BlueFirst(4), .. BlueFirst(5), .. BlueFirst(6), 0, 0, 0,
                10, .. BlueFirst(7), 0, 1,
            ],
        };
        byte[] colours = [.. second.Concat(first).SelectMany(Colour)];
        var file = bits == 24
            ? Bmp.Build(64, 10, 2, 24, 4, [], runs)
            : Bmp.Build(40, 10, 2, bits, bits == 8 ? 1 : 2, Table(bits, 4), runs);
        var same = Resizing.Resize(file, Resizing.Same);
        Assert.Equal(colours, Colours(same));
        Assert.Equal(same, Resizing.Resize(file[..^2], Resizing.Same));
        for (var length = file.Length - runs.Length; length < file.Length - 2; length++)
        {
            Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(file[..length]).Reason);
        }
    }

    [Fact]
    public void StaysInRunsWhereTheseAreShorter()
    {
        const int Side = 300;
        byte[] runs = [.. Enumerable.Range(0, Side).SelectMany(y => (byte[])[255, (byte)(y / 20), 45, 9, 0, 0]), 0, 1];
        var file = Bmp.Build(40, Side, Side, 8, 1, Table(8, 4), runs);
        var after = Resizing.Resize(file, NearestHalf);
        Assert.Equal((8, 1), (after[28], after[30]));
        Assert.True(after.Length < 2500, $"{after.Length} bytes");
        Assert.Equal(runs.Length - 2, BinaryPrimitives.ReadInt32LittleEndian(Resizing.Resize(file, Resizing.Same).AsSpan(34)));
        var again = Resizing.Resize(after, Resizing.Same);
        Assert.Equal(after, again);

        var noise = new byte[50 * 50];
        new Random(2).NextBytes(noise);
        byte[] single = [.. noise.Chunk(50).SelectMany(row => (byte[])[0, 50, .. row, 0, 0]), 0, 1];
        Assert.Equal(0, Resizing.Resize(Bmp.Build(40, 50, 50, 8, 1, Table(8, 4), single), NearestHalf)[30]);
    }

    [Theory]
    [InlineData(new byte[] { 2, 1, 0, 1 })]
    [InlineData(new byte[] { 2, 1, 0, 2, 0, 1, 2, 1, 0, 1 })]
    [InlineData(new byte[] { 2, 1, 0, 0, 4, 1, 0, 1 })]
    public void IsRefusedByNameWhereItsRunsLeavePixelsOut(byte[] runs)
    {
        var failure = Resizing.Refusal(Bmp.Build(40, 4, 2, 8, 1, Table(8, 4), runs));
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains("leave pixels out", failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 5, 1, 3, 1, 0, 1 })]
    [InlineData(new byte[] { 0, 5, 1, 1, 1, 1, 1, 0 })]
    [InlineData(new byte[] { 0, 2, 200, 0, 4, 1 })]
    [InlineData(new byte[] { 0, 2, 0, 200, 4, 1 })]
    [InlineData(new byte[] { 0, 9, 1 })]
    [InlineData(new byte[] { 4, 9, 4, 200 })]
    public void IsCorruptWhereARunLeavesItOrHasNoColour(byte[] runs) => Assert.Equal(
        FailureReason.Corrupt, Resizing.Refusal(Bmp.Build(40, 4, 2, 8, 1, Table(4, 4), runs, colours: 16)).Reason);

    [Theory]
    [InlineData(40, 24, 4, "a JPEG or a PNG inside")]
    [InlineData(40, 24, 5, "a JPEG or a PNG inside")]
    [InlineData(64, 1, 3, "Huffman")]
    [InlineData(40, 8, 2, "8 bits a pixel and compression 2")]
    [InlineData(40, 24, 3, "24 bits a pixel and compression 3")]
    [InlineData(40, 15, 0, "15 bits a pixel")]
    [InlineData(52, 32, 6, "compression 6")]
    public void IsRefusedByName(int headerBytes, int bits, int compression, string name)
    {
        var failure = Resizing.Refusal(Bmp.Build(headerBytes, 4, 2, bits, compression, new byte[1024], new byte[64]));
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains(name, failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16, 0x1_0000u, 0xF0u, 0x0Fu, FailureReason.Corrupt)]
    [InlineData(16, 0x0F05u, 0xF0u, 0x0Au, FailureReason.Corrupt)]
    [InlineData(32, 0x0FF0u, 0xFF00u, 0x0Fu, FailureReason.Corrupt)]
    [InlineData(32, 0u, 0u, 0u, FailureReason.Corrupt)]
    [InlineData(32, 0xFFFF_E000u, 0x1F00u, 0xFFu, FailureReason.Unsupported)]
    public void IsRefusedWithMasksThatCannotBe(int bits, uint red, uint green, uint blue, FailureReason reason)
    {
        byte[] masks = [.. ((uint[])[red, green, blue]).SelectMany(BitConverter.GetBytes)];
        Assert.Equal(reason, Resizing.Refusal(Bmp.Build(40, 4, 2, bits, 3, masks, new byte[64])).Reason);
    }

    [Fact]
    public void IsRefusedWithItsProfileInAnotherFile()
    {
        var table = new byte[84];
        "KNIL"u8.CopyTo(table.AsSpan(16));
        Assert.Contains(
            "in another file",
            Resizing.Refusal(Bmp.Build(124, 4, 2, 24, 0, table, new byte[64])).Detail,
            StringComparison.Ordinal);
    }

    private static uint Most(int bits) => 1u << bits;

    private static byte[] Colour(int index) => [(byte)(index * 16), (byte)(255 - index), (byte)(index * 7)];

    private static byte[] BlueFirst(int index) => [.. Colour(index).Reverse()];

    private static byte[] Table(int bits, int entryBytes) =>
        [.. Enumerable.Range(0, 1 << bits).SelectMany(i => (byte[])[.. BlueFirst(i), .. new byte[entryBytes - 3]])];

    private static IEnumerable<uint> Halved(uint[] pixels) =>
        from y in Enumerable.Range(0, Height / 2)
        from x in Enumerable.Range(0, Width / 2)
        select pixels[(((2 * y) + 1) * Width) + (2 * x) + 1];

    private static int Sample(uint pixel, uint mask, bool most = false)
    {
        var shift = System.Numerics.BitOperations.TrailingZeroCount(mask);
        var greatest = mask >> shift;
        return most ? (int)greatest : (int)Math.Round((pixel & mask) >> shift == 0 ? 0 : ((pixel & mask) >> shift) * 65_535.0 / greatest);
    }

    /// <summary>Samples of 16 bits of a file by masks, from the highest row on.</summary>
    private static int[] Unpack(byte[] file, int bits, uint[] masks)
    {
        var bytes = new HeaderBytes(file, littleEndian: true);
        var (width, height, start) = ((int)bytes.U32(18), (int)bytes.U32(22), (int)bytes.U32(10));
        var stride = ((width * bits) + 31) / 32 * 4;
        var samples = new List<int>();
        for (var i = 0; i < width * height; i++)
        {
            var at = start + ((height - 1 - (i / width)) * stride) + (i % width * bits / 8);
            var pixel = bits == 16 ? bytes.U16(at) : bytes.U32(at);
            samples.AddRange(masks.Select(mask => Sample(pixel, mask)));
        }

        return [.. samples];
    }

    /// <summary>RGB of a file of 4, 8 or 24 bits, without runs or in runs.</summary>
    private static byte[] Colours(byte[] file)
    {
        return file[28] == 24 || (file[28] == 8 && file[30] == 0)
            ? Bmp.Decode(file).Samples
            : [.. Indices(file).SelectMany(i => file.AsSpan(14 + file[14] + (4 * i), 3).ToArray().Reverse())];
    }

    private static int[] Indices(byte[] file)
    {
        var (width, height, start) = (file[18], file[22], BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(10)));
        var rows = new List<int[]>();
        if (file[30] == 0)
        {
            var stride = ((width * 4) + 31) / 32 * 4;
            for (var y = 0; y < height; y++)
            {
                rows.Add([.. Enumerable.Range(0, width).Select(x => file[start + (y * stride) + (x / 2)] >> (4 - (x % 2 * 4)) & 15)]);
            }
        }

        for (var (at, row) = (start, new List<int>()); file[30] == 1 && rows.Count < height; at += 2)
        {
            if (file[at] > 0)
            {
                row.AddRange(Enumerable.Repeat((int)file[at + 1], file[at]));
            }
            else if (file[at + 1] > 2)
            {
                var count = file[at + 1];
                row.AddRange(file.AsSpan(at + 2, count).ToArray().Select(b => (int)b));
                at += count + (count & 1);
            }
            else
            {
                rows.Add([.. row]);
                row.Clear();
            }
        }

        rows.Reverse();
        return [.. rows.SelectMany(row => row)];
    }
}
