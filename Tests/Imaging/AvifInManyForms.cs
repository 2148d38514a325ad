using System.Runtime.InteropServices;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Formats.Avif;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class AvifInManyForms
{
    private static readonly ResizeSpec Same = Resizing.Same;

    [Fact]
    public void GreyStaysGrey()
    {
        var after = Resizing.Resize(Avifs.Grey);
        var header = Resizing.Header<AvifHeader>(after);
        Assert.Equal((16, 16, 12, (1, 13)), (header.Width, header.Height, header.BitDepth, header.Colours));
        var samples = Pictures.DecodeSixteenBit(after);
        for (var i = 0; i < samples.Length; i += 3)
        {
            Assert.Equal((samples[i], samples[i]), (samples[i + 1], samples[i + 2]));
        }

        AssertClose(Pictures.DecodeSixteenBit(Avifs.Grey), Pictures.DecodeSixteenBit(Resizing.Resize(Avifs.Grey, Same)), 8 * 256);
    }

    [Fact]
    public void IsShownTurnedAsBefore()
    {
        var after = Resizing.Resize(Avifs.Turned);
        Assert.Equal([[1]], Avifs.Bodies(after, AvifFile.Read(after).Primary, "irot"));

        // The same picture, never turned: the property's association becomes that of no property.
        var untouched = (byte[])Avifs.Turned.Clone();
        untouched[(int)AvifFile.Read(untouched).Primary.Properties.Single(p => p.Box.Type is "irot").AssociationAt] = 0;
        Assert.Equal(Coded(Resizing.Resize(untouched)), Coded(after));
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(3, -1)]
    [InlineData(-1, 0)]
    [InlineData(1, 1)]
    public void KeepsTurnsAndMirrorsInTheirOrderForColoursAndAlpha(int turn, int mirror)
    {
        AvifWriter.Property[] turns =
        [
            .. turn < 0 ? [] : new[] { new AvifWriter.Property("irot", [(byte)turn], Essential: true) },
            .. mirror < 0 ? [] : new[] { new AvifWriter.Property("imir", [(byte)mirror], Essential: true) },
        ];
        var file = Avifs.Encode(channels: 4);
        foreach (var strip in (bool[])[false, true])
        {
            var after = Resizing.Resize(Avifs.With(file, turns), Resizing.Half with { Strip = strip });
            var avif = AvifFile.Read(after);
            foreach (var item in (AvifItem[])[avif.Primary, AvifReader.Alpha(avif)!])
            {
                Assert.Equal(turns.Select(t => t.Type), item.Properties.TakeLast(turns.Length).Select(p => p.Box.Type));
                Assert.All(turns, t => Assert.Equal([t.Body], Avifs.Bodies(after, item, t.Type)));
            }

            Assert.Equal(Coded(Resizing.Resize(file)), Coded(after));
            Assert.Equal(turn is 1 or 3 ? Pictures.Height / 2 : Pictures.Width / 2, Pictures.Decode(after).Width);
        }
    }

    [Theory]
    [InlineData(60, 40, 20, 10, 0, 0, 30, 20, 10, 5)]
    [InlineData(60, 40, 21, 9, -5, 3, 30, 20, 11, 4)]
    [InlineData(61, 41, 61, 41, 0, 0, 30, 20, 30, 20)]
    [InlineData(61, 41, 1, 1, 30, 20, 30, 20, 1, 1)]
    public void IsShownCroppedAsBefore(
        int width, int height, int cropWidth, int cropHeight, int right, int down,
        int newWidth, int newHeight, int newCropWidth, int newCropHeight)
    {
        var before = new AvifCrop(((width - cropWidth) / 2.0) + right, ((height - cropHeight) / 2.0) + down, cropWidth, cropHeight);
        foreach (var step in (int[])[1, 2])
        {
            var body = before.Resized(new(width, height, newWidth, newHeight), step);
            var after = AvifCrop.Read(new(body), new("clap", 0, body.Length), newWidth, newHeight);
            Assert.InRange(after.Width - newCropWidth, -1.0, 1);
            Assert.InRange(after.Height - newCropHeight, -1.0, 1);
            Assert.InRange((after.Left / newWidth) - (before.Left / width), -2.0 / newWidth, 2.0 / newWidth);
            Assert.InRange((after.Top / newHeight) - (before.Top / height), -2.0 / newHeight, 2.0 / newHeight);
            Assert.Equal((0.0, 0.0), (after.Left % step, after.Top % step));
            Assert.Equal((after.Width, after.Height), (Math.Round(after.Width), Math.Round(after.Height)));
        }
    }

    [Fact]
    public void IsCroppedByTheFileAndNotByItsPixels()
    {
        var crop = Avifs.Clap(40, 1, 20, 1, 10, 1, -5, 1);
        var file = Avifs.Encode(channels: 4);
        var after = Resizing.Resize(Avifs.With(file, [new("clap", crop, Essential: true), new("irot", [1], Essential: true)]));
        var avif = AvifFile.Read(after);
        foreach (var item in (AvifItem[])[avif.Primary, AvifReader.Alpha(avif)!])
        {
            Assert.Equal(["clap", "irot"], item.Properties.TakeLast(2).Select(p => p.Box.Type));
            Assert.Equal([Avifs.Clap(20, 1, 10, 1, 10, 2, -4, 2)], Avifs.Bodies(after, item, "clap"));
        }

        Assert.Equal(Coded(Resizing.Resize(file)), Coded(after));
        Assert.Equal(crop, Avifs.Bodies(Resizing.Resize(Avifs.With(file, [new("clap", crop, Essential: true)]), Same), AvifFile.Read(
            Resizing.Resize(Avifs.With(file, [new("clap", crop, Essential: true)]), Same)).Primary, "clap").Single());
    }

    [Theory]
    [InlineData(3, 2, 1)]
    [InlineData(3, 1, 3)]
    [InlineData(4, 2, 2)]
    public void MayBePutTogetherFromAGrid(int channels, int columns, int rows)
    {
        var tile = Avifs.Encode(channels, quality: 90);
        var grid = Avifs.Grid(tile, columns, rows, []);
        var (samples, width, height, _) = Pictures.Decode(tile);
        var after = Resizing.Resize(grid, Same);
        var found = Pictures.Decode(after);
        Assert.Equal((width * columns, height * rows, channels), (found.Width, found.Height, found.Channels));
        Assert.Equal("av01", AvifFile.Read(after).Primary.Type);
        var total = 0L;
        for (var i = 0; i < found.Samples.Length; i++)
        {
            var (pixel, c) = (i / channels, i % channels);
            var (x, y) = (pixel % found.Width % width, pixel / found.Width % height);
            total += Math.Abs(found.Samples[i] - samples[(((y * width) + x) * channels) + c]);
        }

        Assert.InRange(total / (double)found.Samples.Length, 0, 6);
    }

    /// <summary>Lightness of 16 to 235 is all there is between black and white.</summary>
    [Fact]
    public void MayBeGreyOfLimitedRange()
    {
        var full = Pictures.DecodeSixteenBit(Avifs.Grey);
        var after = Resizing.Resize(Avifs.With(Avifs.Grey, [Avifs.Nclx(1, 13, 6, fullRange: false)]), Same with { Quality = 99 });
        var most = 4095 << 4;
        AssertClose(
            [.. full.Select(s => (ushort)Math.Clamp((s - 4096L) * most / 56064, 0, most))], Pictures.DecodeSixteenBit(after), 12 * 16);
        Assert.Equal(0x80, Avifs.Bodies(after, AvifFile.Read(after).Primary, "colr").Single()[10]);
    }

    /// <summary>Cut off and not rounded, samples would come out darker by half a step on the average.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(12)]
    public void RoundsToItsDepth(int bits)
    {
        var shift = 16 - bits;
        ushort[] samples = [0, 1, 31, 32, 33, (ushort)(100 << shift), (ushort)((100 << shift) + (1 << (shift - 1))), 65535 - 20, 65535];
        var rows = new HighBitDepthRows(
            new MemoryRows(new(samples.Length, 1, 1, 1, 2, HasAlpha: false), MemoryMarshal.AsBytes(samples.AsSpan()).ToArray()), bits);
        var row = new byte[2 * samples.Length];
        rows.ReadRow(row);
        var rounded = MemoryMarshal.Cast<byte, ushort>(row).ToArray();
        for (var i = 0; i < samples.Length; i++)
        {
            Assert.Equal(0, rounded[i] & ((1 << shift) - 1));
            Assert.InRange(rounded[i] - samples[i], i >= samples.Length - 2 ? -(1 << shift) : -(1 << (shift - 1)), 1 << (shift - 1));
        }
    }

    [Fact]
    public void TellsItsNewSizeInXmp()
    {
        static byte[] Xmp(int width) => System.Text.Encoding.ASCII.GetBytes($"<rdf:Description tiff:ImageWidth='{width}'/>");
        var file = Avifs.With(
            Avifs.Encode(),
            [],
            [("mime\0application/rdf+xml\0", Xmp(Pictures.Width), "cdsc"), ("mime\0text/plain\0\0", Xmp(Pictures.Width), "cdsc")]);
        var after = Resizing.Resize(file);
        Assert.Equal(
            [Xmp(Pictures.Width / 2), Xmp(Pictures.Width)],
            AvifFile.Read(after).Items.Values.Where(i => i.Type is "mime").Select(i => i.Bytes(new(after))));
    }

    [Fact]
    public void LosesItsContentCredentialsAndNoOtherBox()
    {
        byte[] credentials = [0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81, 1, 2, 3];
        byte[] other = [.. Enumerable.Range(0, 20).Select(i => (byte)i)];
        byte[] Box(byte[] body) => [0, 0, 0, (byte)(8 + body.Length), .. "uuid"u8, .. body];
        var after = Resizing.Resize([.. Avifs.Encode(), .. Box(credentials), .. Box(other)]);
        var kept = AvifFile.Read(after).Top.Where(b => b.Type is "uuid").Select(b => after[(int)b.Body..(int)b.End]);
        Assert.Equal(other, Assert.Single(kept));
    }

    [Fact]
    public void KeepsDisplayP3()
    {
        var after = Resizing.Resize(Avifs.DisplayP3);
        Assert.Equal(
            Avifs.Bodies(Avifs.DisplayP3, AvifFile.Read(Avifs.DisplayP3).Primary, "colr"),
            Avifs.Bodies(after, AvifFile.Read(after).Primary, "colr"));
    }

    [Theory]
    [InlineData(1, 13, 6, true)]
    [InlineData(1, 13, 1, true)]
    [InlineData(1, 1, 1, false)]
    [InlineData(12, 13, 5, true)]
    [InlineData(9, 16, 9, false)]
    [InlineData(9, 18, 9, true)]
    [InlineData(2, 2, 2, true)]
    public void KeepsWhatItsSamplesMean(int primaries, int transfer, int matrix, bool fullRange)
    {
        var light = new AvifWriter.Property("clli", [3, 232, 1, 144], Essential: false);
        var file = Avifs.With(Avifs.Encode(), [light, Avifs.Nclx(primaries, transfer, matrix, fullRange)]);
        foreach (var spec in (ResizeSpec[])[Same with { Quality = 99 }, Same with { Quality = 99, Strip = true }])
        {
            var after = Resizing.Resize(file, spec);
            Assert.Equal((primaries, transfer), Resizing.Header<AvifHeader>(after).Colours);
            Assert.Equal([light.Body], Avifs.Bodies(after, AvifFile.Read(after).Primary, "clli"));
            var nclx = Avifs.Bodies(after, AvifFile.Read(after).Primary, "colr").Single();
            Assert.Equal([0, 6, 0x80], nclx[8..]);

            // Matrix and range are how the samples are stored: whatever they are, the samples come out as they went in.
            AssertClose(
                [.. Pictures.Decode(file).Samples.Select(s => (ushort)s)],
                [.. Pictures.Decode(after).Samples.Select(s => (ushort)s)],
                12);
        }
    }

    /// <summary>As browsers do: the container counts, and not the coded picture, also where it says nothing but the range.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void HasTheRangeThatItsContainerSays(bool fullRange)
    {
        var file = Avifs.Encode();
        var open = Resizing.Resize(Avifs.With(file, [Avifs.Nclx(2, 2, 2, fullRange)]));
        Assert.Equal(Coded(Resizing.Resize(Avifs.With(file, [Avifs.Nclx(2, 2, 6, fullRange)]))), Coded(open));
        Assert.Equal(fullRange, Coded(Resizing.Resize(file)).SequenceEqual(Coded(open)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LosslessStaysLossless(bool isRgb)
    {
        var file = isRgb ? Avifs.Encode(channels: 4, lossless: true) : Avifs.Encode(channels: 4, quality: 100);
        var before = Resizing.Header<AvifHeader>(file);
        Assert.Equal((true, isRgb), (before.Lossless, before.IsRgb));
        foreach (var spec in (ResizeSpec[])[Same, Same with { Quality = 20 }])
        {
            var after = Resizing.Resize(file, spec);
            Assert.Equal((true, isRgb), (Resizing.Header<AvifHeader>(after).Lossless, Resizing.Header<AvifHeader>(after).IsRgb));

            // Luma and chroma have fewer values than colours: there and back, one step is lost.
            AssertClose(
                [.. Pictures.Decode(file).Samples.Select(s => (ushort)s)],
                [.. Pictures.Decode(after).Samples.Select(s => (ushort)s)],
                isRgb ? 0 : 2);
        }
    }

    [Fact]
    public void LosslessOfAnotherEncoderStaysLosslessToo()
    {
        Assert.True(Resizing.Header<AvifHeader>(Avifs.Lossless).Lossless);
        var after = Resizing.Resize(Avifs.Lossless, Same);
        Assert.Equal(Pictures.DecodeSixteenBit(Avifs.Lossless), Pictures.DecodeSixteenBit(after));
        Assert.Equal(
            Avifs.Bodies(Avifs.Lossless, AvifFile.Read(Avifs.Lossless).Primary, "colr"),
            Avifs.Bodies(after, AvifFile.Read(after).Primary, "colr"));
    }

    [Fact]
    public void LossyIsNotTakenForLossless() => Assert.All(
        (byte[][])[Avifs.DisplayP3, Avifs.Grey, Avifs.Turned, Avifs.Encode(), Avifs.Encode(quality: 95), Avifs.Encode(subsampled: true)],
        file => Assert.False(Resizing.Header<AvifHeader>(file).Lossless));

    [Fact]
    public void GetsNoMetadataThatWasNotThere()
    {
        foreach (var file in (byte[][])[Avifs.Lossless, Avifs.Turned, Avifs.Encode(), Avifs.Encode(channels: 4)])
        {
            Assert.All(AvifFile.Read(Resizing.Resize(file)).Items.Values, item => Assert.Equal("av01", item.Type));
        }
    }

    [Fact]
    public void KeepsMetadataByteByByte()
    {
        byte[] profile = [.. "prof"u8, .. "not a real profile"u8];
        byte[] exif = [0, 0, 0, 6, .. "Exif\0\0"u8, .. ExifTags.WithOrientation(6)];
        var xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"u8.ToArray();
        var file = Avifs.With(
            Avifs.Encode(channels: 4),
            [new("colr", profile, Essential: false), new("pasp", [0, 0, 0, 1, 0, 0, 0, 1], Essential: false)],
            [("Exif\0", exif, "cdsc"), ("mime\0application/rdf+xml\0\0", xmp, "cdsc")]);
        var after = Resizing.Resize(file);
        var avif = AvifFile.Read(after);
        Assert.Equal(exif, avif.Items.Values.Single(i => i.Type is "Exif").Bytes(new(after)));
        Assert.Equal(xmp, avif.Items.Values.Single(i => i.Type is "mime").Bytes(new(after)));
        Assert.All(avif.Items.Values.Where(i => i.Type is not "av01"), item => Assert.True(item.RefersTo("cdsc", avif.Primary.Id)));
        Assert.Equal([profile], Avifs.Bodies(after, avif.Primary, "colr"));
        Assert.Single(Avifs.Bodies(after, avif.Primary, "pasp"));

        var stripped = Resizing.Resize(file, Resizing.Half with { Strip = true });
        Assert.All(AvifFile.Read(stripped).Items.Values, item => Assert.Equal("av01", item.Type));
        Assert.Equal([profile], Avifs.Bodies(stripped, AvifFile.Read(stripped).Primary, "colr"));
    }

    [Theory]
    [InlineData("clli", 4, true)]
    [InlineData("mdcv", 24, true)]
    [InlineData("cclv", 13, true)]
    [InlineData("amve", 8, true)]
    [InlineData("pasp", 8, true)]
    [InlineData("abcd", 5, false)]
    public void KeepsWhatItSaysOfItsPicture(string property, int length, bool staysWhenStripped)
    {
        byte[] body = [.. Enumerable.Range(1, length).Select(i => (byte)i)];
        var file = Avifs.With(Avifs.Encode(), [new(property, body, Essential: false)]);
        foreach (var strip in (bool[])[false, true])
        {
            var after = Resizing.Resize(file, Resizing.Half with { Strip = strip });
            Assert.Equal(strip && !staysWhenStripped ? [] : [body], Avifs.Bodies(after, AvifFile.Read(after).Primary, property));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TellsItsNewSizeInExif(bool littleEndian)
    {
        byte[] Exif(int divisor) =>
        [
            0, 0, 0, 6, .. "Exif\0\0"u8,
            .. ExifBlock.Build(
                littleEndian, Pictures.Width / divisor, Pictures.Height / divisor,
                [(ushort)(60 / divisor), (ushort)(40 / divisor), (ushort)(20 / divisor), (ushort)(10 / divisor)],
                [(uint)(3000 / divisor), (uint)(2000 / divisor)]),
        ];
        var after = Resizing.Resize(Avifs.With(Avifs.Encode(), [], [("Exif\0", Exif(1), "cdsc")]));
        Assert.Equal(Exif(2), AvifFile.Read(after).Items.Values.Single(i => i.Type is "Exif").Bytes(new(after)));
    }

    [Fact]
    public void IsToldByAnyOfItsBrands()
    {
        var file = Avifs.Encode();
        "mif1"u8.CopyTo(file.AsSpan(8));
        Assert.Equal("AVIF", Engine.Imaging.ImageFormats.Recognise(file).Name);
        Resizing.Resize(file);
    }

    [Fact]
    public void IsRefusedByNameWhereItWouldNotBeKept()
    {
        var alpha = Avifs.Encode(channels: 4);
        Refused(Avifs.With(alpha, [new("clap", new byte[32], Essential: true)]), "cropped");
        Refused(Avifs.With(alpha, [new("clap", Avifs.Clap(Pictures.Width + 1, 1, 20, 1, 0, 1, 0, 1), Essential: true)]), "cropped");
        Refused(Avifs.With(alpha, [new("abcd", [1], Essential: true)]), "abcd");
        Refused(Avifs.With(alpha, [new("lsel", [0, 1], Essential: true)]), "layer");
        Refused(Avifs.With(alpha, [new("a1op", [1], Essential: true)]), "operating point");
        var item = alpha.AsSpan().IndexOf("av01"u8);
        Refused([.. alpha[..item], .. "iden"u8, .. alpha[(item + 4)..]], "derived from others");
        Refused([.. alpha[..item], .. "hvc1"u8, .. alpha[(item + 4)..]], "HEVC");
        Refused(Avifs.With(alpha, [], premultiplied: true), "multiplied by alpha");
        Refused(Avifs.With(alpha, [], [("av01\0", [1, 2, 3], "cdsc")]), "further picture");
        Refused(Avifs.With(alpha, [], [("tmap\0", [1, 2, 3], "dimg")]), "gain map");
        Refused(Avifs.With(alpha, [Avifs.Nclx(12, 13, 12, fullRange: true)]), "matrix");
        Refused([.. alpha, 0, 0, 0, 8, .. "sefd"u8], "sefd");
        Refused([.. alpha, 0, 0, 0, 8, .. "moov"u8], "sequence");
        Refused([.. alpha[..8], .. "avis"u8, .. alpha[12..]], "sequence");
        var handler = alpha.AsSpan().IndexOf("hdlr"u8);
        Refused([.. alpha[..handler], .. "xyzw"u8, .. alpha[(handler + 4)..]], "xyzw box in its description");
        Refused(Avifs.Grid(alpha, 2, 1, [new("irot", [1], Essential: true)]), "turned or cropped themselves");
    }

    private static void Refused(byte[] file, string name)
    {
        var failure = Resizing.Refusal(file);
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains(name, failure.Detail, StringComparison.Ordinal);
    }

    private static byte[] Coded(byte[] file) => AvifFile.Read(file).Primary.Bytes(new(file));

    private static void AssertClose(ushort[] expected, ushort[] actual, int tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.InRange(actual[i] - expected[i], -tolerance, tolerance);
        }
    }
}
