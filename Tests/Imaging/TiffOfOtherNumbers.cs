using System.Runtime.InteropServices;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Resampling;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>TIFFs whose samples are signed, or have a floating point: measurements, heights, light that is brighter than white.</summary>
public sealed class TiffOfOtherNumbers
{
    private const int Width = 37;
    private const int Height = 22;
    private const int Half = 16;
    private const int Single = 32;
    private const ushort SampleFormat = 339;
    private const int Signed = 2;
    private const int Float = 3;

    public static TheoryData<Filter> Filters => Samples.Filters;

    [Theory]
    [MemberData(nameof(Filters))]
    public void OfAFloatingPointAreSummedAsTheyAre(Filter filter)
    {
        foreach (var channels in (int[])[1, 2, 3, 4])
        {
            foreach (var extra in channels is 2 or 4 ? (int?[])[0, 1, 2] : [null])
            {
                foreach (var scaling in (Scaling[])[Scaling.Down(2), Scaling.Down(5), Scaling.Up(3), new Scaling.ToFit(13, 30)])
                {
                    RequireExact(channels, extra, Single, new ResizeSpec { Scaling = scaling, Filter = filter });
                    RequireExact(channels, extra, Half, new ResizeSpec { Scaling = scaling, Filter = filter });
                }
            }
        }
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(8, false)]
    [InlineData(16, true)]
    [InlineData(16, false)]
    public void OfASignAreThoseWithoutMovedByTheMiddle(int bits, bool littleEndian)
    {
        foreach (var channels in (int[])[1, 2, 3])
        {
            var samples = Pictures.Samples(channels, bits / 8);
            var moved = (byte[])samples.Clone();
            for (var i = (bits / 8) - 1; i < moved.Length; i += bits / 8)
            {
                moved[i] ^= 0x80;
            }

            TiffBuilder Tiff(byte[] stored) => TiffBuilder.Of(
                    stored, Pictures.Width, Pictures.Height, channels, bits, channels == 2 ? [0] : null, littleEndian)
                .Shorts(262, channels == 3 ? 2 : 1);
            foreach (var spec in (ResizeSpec[])[Resizing.Half, Resizing.Same])
            {
                var expected = Stored(Resizing.Resize(Tiff(samples).Build(), spec));
                var after = Resizing.Resize(Tiff(moved).Shorts(SampleFormat, [.. Enumerable.Repeat(Signed, channels)]).Build(), spec);
                Assert.Equal([.. Enumerable.Repeat<long>(Signed, channels)], Values(after, TiffTag.SampleFormat));
                var actual = Stored(after);
                for (var i = (bits / 8) - 1; i < actual.Length; i += bits / 8)
                {
                    actual[i] ^= 0x80;
                }

                Assert.Equal(expected, actual);
            }
        }
    }

    /// <summary>Each form by the reader of libvips, which turns samples of 16 bits into those of 32.</summary>
    [Theory]
    [InlineData("none", Single, false)]
    [InlineData("big-endian", Single, false)]
    [InlineData("big-endian", Half, false)]
    [InlineData("planar", Single, false)]
    [InlineData("planar", Half, false)]
    [InlineData("planar", Half, true)]
    [InlineData("lzw, predictor 2", Single, true)]
    [InlineData("lzw, predictor 3", Single, true)]
    [InlineData("deflate, predictor 3", Single, false)]
    [InlineData("tiles", Single, true)]
    [InlineData("BigTIFF", Single, true)]
    public void OfAFloatingPointStayInTheirForm(string form, int bits, bool inColour)
    {
        var channels = inColour ? 3 : form is "planar" ? 2 : 1;
        var file = Encode(form, bits, channels);
        var plain = TiffBuilder.Of(ToBytes(Numbers(channels, bits), bits), Width, Height, channels, bits, channels == 2 ? [0] : null)
            .Shorts(SampleFormat, [.. Enumerable.Repeat(Float, channels)])
            .Build();
        var same = Resizing.Resize(file, Resizing.Same);
        Assert.Equal(Numbers(channels, bits), Decode(same));
        Assert.Equal([.. Enumerable.Repeat<long>(bits, channels)], Values(same, TiffTag.BitsPerSample));
        Assert.Equal([.. Enumerable.Repeat<long>(Float, channels)], Values(same, TiffTag.SampleFormat));
        if (form is not "planar")
        {
            var (old, now) = (Resizing.Header<TiffHeader>(file), Resizing.Header<TiffHeader>(same));
            Assert.Equal(
                (old.Compression, old.Predictor, old.File.Big, old.Tile is null),
                (now.Compression, now.Predictor, now.File.Big, now.Tile is null));
        }

        Assert.Equal(Decode(Resizing.Resize(plain)), Decode(Resizing.Resize(file)));
    }

