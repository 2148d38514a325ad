using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class CmykJpeg
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void KeepsItsInksTheSameWayRound(bool adobe)
    {
        var file = Pictures.Cmyk(i => i.JpegsaveBuffer(q: 95, keep: Enums.ForeignKeep.None));
        if (!adobe)
        {
            var marker = Resizing.Header<JpegHeader>(file).Segments.Single(s => s.Marker == 0xEE);
            file = [.. file[..marker.Offset], .. file[(marker.Offset + marker.Length)..]];
        }

        var resized = Resizing.Resize(file, Resizing.Same);
        var header = Resizing.Header<JpegHeader>(resized);
        Assert.Equal((4, adobe), (header.Channels, header.HasAdobeMarker));
        var (before, _, _, _) = Pictures.Decode(file);
        var (after, _, _, _) = Pictures.Decode(resized);
        Assert.InRange(before.Zip(after, (a, b) => Math.Abs(a - b)).Average(), 0, 3);
    }
}
