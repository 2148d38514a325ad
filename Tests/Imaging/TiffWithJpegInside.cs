using ImgCompress.Contracts;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class TiffWithJpegInside
{
    /// <summary>A strip holds whole blocks, and some writers leave rows in it that are none of the picture's.</summary>
    [Fact]
    public void MayHaveAStripOfMoreRowsThanThePicture()
    {
        const int width = 32;
        const int height = 24;
        byte[] Of(int rows) => TiffBuilder.Of(
            Pictures.Encode(
                image =>
                {
                    using var part = image.ExtractArea(0, 0, width, rows);
                    return part.JpegsaveBuffer(q: 90, keep: Enums.ForeignKeep.None);
                },
                channels: 1),
            width,
            height,
            1).Shorts(259, 7).Build();
        Assert.Equal(Resizing.Resize(Of(height)), Resizing.Resize(Of(height + 16)));
    }

    [Theory]
    [InlineData(0xC3, "lossless")]
    [InlineData(0xC6, "hierarchical")]
    [InlineData(0xC9, "arithmetic")]
    public void OfAProcessThatIsNotWrittenIsRefusedByName(int marker, string name)
    {
        // The frame header is all that is looked at; the second strip alone has it, behind a table.
        byte[] baseline = [0xFF, 0xD8, 0xFF, 0xDB, 0, 4, 1, 2, 0xFF, 0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0];
        var other = (byte[])baseline.Clone();
        other[10] = (byte)marker;
        var file = TiffBuilder.Of([.. baseline, .. other], 16, 32, 1).Shorts(259, 7).Shorts(278, 16).Build(strips: 2);
        var failure = Resizing.Refusal(file);
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains(name, failure.Detail, StringComparison.Ordinal);
    }
}
