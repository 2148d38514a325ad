using ImgCompress.Contracts;
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
    private const ushort Private = 65_000;
    private const ushort Ascii = 2;
    private const ushort Short = 3;
    private const ushort Double = 12;

    [Theory]
    [InlineData(Make, Ascii, "DJI!!", true)]
    [InlineData(Make, Ascii, "DJI!!", false)]
    [InlineData(Software, Ascii, "four", true)]
    [InlineData(Software, Short, "type", false)]
    [InlineData(XResolution, Double, "72 a inch", true)]
    [InlineData(Private, Ascii, "no NUL here", true)]
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

    private static TiffBuilder Picture(bool littleEndian = true) =>
        TiffBuilder.Of(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3, littleEndian: littleEndian);
}
