using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

public sealed class WrongUse
{
    [Theory]
    [InlineData("--filter is 'cubic'; it must be gaussian (gauss), nearest (near)", "--filter", "cubic")]
    [InlineData("--scale-factor is '0'; it must be a whole number from 1 to 64", "--scale-factor", "0")]
    [InlineData("--scale-factor is '1.5'; it must be a whole number from 1 to 64", "--scale-factor", "1.5")]
    [InlineData("--scale-factor is '65'; it must be a whole number from 1 to 64", "--scale-factor", "65")]
    [InlineData("--scale-op is 'sideways'; it must be down or up", "--scale-op", "sideways")]
    [InlineData("--fit is '0x5'; it must be a width and a height, such as 2048x1080, 2048x or x1080, each from 1 to 1000000", "--fit", "0x5")]
    [InlineData("--fit is '640'; it must be", "--fit", "640")]
    [InlineData("--fit is 'x'; it must be", "--fit", "x")]
    [InlineData("--long-edge is '0'; it must be a whole number from 1 to 1000000", "--long-edge", "0")]
    [InlineData("--long-edge is '2e3'; it must be a whole number from 1 to 1000000", "--long-edge", "2e3")]
    [InlineData("--scale-factor and --fit exclude each other; give", "--scale-factor", "2", "--fit", "5x")]
    [InlineData("--scale-op and --long-edge exclude each other; give", "--long-edge", "5", "--scale-op", "down")]
    [InlineData("--fit and --long-edge exclude each other; give", "--fit", "5x5", "--long-edge", "5")]
    [InlineData("--quality is '0'; it must be a whole number from 1 to 100", "--quality", "0")]
    [InlineData("--parallel is '-1'; it must be a whole number from 1 to 1024", "--parallel", "-1")]
    [InlineData("--memory is 'much'; it must be a whole number above 0", "--memory", "much")]
    public async Task IsExitCodeTwoAndOneSentence(string sentence, params string[] options)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(4, 4));

        var result = await Cli.RunAsync(["run", directory.Path, .. options]);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"img-compress: {sentence}", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory.At(".img-compress")));
    }

    [Fact]
    public async Task OfADirectoryThatIsMissingNamesIt()
    {
        using var directory = new TemporaryDirectory();

        var result = await Cli.RunAsync("run", directory.At("missing"));

        Assert.Equal(2, result.ExitCode);
        Assert.Equal($"img-compress: there is no directory '{directory.At("missing")}'", result.Error.TrimEnd());
    }

    [Fact]
    public async Task OfADirectoryWithoutAJobSaysSo()
    {
        using var directory = new TemporaryDirectory();

        var result = await Cli.RunAsync("status", "--root", directory.Path);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("no job has run there", result.Error, StringComparison.Ordinal);
    }
}
