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
        Assert.Equal(2, scan.Skipped);
    }

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
