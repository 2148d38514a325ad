using ImgCompress.Contracts;
using Xunit;

namespace ImgCompress.Tests.Contracts;

public sealed class SpecText
{
    [Theory]
    [InlineData("down 2 gaussian")]
    [InlineData("up 64 lanczos3 quality=1 strip allow-larger")]
    [InlineData("down 1 catmullrom quality=100")]
    [InlineData("fit 2048x1080 gaussian")]
    [InlineData("fit 2048x triangle strip")]
    [InlineData("down 8 gaussian quality=80 strip allow-larger effort=3 fast")]
    [InlineData("down 4 gaussian exact")]
    [InlineData("fit x1 nearest quality=7 allow-larger")]
    [InlineData("fit 1000000x1000000 lanczos3")]
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
    [InlineData("down 2 gaussian exact fast")]
    [InlineData("down 2 gaussian fast fast")]
    [InlineData("down 2")]
    [InlineData("fit 2 gaussian")]
    [InlineData("fit x gaussian")]
    [InlineData("fit 0x5 gaussian")]
    [InlineData("fit 5x0 gaussian")]
    [InlineData("fit 1000001x gaussian")]
    [InlineData("fit 5x6x7 gaussian")]
    [InlineData("fit -5x gaussian")]
    [InlineData("fit +5x gaussian")]
    [InlineData("fit 5.0x gaussian")]
    [InlineData("fit 5x gaussian quality=0")]
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
    [InlineData("down 2", 7, 5, 3, 2)]
    [InlineData("down 64", 7, 640, 1, 10)]
    [InlineData("up 3", 7, 5, 21, 15)]
    [InlineData("up 64", int.MaxValue, 1, 64L * int.MaxValue, 64)]
    public void ScalesASideRoundedDownToAtLeastOne(string scaling, int width, int height, long newWidth, long newHeight) =>
        Assert.Equal((newWidth, newHeight), Read(scaling).NewSize(width, height));

    [Theory]
    [InlineData("fit 640x480", 1000, 667, 640, 427)]
    [InlineData("fit 640x", 1000, 667, 640, 427)]
    [InlineData("fit x427", 1000, 667, 640, 427)]
    [InlineData("fit 640x426", 1000, 667, 639, 426)]
    [InlineData("fit 500x500", 1000, 1000, 500, 500)]
    [InlineData("fit 2048x2048", 4032, 3024, 2048, 1536)]
    [InlineData("fit 2048x2048", 3024, 4032, 1536, 2048)]
    [InlineData("fit 4x", 8, 5, 4, 3)]
    [InlineData("fit 2x", 100_000, 3, 2, 1)]
    [InlineData("fit x1", 3, 100_000, 1, 1)]
    [InlineData("fit 999x1000", 1000, 1000, 999, 999)]
    [InlineData("fit 1000000x1000000", int.MaxValue, int.MaxValue, 1_000_000, 1_000_000)]
    public void GivesTheSideThatDecidesItsLimitAndTheOtherTheNearest(
        string scaling, int width, int height, long newWidth, long newHeight)
    {
        Assert.False(Read(scaling).LeavesAlone(width, height));
        Assert.Equal((newWidth, newHeight), Read(scaling).NewSize(width, height));
    }

    [Theory]
    [InlineData("fit 640x480", 640, 480)]
    [InlineData("fit 640x480", 1, 480)]
    [InlineData("fit 640x", 640, 100_000)]
    [InlineData("fit x480", 100_000, 480)]
    public void LeavesAloneWhatFits(string scaling, int width, int height)
    {
        Assert.True(Read(scaling).LeavesAlone(width, height));
        Assert.Equal((width, height), Read(scaling).NewSize(width, height));
    }

    [Fact]
    public void GivesSizesThatFitForAnyLimits()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var (width, height) = (random.Next(1, 5000), random.Next(1, 5000));
            var limits = new Scaling.ToFit(random.Next(4) == 0 ? null : random.Next(1, 5000), random.Next(1, 5000));
            var (newWidth, newHeight) = limits.NewSize(width, height);
            Assert.InRange(newWidth, 1, Math.Min(width, limits.MaxWidth ?? int.MaxValue));
            Assert.InRange(newHeight, 1, Math.Min(height, limits.MaxHeight ?? int.MaxValue));
            Assert.True(limits.LeavesAlone((int)newWidth, (int)newHeight));
            Assert.True(
                limits.LeavesAlone(width, height) || newWidth == limits.MaxWidth || newHeight == limits.MaxHeight,
                $"{limits}: {width}x{height}");
        }
    }

    private static Scaling Read(string scaling)
    {
        Assert.True(Scaling.TryParse(scaling.Split(' ')[0], scaling.Split(' ')[1], out var read));
        return read;
    }
}