    /// <summary>Extremes that samples are said to have are those of the old picture.</summary>
    [Fact]
    public void SayNoExtremes()
    {
        var after = Resizing.Resize(Floats(Numbers(1, Single), 1)
            .Entry(340, 11, 1, BitConverter.GetBytes(-7f))
            .Entry(341, 11, 1, BitConverter.GetBytes(7f))
            .Build());
        Assert.DoesNotContain(TiffFile.Read(after).Pages[0], e => (int)e.Tag is 340 or 341);
        after = Resizing.Resize(
            TiffBuilder.Of(Pictures.Samples(1), Pictures.Width, Pictures.Height, 1).Shorts(280, 3).Shorts(281, 9).Shorts(263, 2).Build());
        Assert.DoesNotContain(TiffFile.Read(after).Pages[0], e => (int)e.Tag is 263 or 280 or 281);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "no data")]
    [InlineData(-3.4028235e38f, "no data")]
    [InlineData(1e38f, "no data")]
    public void OfNoDataAreRefused(float value, string name)
    {
        var numbers = Numbers(1, Single);
        numbers[^3] = value;
        Refused(Floats(numbers, 1), name);
        if (Math.Abs(value) > 65_504 && !float.IsFinite(value))
        {
            var halves = Numbers(1, Half);
            halves[5] = value;
            Refused(TiffBuilder.Of(ToBytes(halves, Half), Width, Height, 1, Half).Shorts(SampleFormat, Float), name);
        }
    }

    [Fact]
    public void MayBeVeryLargeOrSmall()
    {
        var numbers = Numbers(1, Single);
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] *= i % 2 == 0 ? 1e33f : 1e-33f;
        }

        Assert.All(
            MemoryMarshal.Cast<byte, float>(Stored(Resizing.Resize(Floats(numbers, 1).Build()))).ToArray(),
            number => Assert.True(float.IsFinite(number)));
    }

    [Theory]
    [InlineData(64, 1, 1, "whole numbers of 64 bits")]
    [InlineData(64, Signed, 1, "whole numbers of 64 bits")]
    [InlineData(32, 1, 0, "whole numbers of 32 bits and photometric interpretation 0")]
    [InlineData(32, 1, 8, "whole numbers of 32 bits and photometric interpretation 8")]
    [InlineData(64, Float, 0, "floating-point samples of 64 bits and photometric interpretation 0")]
    [InlineData(24, Float, 1, "floating-point samples of 24 bits")]
    [InlineData(64, 5, 1, "complex")]
    [InlineData(64, 6, 1, "complex")]
    [InlineData(16, Signed, 0, "signed samples of 16 bits and photometric interpretation 0")]
    [InlineData(32, Float, 0, "floating-point samples of 32 bits and photometric interpretation 0")]
    [InlineData(32, Float, 8, "floating-point samples of 32 bits and photometric interpretation 8")]
    [InlineData(16, 9, 1, "format 9")]
    public void OfWhichTheSumsWouldLoseSomethingAreRefusedByName(int bits, int format, int photometric, string name)
    {
        var channels = photometric == 8 ? 3 : 1;
        Refused(
            TiffBuilder.Of(new byte[16 * channels * bits / 8], 4, 4, channels, bits)
                .Shorts(SampleFormat, [.. Enumerable.Repeat(format, channels)])
                .Shorts(262, photometric),
            name);
    }

    [Fact]
    public void OfMoreBitsWithoutAFormatAreRefusedByName() =>
        Refused(TiffBuilder.Of(new byte[4 * 4 * 8], 4, 4, 1, 64), "whole numbers of 64 bits");

    [Fact]
    public void OfSeveralFormatsAreRefusedByName() =>
        Refused(TiffBuilder.Of(new byte[4 * 4 * 3 * 2], 4, 4, 3, 16).Shorts(SampleFormat, 1, Signed, 1), "several formats");

    [Theory]
    [InlineData(Half, 3, "a floating-point predictor for samples of 16 bits")]
    [InlineData(Single, 4, "predictor 4")]
    public void OfAnUnknownPredictorAreRefusedByName(int bits, int predictor, string name) => Refused(
        TiffBuilder.Of(ToBytes(Numbers(1, bits), bits), Width, Height, 1, bits).Shorts(SampleFormat, Float).Shorts(317, predictor), name);

    private static void RequireExact(int channels, int? extra, int bits, ResizeSpec spec)
    {
        var numbers = Numbers(channels, bits, alpha: extra is 1 or 2);
        var file = TiffBuilder.Of(ToBytes(numbers, bits), Width, Height, channels, bits, extra is { } meaning ? [meaning] : null)
            .Shorts(SampleFormat, [.. Enumerable.Repeat(Float, channels)])
            .Build();

        var after = Resizing.Resize(file, spec);

        var header = Resizing.Header<TiffHeader>(after);
        var shape = new RowShape(Width, Height, 1, channels, sizeof(float), HasAlpha: extra is 2);
        var expected = ExactResize.Run(
            shape, Array.ConvertAll(numbers, x => (double)x), header.Width, header.Height, spec.Filter, max: 1, leastAlpha: 1 / 65_536.0);
        var actual = FromBytes(Stored(after), bits);
        Assert.Equal(expected.Length, actual.Length);
        Assert.Equal(extra is null ? [] : [extra.Value], Values(after, TiffTag.ExtraSamples));
        for (var i = 0; i < expected.Length; i++)
        {
            // What is nearly transparent is a quotient of small numbers.
            var alpha = extra is 2 ? Math.Abs(expected[i - (i % channels) + channels - 1]) : 1;
            if (alpha is < 0.01 and not 0)
            {
                continue;
            }

            var value = bits == Half ? Math.Clamp(expected[i], -65_504, 65_504) : expected[i];
            var rounding = bits == Half ? Math.Max(Math.Abs(value) / 1024, 1e-6) : 0;
            Assert.InRange(actual[i] - value, -rounding - (0.02 / alpha), rounding + (0.02 / alpha));
        }
    }

    /// <summary>From −9,000 to 9,000; alpha from 0 to 1, often one of them.</summary>
    private static float[] Numbers(int channels, int bits, bool alpha = false)
    {
        var random = new Random(channels + bits);
        var numbers = new float[Width * Height * channels];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = alpha && i % channels == channels - 1
                ? Math.Clamp((random.NextSingle() * 3) - 1, 0, 1)
                : (random.NextSingle() * 18_000) - 9_000;
            numbers[i] = bits == Half ? (float)(System.Half)numbers[i] : numbers[i];
        }

        return numbers;
    }

    private static TiffBuilder Floats(float[] numbers, int channels) =>
        TiffBuilder.Of(ToBytes(numbers, Single), Width, Height, channels, Single)
            .Shorts(SampleFormat, [.. Enumerable.Repeat(Float, channels)]);

    private static byte[] Encode(string form, int bits, int channels)
    {
        var numbers = Numbers(channels, bits);
        if (form is "big-endian" or "planar")
        {
            var pixels = Width * Height;
            float[] stored = form is "planar"
                ? [.. Enumerable.Range(0, numbers.Length).Select(i => numbers[(i % pixels * channels) + (i / pixels)])]
                : numbers;
            var bytes = ToBytes(stored, bits);
            for (var i = 0; form is "big-endian" && i < bytes.Length; i += bits / 8)
            {
                bytes.AsSpan(i, bits / 8).Reverse();
            }

            // Samples of 16 bits are turned by the builder.
            var tiff = TiffBuilder.Of(
                form is "big-endian" && bits == Half ? ToBytes(stored, bits) : bytes,
                Width,
                Height,
                channels,
                bits,
                channels == 2 ? [0] : null,
                littleEndian: form is not "big-endian");
            return tiff.Shorts(SampleFormat, [.. Enumerable.Repeat(Float, channels)])
                .Shorts(284, form is "planar" ? 2 : 1)
                .Build(strips: form is "planar" ? channels : 1);
        }

        using var image = Image.NewFromMemoryCopy<float>(numbers, Width, Height, channels, Enums.BandFormat.Float)
            .Copy(interpretation: channels == 3 ? Enums.Interpretation.Scrgb : Enums.Interpretation.Bw);
        return image.TiffsaveBuffer(
            compression: form.StartsWith("lzw", StringComparison.Ordinal) ? Enums.ForeignTiffCompression.Lzw
                : form.StartsWith("deflate", StringComparison.Ordinal) ? Enums.ForeignTiffCompression.Deflate
                : Enums.ForeignTiffCompression.None,
            predictor: form.EndsWith('3') ? Enums.ForeignTiffPredictor.Float
                : form.EndsWith('2') ? Enums.ForeignTiffPredictor.Horizontal
                : Enums.ForeignTiffPredictor.None,
            tile: form is "tiles",
            tileWidth: 16,
            tileHeight: 16,
            bigtiff: form is "BigTIFF");
    }

    private static float[] Decode(byte[] file)
    {
        using var source = Source.NewFromMemory(file);
        using var image = Image.NewFromSource(source);
        return image.WriteToMemory<float>();
    }

    private static byte[] ToBytes(float[] numbers, int bits) => bits == Single
        ? MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray()
        : MemoryMarshal.AsBytes(Array.ConvertAll(numbers, x => (System.Half)x).AsSpan()).ToArray();

    private static float[] FromBytes(byte[] bytes, int bits) => bits == Single
        ? MemoryMarshal.Cast<byte, float>(bytes).ToArray()
        : Array.ConvertAll(MemoryMarshal.Cast<byte, System.Half>(bytes).ToArray(), x => (float)x);

    private static void Refused(TiffBuilder tiff, string name)
    {
        var failure = Resizing.Refusal(tiff.Build());
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains(name, failure.Detail, StringComparison.Ordinal);
    }

    private static long[] Values(byte[] file, TiffTag tag) =>
        TiffFile.Values(new HeaderBytes(file, littleEndian: true), TiffFile.Read(file).Pages[0], tag);

    /// <summary>The samples of a file without compression, as they stand in it.</summary>
    private static byte[] Stored(byte[] file)
    {
        var (offsets, counts) = (Values(file, TiffTag.StripOffsets), Values(file, TiffTag.StripByteCounts));
        return [.. offsets.Zip(counts).SelectMany(strip => file[(int)strip.First..(int)(strip.First + strip.Second)])];
    }
}
