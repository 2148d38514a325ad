using ImgCompress.Engine.Samples;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

[Trait("Speed", "Slow")]
public sealed class Commands
{
    [Fact]
    public async Task DemoMakesSamplesAndResizesAllButTheDamaged()
    {
        using var directory = new TemporaryDirectory();

        var demo = await Cli.RunAsync("demo", directory.At("demo"));
        var status = await Cli.RunAsync("status", "--root", directory.At("demo"), "--json");
        var again = await Cli.RunAsync("demo", directory.At("demo"));

        Assert.Equal((0, 0), (demo.ExitCode, again.ExitCode));
        Assert.Contains("What to look at", demo.Output, StringComparison.Ordinal);
        Assert.Equal(5, status.Json.GetProperty("failed").GetInt64());
        Assert.Equal((900, 600), Png.SizeOf(directory.Read("demo/damaged/one-wrong-byte.png")));
        Assert.Equal((450, 300), Png.SizeOf(directory.Read("demo/misnamed/a-png-inside.jpg")));
    }

    [Fact]
    public async Task DemoWritesIntoNoDirectoryThatHoldsOtherThings()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("mine.txt", "mine"u8);

        var demo = await Cli.RunAsync("demo", directory.Path);

        Assert.Equal(2, demo.ExitCode);
        Assert.Equal(["mine.txt"], Directory.GetFileSystemEntries(directory.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task DemoRunsAgainOnNothingButItsSamples()
    {
        using var directory = new TemporaryDirectory();
        SampleImages.Write(directory.Path);
        var mine = Png.Noise(64, 48);
        directory.Write("graphics/mine.png", mine);

        var demo = await Cli.RunAsync("demo", directory.Path);

        Assert.Equal(2, demo.ExitCode);
        Assert.Contains("other things, such as 'graphics/mine.png'", demo.Error, StringComparison.Ordinal);
        Assert.Equal(mine, directory.Read("graphics/mine.png"));
    }

    [Fact]
    public async Task DemoLeavesADirectoryOfPicturesWithALedgerAlone()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("mine.png", Png.Noise(64, 48));
        await Cli.RunAsync("run", directory.Path);
        var mine = directory.Read("mine.png");
        directory.Write("new.png", Png.Noise(64, 48));

        var demo = await Cli.RunAsync("demo", directory.Path);

        Assert.Equal(2, demo.ExitCode);
        Assert.Equal(mine, directory.Read("mine.png"));
        Assert.Equal(Png.Noise(64, 48), directory.Read("new.png"));
    }

    [Fact]
    public async Task DoctorLooksAtTheDirectoryThatItIsGiven()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.At("none"));
        directory.Write("some/a.png", Png.Noise(64, 48));
        await Cli.RunAsync("run", directory.At("some"));

        var some = await Cli.RunAsync("doctor", "--root", directory.At("some"));
        var none = await Cli.RunAsync("doctor", "--root", directory.At("none"));
        var missing = await Cli.RunAsync("doctor", "--root", directory.At("missing"));

        Assert.Equal((0, 0, 2), (some.ExitCode, none.ExitCode, missing.ExitCode));
        Assert.Contains("newest job", some.Output, StringComparison.Ordinal);
        Assert.Contains($"none in '{directory.At("none")}'", none.Output, StringComparison.Ordinal);
        Assert.Contains($"there is no directory '{directory.At("missing")}'", missing.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailuresSaysWhereThereIsNone()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(64, 48));
        await Cli.RunAsync("run", directory.Path);

        var failures = await Cli.RunAsync("failures", "--root", directory.Path);

