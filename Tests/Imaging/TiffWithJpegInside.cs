using ImgCompress.Contracts;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class TiffWithJpegInside
{
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
