using ImgCompress.Contracts;
using Xunit;

namespace ImgCompress.Tests.Contracts;

public sealed class SpecText
{
    [Theory]
    [InlineData("down 2 gaussian")]
    [InlineData("up 64 lanczos3 quality=1 strip allow-larger")]
    [InlineData("down 1 catmullrom quality=100")]
    public void IsReadBack(string text)
    {
        Assert.True(ResizeSpec.TryParse(text, out var spec));
        Assert.Equal(text, spec.ToString());
    }

    [Theory]
    [InlineData("down 0 gaussian")]
    [InlineData("down 65 gaussian")]
    [InlineData("left 2 gaussian")]
    [InlineData("down 2 cubic")]
    [InlineData("down 2 gaussian quality=101")]
    [InlineData("down 2 gaussian blur")]
    [InlineData("down 2")]
    public void ThatIsNoneIsRefused(string text) => Assert.False(ResizeSpec.TryParse(text, out _));

    [Theory]
    [InlineData("GAUSS", Filter.Gaussian)]
    [InlineData("Near", Filter.Nearest)]
    [InlineData("tri", Filter.Triangle)]
    [InlineData("CMR", Filter.CatmullRom)]
    [InlineData("lcz", Filter.Lanczos3)]
    [InlineData("CatmullRom", Filter.CatmullRom)]
    public void TakesTheShortNamesOfFilters(string name, Filter filter)
    {
        Assert.True(FilterNames.TryParse(name, out var parsed));
        Assert.Equal(filter, parsed);
    }

    [Theory]
    [InlineData(ScaleOp.Down, 2, 7, 3)]
    [InlineData(ScaleOp.Down, 64, 7, 1)]
    [InlineData(ScaleOp.Up, 3, 7, 21)]
    public void ScalesASideRoundedDownToAtLeastOne(ScaleOp op, int factor, int old, int expected) =>
        Assert.Equal(expected, new ResizeSpec { ScaleOp = op, ScaleFactor = factor }.Scale(old));
}
