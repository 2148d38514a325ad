using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Tests.Fixtures.Images;
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
        Assert.StartsWith(
            "P6\n60 40\n",
            Encoding.Latin1.GetString(Resizing.Resize(file, Resizing.Half with { Strip = true })),
            StringComparison.Ordinal);
    }

    [Fact]
    public void MayBeABitmap()
    {
        byte[] file = [.. "P4\n16 2\n"u8, 0b11110000, 0b00001111, 0b11110000, 0b00001111];
        Assert.Equal([.. "P4\n8 1\n"u8, 0b11000011], Resizing.Resize(file));
    }

    /// <summary>A row of a bitmap begins with a byte of its own, whatever its width is.</summary>
    [Fact]
    public void MayBeABitmapOfAnyWidth()
    {
        byte[] file = [.. "P4\n10 4\n"u8, 0b11110000, 0b11000000, 0b11110000, 0b11000000, 0b00001111, 0, 0b00001111, 0];
        Assert.Equal([.. "P4\n5 2\n"u8, 0b11001000, 0b00110000], Resizing.Resize(file));
    }

    [Fact]
    public void MayHaveDigitsOfABitmapSideBySideAndCommentsBetween()
    {
        byte[] file = [.. "P1\n4 2\n1100 # 0 0 0\n1100\n"u8];
        Assert.Equal("P1\n2 1\n1 0\n ", Encoding.ASCII.GetString(Resizing.Resize(file)));
    }

    [Theory]
    [InlineData("P2\n2 1\n255\n1 256 ")]
    [InlineData("P2\n2 1\n255\n1 x ")]
    [InlineData("P2\n2 1\n255\n1 # 2 ")]
    [InlineData("P1\n2 1\n1 2 ")]
    public void IsCorruptWhereASampleIsNone(string file) =>
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(Encoding.ASCII.GetBytes(file)).Reason);

    [Theory]
    [InlineData("P5\n1 1\n65535\nab", "a PNM of 16 bits")]
    [InlineData("P5\n1 1\n100\na", "a PNM whose samples end at 100")]
    [InlineData("P5\n1 1\n255\nabc", "a PNM with something behind its picture")]
    [InlineData("P7\nWIDTH 1\n", "a PAM")]
    public void IsRefusedByNameWhereItWouldNotComeOutAsItWentIn(string file, string name)
    {
        var failure = Resizing.Refusal(Encoding.ASCII.GetBytes(file));
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.StartsWith(name, failure.Detail, StringComparison.Ordinal);
    }
}
