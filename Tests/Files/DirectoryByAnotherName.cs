using ImgCompress.Files.Posix;
using ImgCompress.Platform;
using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Files;

public sealed class DirectoryByAnotherName
{
    /// <summary>As where a file system takes <c>PHOTOS</c> for <c>photos</c>: the ledger must not hold both.</summary>
    [Theory]
    [InlineData("photos", "PHOTOS")]
    [InlineData("Bu\u0308cher", "B\u00FCcher")]
    public void HasTheNameThatTheFileSystemGivesIt(string name, string given)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "handles of directories are those of POSIX");
        using var directory = new TemporaryDirectory();
        directory.Write($"{name}/a.png", "x"u8);
        directory.Write("other/a.png", "x"u8);
        using var parent = PosixCalls.OpenRoot(directory.Path);
        using var child = PosixCalls.OpenRoot(directory.At(name));

        Assert.Equal(name, PosixRootSearch.TrueName(parent, PosixCalls.Status(child), given));
    }

    [Fact]
    public void IsBelowTheRootWhereItReallyIs()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a/b/c.png", "x"u8);
        Directory.CreateSymbolicLink(directory.At("link"), directory.At("a/b"));

        Assert.Equal("a/b", FileRoot.Below(directory.Path, directory.At("link")));
        Assert.Equal("", FileRoot.Below(directory.At("a/b"), directory.At("link")));
        Assert.Null(FileRoot.Below(directory.At("a/b"), directory.At("a")));
    }
}
