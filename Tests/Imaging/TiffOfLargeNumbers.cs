using System.IO.Compression;
using System.Numerics;
using System.Runtime.InteropServices;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Resampling;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>TIFFs of samples that single precision does not hold: whole numbers of 32 bits, and floating-point ones of 64.</summary>
public sealed class TiffOfLargeNumbers
{
    private const int Side = 32;
    private const ushort SampleFormat = 339;
    private const int Signed = 2;
    private const int Float = 3;

    private static readonly TheoryData<string> Kinds = ["unsigned", "signed", "double"];

    public static TheoryData<Filter> Filters => Samples.Filters;

    public static MatrixTheoryData<string, string> Forms =>
        new(Kinds.Select(row => row.Data), ["none", "big-endian", "planar", "planar, big-endian", "deflate", "tiles", "BigTIFF"]);

    [Theory]
    [MemberData(nameof(Forms))]
    public void StayExactlyInTheirForm(string kind, string form)
    {
        var file = kind switch
        {
            "unsigned" => Encode(Integers<uint>(3), form, 1),
            "signed" => Encode(Integers<int>(3), form, Signed),
            _ => Encode(Doubles(3), form, Float),
        };
        var same = Resizing.Resize(file, Resizing.Same);
        var (old, now) = (Resizing.Header<TiffHeader>(file), Resizing.Header<TiffHeader>(same));
        Assert.Equal(
            (old.BitDepth, old.SampleFormat, old.Compression, old.File.Big, old.Tile),
            (now.BitDepth, now.SampleFormat, now.Compression, now.File.Big, now.Tile));
        var plain = kind switch
        {
            "unsigned" => Encode(Integers<uint>(3), form is "tiles" ? form : "none", 1),
            "signed" => Encode(Integers<int>(3), form is "tiles" ? form : "none", Signed),
            _ => Encode(Doubles(3), form is "tiles" ? form : "none", Float),
        };
        Assert.Equal(Stored(plain), Stored(same));
        Assert.Equal(Stored(Resizing.Resize(plain)), Stored(Resizing.Resize(file)));
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void AreSummedAsTheyAre(Filter filter)
    {
        foreach (var channels in (int[])[1, 2, 3, 4])
        {
            foreach (var extra in channels is 2 or 4 ? (int?[])[0, 1, 2] : [null])
            {
                foreach (var scaling in (Scaling[])[Scaling.Down(2), Scaling.Down(5), Scaling.Up(3), new Scaling.ToFit(13, 30)])
                {
                    var spec = new ResizeSpec { Scaling = scaling, Filter = filter };
                    RequireExact(Integers<uint>(channels), channels, extra, 1, uint.MaxValue, spec);
                    RequireExact(Doubles(channels, alpha: extra is 2), channels, extra, Float, 1, spec);
                }
            }

            var half = new ResizeSpec { Scaling = Scaling.Down(2), Filter = filter };
            RequireExact(Integers<int>(channels), channels, channels is 2 or 4 ? 0 : null, Signed, uint.MaxValue, half);
        }
    }

    /// <summary>To the last digit, of which single precision would round away a third and more.</summary>
    [Theory]
    [MemberData(nameof(Filters))]
    public void OfAnEvenAreaStayTheSame(Filter filter)
    {
        foreach (var scaling in (Scaling[])[Scaling.Down(2), Scaling.Down(7), Scaling.Up(3), new Scaling.ToFit(13, 30)])
        {
            var spec = new ResizeSpec { Scaling = scaling, Filter = filter };
            Even(4_294_967_291u, 1, after => Assert.Equal(4_294_967_291u, after));
            Even(-2_147_483_643, Signed, after => Assert.Equal(-2_147_483_643, after));
            Even(1.234567890123456789e30, Float, after => Assert.InRange(after / 1.234567890123456789e30, 1 - 1e-14, 1 + 1e-14));

            void Even<T>(T value, int format, Action<T> require)
                where T : unmanaged
            {
                var numbers = new T[Side * Side];
                Array.Fill(numbers, value);
                var after = Resizing.Resize(Encode(numbers, "none", format, channels: 1), spec);
                Assert.All(MemoryMarshal.Cast<byte, T>(Stored(after)).ToArray(), require);
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1.7976931348623157e308)]
    [InlineData(-3.4028234663852886e38)]
    public void OfNoDataAreRefused(double value)
    {
        var numbers = Doubles(1);
        numbers[^3] = value;
        var failure = Resizing.Refusal(Encode(numbers, "none", Float, channels: 1));
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains("no data", failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, Float, 2)]
    [InlineData(64, Float, 3)]
    [InlineData(32, 1, 3)]
    public void WithAPredictorThatTheCodecDoesNotHaveAreRefusedByName(int bits, int format, int predictor)
    {
        var failure = Resizing.Refusal(
            TiffBuilder.Of(new byte[16 * bits / 8], 4, 4, 1, bits).Shorts(SampleFormat, format).Shorts(317, predictor).Build());
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains("predictor", failure.Detail, StringComparison.Ordinal);
    }

    /// <summary>Whatever the header says of its samples, the file is resized or refused.</summary>
    [Fact]
    public void OfAnyDepthFormatAndMeaningHaveAnAnswer()
    {
        foreach (var bits in (int[])[0, 1, 2, 3, 4, 8, 12, 16, 24, 32, 40, 48, 64, 128])
        {
            foreach (var format in (int?[])[null, 0, 1, 2, 3, 4, 5, 6, 7])
            {
                foreach (var (photometric, channels) in ((int, int)[])
                    [(0, 1), (1, 1), (2, 3), (3, 1), (5, 4), (6, 3), (8, 3), (9, 3), (99, 1)])
                {
                    var tiff = TiffBuilder.Of(new byte[Side * channels * Math.Max(bits, 1)], 8, 8, channels, bits).Shorts(262, photometric);
                    tiff.Shorts(SampleFormat, format is { } said ? [.. Enumerable.Repeat(said, channels)] : []);
                    if (Resizing.Try(tiff.Build(), new(), Resizing.Half) is ResizeResult.Refused refused)
                    {
                        Assert.True(
                            refused.Failure.Reason is FailureReason.Unsupported or FailureReason.Corrupt,
                            $"{bits} {format} {photometric}: {refused.Failure}");
                    }
                }
            }
        }
    }

    private static void RequireExact<T>(
        T[] numbers, int channels, int? extra, int format, double whole, ResizeSpec spec)
        where T : unmanaged, INumber<T>
    {
        var after = Resizing.Resize(Encode(numbers, "none", format, channels, extra), spec);
        var header = Resizing.Header<TiffHeader>(after);
        var shape = new RowShape(Side, Side, 1, channels, sizeof(double), HasAlpha: extra is 2);
        var least = format == Float ? 1 / 65_536.0 : whole / 65_536;
        var expected = ExactResize.Run(
            shape, Array.ConvertAll(numbers, double.CreateChecked), header.Width, header.Height, spec.Filter, whole, least);
        var actual = MemoryMarshal.Cast<byte, T>(Stored(after));
        Assert.Equal(expected.Length, actual.Length);
        var most = Array.ConvertAll(numbers, n => Math.Abs(double.CreateChecked(n))).Max();
        for (var i = 0; i < expected.Length; i++)
        {
            // What is nearly transparent is a quotient of small numbers.
            var alpha = extra is 2 ? Math.Abs(expected[i - (i % channels) + channels - 1]) / whole : 1;
            if (alpha is < 0.01 and not 0)
            {
                continue;
            }

            var value = format == Float
                ? expected[i]
                : double.CreateChecked(T.CreateSaturating(expected[i]));
            Assert.InRange(double.CreateChecked(actual[i]) - value, -most * 3e-6 / alpha, most * 3e-6 / alpha);
        }
    }

    private static T[] Integers<T>(int channels)
        where T : IBinaryInteger<T>
    {
        var random = new Random(channels);
        return [.. Enumerable.Range(0, Side * Side * channels).Select(_ => T.CreateTruncating(random.NextInt64(1L << 32)))];
    }

    /// <summary>From −9,000 to 9,000; alpha from 0 to 1, often one of them.</summary>
    private static double[] Doubles(int channels, bool alpha = false)
    {
        var random = new Random(channels);
        return [.. Enumerable.Range(0, Side * Side * channels).Select(i => alpha && i % channels == channels - 1
            ? Math.Clamp((random.NextDouble() * 3) - 1, 0, 1)
            : (random.NextDouble() * 18_000) - 9_000)];
    }

    private static byte[] Encode<T>(T[] numbers, string form, int format, int channels = 3, int? extra = null)
        where T : unmanaged
    {
        var size = Marshal.SizeOf<T>();
        if (form is "none" or "big-endian" or "planar" or "planar, big-endian")
        {
            const int Pixels = Side * Side;
            var planar = form.StartsWith("planar", StringComparison.Ordinal);
            var littleEndian = !form.EndsWith("big-endian", StringComparison.Ordinal);
            T[] stored = planar
                ? [.. Enumerable.Range(0, numbers.Length).Select(i => numbers[(i % Pixels * channels) + (i / Pixels)])]
                : numbers;
            var bytes = MemoryMarshal.AsBytes(stored.AsSpan()).ToArray();
            for (var i = 0; !littleEndian && i < bytes.Length; i += size)
            {
                bytes.AsSpan(i, size).Reverse();
            }

            return TiffBuilder.Of(bytes, Side, Side, channels, 8 * size, extra is { } meaning ? [meaning] : null, littleEndian)
                .Shorts(SampleFormat, [.. Enumerable.Repeat(format, channels)])
                .Shorts(284, planar ? 2 : 1)
                .Build(strips: planar ? channels : 1);
        }

        var band = format == Float ? Enums.BandFormat.Double : format == Signed ? Enums.BandFormat.Int : Enums.BandFormat.Uint;
        using var image = Image.NewFromMemoryCopy<T>(numbers, Side, Side, channels, band)
            .Copy(interpretation: Enums.Interpretation.Scrgb);
        return image.TiffsaveBuffer(
            compression: form is "deflate" ? Enums.ForeignTiffCompression.Deflate : Enums.ForeignTiffCompression.None,
            predictor: Enums.ForeignTiffPredictor.None,
            tile: form is "tiles",
            tileWidth: 16,
            tileHeight: 16,
            bigtiff: form is "BigTIFF");
    }

    /// <summary>The samples of a little-endian file, strip by strip or tile by tile, by a reader that is not under test.</summary>
    private static byte[] Stored(byte[] file)
    {
        var page = TiffFile.Read(file).Pages[0];
        long[] Values(TiffTag tag) => TiffFile.Values(new(file, littleEndian: true), page, tag);
        var tiles = Values(TiffTag.TileOffsets) is not [];
        var (offsets, counts) = tiles
            ? (Values(TiffTag.TileOffsets), Values(TiffTag.TileByteCounts))
            : (Values(TiffTag.StripOffsets), Values(TiffTag.StripByteCounts));
        var deflated = Values(TiffTag.Compression) is [8];
        using var samples = new MemoryStream();
        foreach (var (offset, count) in offsets.Zip(counts))
        {
            using Stream strip = new MemoryStream(file, (int)offset, (int)count);
            using var inflated = deflated ? new ZLibStream(strip, CompressionMode.Decompress) : strip;
            inflated.CopyTo(samples);
        }

        return samples.ToArray();
    }
}
