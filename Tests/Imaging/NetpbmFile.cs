using System.Text;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class NetpbmFile
{
    /// <summary>Samples that have the numbers of white space and of the sign of a comment are samples all the same.</summary>
    [Theory]
    [InlineData(' ')]
    [InlineData('\n')]
    [InlineData('#')]
    public void MayBeginWithAnySample(char first)
    {
        var samples = Enumerable.Repeat((byte)first, 8 * 6).ToArray();
        Assert.Equal(Enumerable.Repeat((byte)first, 4 * 3), Pnm.Decode(Resizing.Resize(Pnm.Encode(samples, 8, 6, 1))).Samples);
    }

    [Fact]
    public void KeepsItsCommentsUntilItIsStripped()
    {
        var file = Pnm.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3, comment: "# made by hand\n");
        Assert.StartsWith("P6\n# made by hand\n60 40\n255\n", Encoding.Latin1.GetString(Resizing.Resize(file)), StringComparison.Ordinal);
        Assert.StartsWith("P6\n60 40\n", Encoding.Latin1.GetString(Resizing.Resize(file, Resizing.Half with { Strip = true })), StringComparison.Ordinal);
    }

    [Fact]
    public void MayBeABitmap()
    {
        byte[] file = [.. "P4\n16 2\n"u8, 0b11110000, 0b00001111, 0b11110000, 0b00001111];
        Assert.Equal([.. "P4\n8 1\n"u8, 0b11000011], Resizing.Resize(file));
    }
}
