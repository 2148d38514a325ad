using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Platform;
using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Files;

/// <summary>Temp files in sixteen directories; and those that a version before left in the one above.</summary>
public sealed class SpreadTemps : IDisposable
{
    private static readonly TempName Temp = TempName.Of(RelativePath.Join("", "a.png"), "1e", 1);
    private static readonly TempName Taken = Temp.TakenBy(2);
    private static readonly string Above = $".img-compress/tmp/{Temp}";

    private readonly TemporaryDirectory _directory = new();
    private readonly IFileRoot _root;

    public SpreadTemps()
    {
        _root = FileRoot.Open(_directory.Path);
        _root.OpenState(StateUse.Create)!.Dispose();
    }

    [Fact]
    public void AreInTheDirectoryOfTheirFirstDigit()
    {
        _root.WriteTemp(Temp, "one"u8, null).Dispose();

        Assert.Equal([_directory.At($".img-compress/tmp/{Temp.Value[0]}/{Temp}")], _directory.Temps());
        Assert.Equal([Temp], _root.ListTemps());
    }

    [Fact]
    public void ManyAreInManyDirectories()
    {
        for (var i = 0; i < 100; i++)
        {
            _root.WriteTemp(TempName.Of(RelativePath.Join("", $"{i}.png"), "1e", 1), "x"u8, null).Dispose();
        }

        Assert.Equal(100, _root.ListTemps().Distinct().Count());
        Assert.InRange(Directory.GetDirectories(_directory.At(".img-compress/tmp")).Length, 12, 16);
    }

    /// <summary>The fence of a claim whose earlier one was a version's before: its worker must not be able to rename any more.</summary>
    [Fact]
    public void OfAVersionBeforeAreTaken()
    {
        _directory.Write(Above, "one"u8);

        Assert.True(_root.TryTakeTemp(Temp, Taken));

        Assert.False(File.Exists(_directory.At(Above)));
        Assert.Equal(Fingerprint.Of("one"u8), _root.FingerprintOfTemp(Taken));
        Assert.False(_root.TryTakeTemp(Temp, Taken));
        _root.RemoveTemp(Taken);
        Assert.Empty(_directory.Temps());
    }

    [Fact]
    public void OfAVersionBeforeAreListedAndRemoved()
    {
        _directory.Write(Above, "one"u8);

        Assert.Equal([Temp], _root.ListTemps());
        _root.RemoveTemp(Temp);

        Assert.Empty(_directory.Temps());
    }

    public void Dispose()
    {
        _root.Dispose();
        _directory.Dispose();
    }
}