        Assert.Equal((0, ""), (failures.ExitCode, failures.Output));
        Assert.Matches("^No failures[.] [(]Job [0-9a-z-]+[)]$", failures.Error.Trim());
    }

    [Theory]
    [InlineData("not named like an image")]
    [InlineData("not matched by --include", "--include", "*.png")]
    [InlineData("not named like an image, or matched by --exclude", "--exclude", "*.gif")]
    public async Task WhatIsNotTakenIsPutDownToWhatLeftItOut(string why, params string[] options)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("notes.txt", "notes"u8);

        var run = await Cli.RunAsync(["run", directory.Path, .. options]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"1 other file passed over ({why}).", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResultsThatTakeMoreHaveGrown()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(64, 48));

        await Cli.RunAsync("run", directory.Path, "--scale-op", "up");
        var status = await Cli.RunAsync("status", "--root", directory.Path);

        Assert.Matches("became [0-9.]+ kB, grown by [0-9.]+ kB [(][0-9]+ %[)]", status.Output);
    }

    [Fact]
    public async Task DryRunWritesNothing()
    {
        using var directory = new TemporaryDirectory();
        var original = Png.Noise(64, 48);
        directory.Write("a.png", original);
        directory.Write("b.jpg", "no image"u8);

        var dry = await Cli.RunAsync("run", directory.Path, "--dry-run");

        Assert.Equal(1, dry.ExitCode);
        Assert.Contains("a.png: PNG, 64 x 48 to 32 x 24", dry.Output, StringComparison.Ordinal);
        Assert.Contains("b.jpg: failed (not-an-image): ", dry.Output, StringComparison.Ordinal);
        Assert.Equal(original, directory.Read("a.png"));
        Assert.False(Directory.Exists(directory.At(".img-compress")));
    }

    [Fact]
    public async Task DryRunSaysWhatTheLedgerKnows()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("old/done.png", Png.Noise(64, 48, seed: 1));
        directory.Write("touched.png", Png.Noise(64, 48, seed: 2));
        await Cli.RunAsync("run", directory.Path);
        directory.Write("touched.png", directory.Read("touched.png"));
        Directory.Move(directory.At("old"), directory.At("moved"));
        File.Copy(directory.At("moved/done.png"), directory.At("copied.png"));
        directory.Write("new.png", Png.Noise(64, 48, seed: 3));
        directory.Write("cut.png", []);
        directory.Write("photo.heic", SmallImages.Heic);

        var dry = await Cli.RunAsync("run", directory.Path, "--dry-run", "--json");
        var other = await Cli.RunAsync("run", directory.Path, "--dry-run", "--scale-factor", "3");
        var run = await Cli.RunAsync("run", directory.Path, "--json");

        Assert.Equal(
            [
                ("copied.png", "unchanged"), ("cut.png", "failed"), ("moved/done.png", "unchanged"), ("new.png", "resize"),
                ("photo.heic", "skipped"), ("touched.png", "unchanged"),
            ],
            dry.Json.GetProperty("each").EnumerateArray()
                .Select(file => (file.GetProperty("path").GetString(), file.GetProperty("outcome").GetString())));
        var resized = dry.Json.GetProperty("each")[3];
        Assert.Equal(("64x48", "32x24"), (resized.GetProperty("size").GetString(), resized.GetProperty("newSize").GetString()));
        Assert.Equal("not-an-image", dry.Json.GetProperty("each")[1].GetProperty("reason").GetString());
        Assert.Equal(
            (run.Count("done"), run.Count("unchanged"), run.Count("skipped"), run.Count("failed")),
            (dry.Count("resized"), dry.Count("unchanged"), dry.Count("skipped"), dry.Count("failed")));
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("has been scaled before", other.Error, StringComparison.Ordinal);
    }

    /// <summary>A run that was cut off goes on, and what it has done is done.</summary>
    [Fact]
    public async Task DryRunSaysWhatAnUnfinishedJobHasLeft()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(64, 48));
        directory.Write("sub/b.png", Png.Noise(64, 48));
        var job = (await Cli.RunAsync("submit", directory.Path, "--json")).Json.GetProperty("job").GetString();

        var same = await Cli.RunAsync("run", directory.Path, "--dry-run", "--json");
        var below = await Cli.RunAsync("run", directory.At("sub"), "--dry-run", "--json");

        Assert.Equal((0, job, 2), (same.ExitCode, same.Json.GetProperty("job").GetString(), same.Count("resized")));
        Assert.Equal((1, 1), (below.ExitCode, below.Count("leftOut")));
    }

    [Fact]
    public async Task DryRunWithAnOutputReadsTheOriginals()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("in/a.png", Png.Noise(64, 48));
        directory.Write("in/b.png", Png.Noise(64, 48, seed: 2));
        string[] run = ["run", directory.At("in"), "--output", directory.At("out"), "--json"];

        var before = await Cli.RunAsync([.. run, "--dry-run"]);
        Assert.False(Directory.Exists(directory.At("out")));
        await Cli.RunAsync(run);
        directory.Write("in/b.png", Png.Noise(64, 48, seed: 3));
        directory.Write("out/c.png", "mine"u8);
        directory.Write("in/c.png", Png.Noise(64, 48, seed: 4));
        var after = await Cli.RunAsync([.. run, "--dry-run"]);

        Assert.Equal((0, 2), (before.ExitCode, before.Count("resized")));
        Assert.Equal((1, 1, 1, 1), (after.ExitCode, after.Count("resized"), after.Count("unchanged"), after.Count("failed")));
    }

    [Fact]
    public async Task KeepOriginalsKeepsThem()
    {
        using var directory = new TemporaryDirectory();
        var original = Png.Noise(64, 48);
        directory.Write("sub/a.png", original);

        var run = await Cli.RunAsync("run", directory.Path, "--keep-originals", "--json");

        Assert.Equal(original, directory.Read($".img-compress/keep/{run.Json.GetProperty("job").GetString()}/sub/a.png"));
        Assert.Equal((32, 24), Png.SizeOf(directory.Read("sub/a.png")));
    }

    [Fact]
    public async Task ADirectoryBelowOneWithALedgerBelongsToIt()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("sub/a.png", Png.Noise(64, 48));
        await Cli.RunAsync("run", directory.Path);

        var below = await Cli.RunAsync("run", directory.At("sub"), "--json");

        Assert.Equal(1, below.Json.GetProperty("unchanged").GetInt64());
        Assert.Contains("belongs to the ledger of a directory above, as 'sub'", below.Error, StringComparison.Ordinal);
        Assert.Equal((32, 24), Png.SizeOf(directory.Read("sub/a.png")));
        Assert.False(Directory.Exists(directory.At("sub/.img-compress")));
    }

    [Fact]
    public async Task FailuresListsEachWithItsReason()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.png", []);
        await Cli.RunAsync("run", directory.Path);

        var failures = await Cli.RunAsync("failures", "--root", directory.Path);

        Assert.Equal(1, failures.ExitCode);
        Assert.Equal("a.png: not-an-image: the file is empty", failures.Output.Trim());
    }

    [Fact]
    public async Task AnEmptyDirectoryIsNothingToDo()
    {
        using var directory = new TemporaryDirectory();

        var estimate = await Cli.RunAsync("estimate", directory.Path);
        var run = await Cli.RunAsync("run", directory.Path);

        Assert.Equal((0, "There is no image to resize.", ""), (estimate.ExitCode, estimate.Output.Trim(), estimate.Error));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("There is no image to resize", run.Output, StringComparison.Ordinal);
    }
}
