using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Platform;
using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Files;

/// <summary>The directory of the temp files is gone, or was no directory, while a root is open.</summary>
public sealed class TempsThatSomebodyRemoved : IDisposable
{
    private const string Temps = ".img-compress/tmp";

    private static readonly TempName First = TempName.Of(RelativePath.Join("", "a.png"), "1e", 1);
    private static readonly TempName Second = TempName.Of(RelativePath.Join("", "a.png"), "1e", 2);

    private readonly TemporaryDirectory _directory = new();
    private readonly IFileRoot _root;

    public TempsThatSomebodyRemoved() => _root = FileRoot.Open(_directory.Path);

    [Fact]
    public void AreMadeAgain()
    {
        _root.WriteTemp(First, "one"u8, null).Dispose();
        Directory.Delete(_directory.At(Temps), recursive: true);

        _root.WriteTemp(Second, "two"u8, null).Dispose();

        Assert.Equal(Second, Assert.Single(_root.ListTemps()));
    }

    /// <summary>A worker that opened them before must not take a temp in the new ones for gone, or its fence would be none.</summary>
    [Fact]
    public void AreLookedForAgainBeforeATempCountsAsGone()
    {
        _root.WriteTemp(First, "one"u8, null).Dispose();
        Directory.Delete(_directory.At(Temps), recursive: true);
        using (var other = FileRoot.Open(_directory.Path))
        {
            other.WriteTemp(Second, "two"u8, null).Dispose();
        }

        _root.RemoveTemp(Second);

        Assert.Empty(_directory.Temps());
    }

    [Fact]
    public void AreOpenedOnceTheFaultIsMended()
    {
        using (_root.OpenState(StateUse.Create))
        {
            _directory.Write(Temps, "no directory"u8);
        }

        Assert.Throws<FileFaultException>(() => _root.WriteTemp(First, "one"u8, null));
        File.Delete(_directory.At(Temps));
        _root.WriteTemp(First, "one"u8, null).Dispose();

        Assert.Equal(First, Assert.Single(_root.ListTemps()));
    }

    public void Dispose()
    {
        _root.Dispose();
        _directory.Dispose();
    }
}
