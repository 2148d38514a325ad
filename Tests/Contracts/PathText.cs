using ImgCompress.Contracts;
using Xunit;

namespace ImgCompress.Tests.Contracts;

public sealed class PathText
{
    [Theory]
    [InlineData("plain.jpg")]
    [InlineData("ä 🦊\n.jpg")]
    [InlineData("\uF7FF private")]
    public void OfUtf8BytesIsReadBack(string name) => RoundTrips(System.Text.Encoding.UTF8.GetBytes(name));

    [Fact]
    public void OfAnyBytesIsReadBack()
    {
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(1, 20)];
            random.NextBytes(bytes);
            RoundTrips(bytes);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../outside.jpg")]
    [InlineData("a/../../outside.jpg")]
    [InlineData("a//b.jpg")]
    [InlineData("./a.jpg")]
    [InlineData("a/")]
    [InlineData("a\0b")]
    [InlineData("not the text of its bytes \uF741")]
    public void ThatCouldLeaveTheRootOrHasAnotherSpellingIsRefused(string text) => Assert.False(RelativePath.TryParse(text, out _));

    [Fact]
    public void ThatIsNoUnicodeIsRefused() => Assert.False(RelativePath.TryParse("lone " + (char)0xD800 + " surrogate", out _));

    [Fact]
    public void IsDisplayedOnOneLine() =>
        Assert.Equal("a\\nb\\xFF.jpg", RelativePath.Join("", RelativePath.FromBytes([.. "a\nb"u8, 0xFF, .. ".jpg"u8])).ToDisplay());

    private static void RoundTrips(byte[] bytes)
    {
        var text = RelativePath.FromBytes(bytes);
        Assert.Equal(bytes, RelativePath.ToBytes(text));
    }
}
