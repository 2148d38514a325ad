using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Platform;
using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Files;

public sealed class ScannedDirectory
{
    [Fact]
    public void GivesTheFilesWithImagesNamesAtAnyDepth() =>
        Assert.Equal(["a.JPG", "b/c.png", "b/d/e.webp"], Scan(new(), "a.JPG", "b/c.png", "b/d/e.webp", "notes.txt", "b/Makefile"));

    [Fact]
    public void GivesOnlyItsOwnFilesWithoutRecursion() =>
        Assert.Equal(["a.jpg"], Scan(new() { Recurse = false }, "a.jpg", "b/c.png"));

    [Fact]
    public void GivesWhatIsIncludedWhateverItsName() =>
        Assert.Equal(["b/photo", "c/d/photo"], Scan(new() { Include = ["photo"] }, "a.jpg", "b/photo", "c/d/photo"));

    [Fact]
    public void MatchesGlobsWithSlashesFromItself() =>
        Assert.Equal(["raw/a.jpg"], Scan(new() { Include = ["raw/*.jpg"] }, "raw/a.jpg", "x/raw/b.jpg", "raw/c.png"));

    [Fact]
    public void LeavesOutWhatIsExcluded() =>
        Assert.Equal(["a.jpg"], Scan(new() { Exclude = ["thumbs/**", "*.png"] }, "a.jpg", "thumbs/b.jpg", "c/d.png"));

    [Fact]
    public void NeverEntersAStateDirectory() =>
        Assert.Equal(["a.jpg"], Scan(new() { Include = ["*"] }, "a.jpg", ".img-compress/keep/job/b.jpg"));

    [Fact]
    public void LeavesOutADirectoryWithALedgerOfItsOwnAndSaysSo()
    {
        using var directory = Fill("a.jpg", "own/b.jpg", "own/.img-compress/ledger.db");
        using var root = FileRoot.Open(directory.Path);
        var scan = new DirectoryScan(root, "", new());

        Assert.Equal(["a.jpg"], scan.Files().Select(file => file.Path.Value));
        Assert.Equal(["own"], scan.Nested);
    }

    [Fact]
    public void CountsWhatItPassesOver()
    {
        using var directory = Fill("a.jpg", "b.txt", "c/d");
        using var root = FileRoot.Open(directory.Path);
        var scan = new DirectoryScan(root, "", new());

        Assert.Single(scan.Files());
        Assert.Equal(2, scan.PassedOver);
    }

    [Fact]
    public void PassesOverWhatSystemsKeepForThemselves()
    {
        using var directory = Fill(
            "a.jpg", "._a.jpg", "b/._c.PNG", ".DS_Store", "Thumbs.db", "EHTHUMBS.DB", "b/desktop.ini", "notes.txt",
            "@eaDir/a.jpg/SYNOPHOTO_THUMB_M.jpg", "b/@EADIR/c.jpg", "#recycle/d.jpg", ".thumbnails/e.png", ".Trashes/501/f.jpg",
            ".Spotlight-V100/g.jpg", ".@__thumb/h.jpg", "lost+found/i.jpg", ".Trash-1000/files/j.jpg", "$RECYCLE.BIN/k.jpg",
            "__MACOSX/._l.jpg");
        using var root = FileRoot.Open(directory.Path);
        var scan = new DirectoryScan(root, "", new());

        Assert.Equal(["a.jpg"], scan.Files().Select(file => file.Path.Value));
        Assert.Equal((1, 17), (scan.PassedOver, scan.SystemPassedOver));
    }

    [Fact]
    public void TakesFromTheSystemWhatAGlobNames()
    {
        string[] files = ["a.jpg", "._a.jpg", "@eaDir/b.jpg", "c/@eaDir/d.jpg", "c/Thumbs.db", "lost+found/e.jpg"];
        Assert.Equal(["._a.jpg"], Scan(new() { Include = ["._*"] }, files));
        Assert.Equal(["@eaDir/b.jpg"], Scan(new() { Include = ["@eaDir/**"] }, files));
        Assert.Equal(["@eaDir/b.jpg", "c/@eaDir/d.jpg"], Scan(new() { Include = ["**/@eadir/*.jpg"] }, files));
        Assert.Equal(["a.jpg", "lost+found/e.jpg"], Scan(new() { Include = ["*.jpg", "lost+found/*"] }, files));
        Assert.Equal(["c/Thumbs.db"], Scan(new() { Include = ["thumbs.db"] }, files));

        // A glob that matches by chance does not mean them.
        Assert.Equal(["a.jpg"], Scan(new() { Include = ["*.jpg"] }, files));
        Assert.Equal(["a.jpg"], Scan(new() { Include = ["*"] }, files));
        Assert.Equal(["a.jpg"], Scan(new() { Include = ["**/*"] }, files));
    }

    [Fact]
    public void IsScannedWhateverItsOwnName()
    {
        using var directory = Fill("@eaDir/a.jpg");
        using var root = FileRoot.Open(directory.Path);
        Assert.Equal(["@eaDir/a.jpg"], new DirectoryScan(root, "@eaDir", new()).Files().Select(file => file.Path.Value));
    }

    [Fact]
    public void TakesNoDirectoryForAnImageButWhatIsInIt()
    {
        using var directory = Fill("a.jpg/b.png", "c/d.jpg");
        using var root = FileRoot.Open(directory.Path);
        var scan = new DirectoryScan(root, "", new());
        Assert.Equal(["a.jpg/b.png", "c/d.jpg"], scan.Files().Select(file => file.Path.Value).Order(StringComparer.Ordinal));
        Assert.Equal(1, scan.SystemPassedOver);
        Assert.Equal(["a.jpg/b.png", "c/d.jpg"], Scan(new() { Include = ["*"] }, "a.jpg/b.png", "c/d.jpg"));
    }

    [Theory]
    [InlineData("a.jif")]
    [InlineData("a.jfi")]
    [InlineData("a.JFIF")]
    [InlineData("a.jpe")]
    [InlineData("a.pjpeg")]
    [InlineData("a.MPO")]
    [InlineData("a.avifs")]
    [InlineData("a.PjP")]
    [InlineData("a.apng")]
    [InlineData("a.heic")]
    [InlineData("a.HEIF")]
    [InlineData("a.hif")]
    [InlineData("a.pam")]
    public void KnowsEveryNameThatImagesHave(string name) => Assert.Equal([name], Scan(new(), name));

    [Fact]
    public void DoesNotFollowLinksToDirectories()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        using var outside = Fill("b.jpg");
        using var directory = Fill("a.jpg");
        Directory.CreateSymbolicLink(directory.At("link"), outside.Path);
        using var root = FileRoot.Open(directory.Path);

        Assert.Equal(["a.jpg"], new DirectoryScan(root, "", new()).Files().Select(file => file.Path.Value));
        var through = RelativePath.TryParse("link/b.jpg", out var path) ? path : default;
        Assert.Equal(FailureReason.Link, Assert.Throws<FileFaultException>(() => root.Load(through, 100)).Failure.Reason);
    }

    private static List<string> Scan(JobOptions options, params string[] files)
    {
        using var directory = Fill(files);
        using var root = FileRoot.Open(directory.Path);
        return [.. new DirectoryScan(root, "", options).Files().Select(file => file.Path.Value).Order(StringComparer.Ordinal)];
    }

    private static TemporaryDirectory Fill(params string[] files)
    {
        var directory = new TemporaryDirectory();
        foreach (var file in files)
        {
            directory.Write(file, "x"u8);
        }

        return directory;
    }
}
