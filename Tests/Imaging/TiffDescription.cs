using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Tags that describe a TIFF in a form that is not by the book move no sample, so they are no damage, and are kept.</summary>
public sealed class TiffDescription
{
    private const ushort Make = 271;
    private const ushort Software = 305;
    private const ushort XResolution = 282;
    private const ushort Iptc = 33_723;
    private const ushort PhotoshopBlocks = 34_377;
    private const ushort Private = 65_000;
    private const ushort Byte = 1;
    private const ushort Ascii = 2;
    private const ushort Short = 3;
    private const ushort Undefined = 7;
    private const ushort Double = 12;

    [Theory]
    [InlineData(Make, Ascii, "DJI!!", true)]
    [InlineData(Make, Ascii, "DJI!!", false)]
    [InlineData(Software, Ascii, "four", true)]
    [InlineData(Software, Short, "type", false)]
    [InlineData(XResolution, Double, "72 a inch", true)]
    [InlineData(Private, Ascii, "no NUL here", true)]
    [InlineData(Iptc, Undefined, "IPTC and more", false)]
    [InlineData(PhotoshopBlocks, Byte, "8BIM, a thumbnail and guides among them", true)]
    public void IsKeptAsItStands(int tag, int kind, string value, bool littleEndian)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(value)[..(value.Length / TiffEntry.BytesOf(kind) * TiffEntry.BytesOf(kind))];
        var file = Picture(littleEndian).Entry((ushort)tag, (ushort)kind, bytes.Length / TiffEntry.BytesOf(kind), bytes).Build();
        var after = Resizing.Resize(file);
        var entry = Assert.Single(TiffFile.Read(after).Pages[0], e => (int)e.Tag == tag);
        var kept = after.AsSpan((int)entry.At, bytes.Length).ToArray();
        for (var at = 0; !littleEndian && at < kept.Length; at += TiffEntry.BytesOf(kind))
        {
            kept.AsSpan(at, TiffEntry.BytesOf(kind)).Reverse();
        }

        Assert.Equal(bytes, kept);
        Assert.Equal(Pictures.Decode(Resizing.Resize(Picture(littleEndian).Build())).Samples, Pictures.Decode(after).Samples);
    }

    [Fact]
    public void MayStandInAnyOrder() => Assert.Equal(
        Pictures.Decode(Resizing.Resize(Picture().Build())).Samples,
        Pictures.Decode(Resizing.Resize(Picture().Entry(Make, Ascii, 4, "Me!\0"u8.ToArray()).Build(sorted: false))).Samples);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DoesNotHideMissingSamples(bool withDescription)
    {
        var builder = TiffBuilder.Of(Pictures.Samples(3)[..(Pictures.Width * Pictures.Height)], Pictures.Width, Pictures.Height, 3);
        var file = (withDescription ? builder.Entry(Make, Ascii, 5, "DJI!!"u8.ToArray()) : builder).Build();
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(file).Reason);
    }

    [Fact]
    public void OfUnknownTypeIsRefusedByName()
    {
        var failure = Resizing.Refusal(Picture().Entry(Private, 99, 4, [1, 2, 3, 4]).Build());
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains("65000", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void OfSamplesInUnknownTypeIsDamage()
    {
        var failure = Resizing.Refusal(Picture().Entry(277, 99, 1, [3, 0]).Build());
        Assert.Equal(FailureReason.Corrupt, failure.Reason);
        Assert.Contains("277", failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(34665, 4)]
    [InlineData(34853, 13)]
    [InlineData(65_000, 13)]
    [InlineData(400, 4)]
    public void MayPointToADirectory(int tag, int kind)
    {
        var after = Resizing.Resize(WithDirectory(tag, kind, 65_001, 2, [(byte)'a', (byte)'b', 0, 0]));
        var entry = TiffFile.Read(after).Pages[0].Single(e => (int)e.Tag == tag);
        Assert.Equal((kind, 1), (entry.Kind, entry.Count));
        var bytes = new HeaderBytes(after, littleEndian: true);
        var inner = Assert.Single(TiffFile.ReadDirectory(bytes, big: false, bytes.U32(entry.At), out _));
        Assert.Equal((65_001, 2, "ab\0"), ((int)inner.Tag, inner.Kind, System.Text.Encoding.ASCII.GetString(bytes.Slice(inner.At, 3))));
    }

    [Theory]
    [InlineData(34665, 65_001, 99, "65001")]
    [InlineData(65_000, 273, 4, "a picture in the directory of its tag 65000")]
    public void IsRefusedByNameWhereADirectoryIsNotCopied(int tag, int inner, int kind, string name) =>
        Refused(WithDirectory(tag, 13, inner, kind, [0, 0, 0, 0]), name);

    [Theory]
    [InlineData("<?xml version='1.0'?><OME xmlns='x'/>", "OME")]
    [InlineData("ImageJ=1.53t\nimages=3\nslices=3\n", "3 images")]
    public void OfMoreThanTheDirectoriesIsRefusedByName(string text, string name) =>
        Refused(Picture().Entry(270, Ascii, text.Length, System.Text.Encoding.ASCII.GetBytes(text)).Build(), name);

    [Fact]
    public void OfImageJIsKeptWhereAllImagesAreThere() => Resizing.Resize(
        Picture().Entry(270, Ascii, 22, "ImageJ=1.53t\nimages=1\n"u8.ToArray()).Build());

    /// <summary>As tifffile writes it; where the new file stores samples in another order, it tells by its tags alone.</summary>
    [Theory]
    [InlineData("{\"shape\": [80, 120, 3]}", "{\"shape\": [40, 60, 3]}", false)]
    [InlineData("{\"axes\": \"YXS\", \"shape\": [1, 80, 120, 3]}", "{\"axes\": \"YXS\", \"shape\": [1, 40, 60, 3]}", false)]
    [InlineData("{\"shape\": [80,120,3], \"unit\": \"um\"}", "{\"shape\": [40, 60, 3], \"unit\": \"um\"}", false)]
    [InlineData("{\"shape\": [80, 120], \"a\": 1}", "{\"a\": 1}", false)]
    [InlineData("{\"shape\": [2, 80, 120, 3]}", "{}", false)]
    [InlineData("{\"axes\": \"CYX\", \"shape\": [3, 80, 120]}", "{\"axes\": \"CYX\"}", true)]
    [InlineData("{\"shape\": \"round\"}", "{\"shape\": \"round\"}", false)]
    [InlineData("a \"shape\": [80, 120, 3]", "a \"shape\": [80, 120, 3]", false)]
    public void TellsTheNewShapeOfAnArray(string before, string expected, bool isPlanar)
    {
        var text = System.Text.Encoding.ASCII.GetBytes(before + "\0");
        var after = Resizing.Resize(
            Picture().Entry(270, Ascii, text.Length, text).Shorts(284, isPlanar ? 2 : 1).Build(strips: isPlanar ? 3 : 1));
        var entry = TiffFile.Read(after).Pages[0].Single(e => e.Tag is TiffTag.ImageDescription);
        Assert.Equal(expected + "\0", System.Text.Encoding.ASCII.GetString(after, (int)entry.At, (int)entry.Count));
    }

    [Theory]
    [InlineData(513, "a JPEG beside its picture")]
    [InlineData(32997, "a body")]
    [InlineData(65024, "raw camera")]
    [InlineData(33424, "raw camera")]
    public void OfSomethingElseIsRefusedByName(int tag, string name) => Refused(Picture().Shorts((ushort)tag, 2).Build(), name);

    [Fact]
    public void SaysWhatKindOfPageItIs()
    {
        var after = Resizing.Resize(Picture().Shorts(254, 2).Build());
        Assert.Equal(2, TiffFile.Value(new(after, littleEndian: true), TiffFile.Read(after).Pages[0], TiffTag.NewSubfileType, 0));
        Refused(Picture().Shorts(254, 4).Build(), "mask");
    }

    [Fact]
    public void LosesItsContentCredentials()
    {
        var after = Resizing.Resize(Picture().Entry(52545, 7, 8, [1, 2, 3, 4, 5, 6, 7, 8]).Build());
        Assert.DoesNotContain(TiffFile.Read(after).Pages[0], e => e.Tag is TiffTag.ContentCredentials);
    }

    private static void Refused(byte[] file, string name)
    {
        var failure = Resizing.Refusal(file);
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains(name, failure.Detail, StringComparison.Ordinal);
    }

    /// <summary>A directory of one entry stands behind the samples.</summary>
    private static byte[] WithDirectory(int tag, int kind, int inner, int innerKind, byte[] value)
    {
        var samples = Pictures.Samples(3);
        byte[] directory =
        [
            1, 0, .. BitConverter.GetBytes((ushort)inner), .. BitConverter.GetBytes((ushort)innerKind), 3, 0, 0, 0, .. value, 0, 0, 0, 0,
        ];
        if (innerKind == 4)
        {
            directory[6] = 1;
        }

        return TiffBuilder.Of([.. samples, .. directory], Pictures.Width, Pictures.Height, 3)
            .Entry((ushort)tag, (ushort)kind, 1, BitConverter.GetBytes(8 + samples.Length))
            .Build();
    }

    private static TiffBuilder Picture(bool littleEndian = true) =>
        TiffBuilder.Of(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3, littleEndian: littleEndian);
}
