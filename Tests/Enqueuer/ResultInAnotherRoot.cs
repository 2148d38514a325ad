using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>A result whose root's ledger does not know it.</summary>
[Trait("Speed", "Slow")]
public sealed class ResultInAnotherRoot : IDisposable
{
    private readonly TemporaryDirectory _first = new();
    private readonly TemporaryDirectory _second = new();

    public ResultInAnotherRoot() =>
        Assert.SkipUnless(ExtendedAttributes.Has(_first.Path), "the file system of temporary files has no user attributes");

    [Theory]
    [InlineData("unchanged", 0)]
    [InlineData("unchanged", 0, "--quality", "50")]
    [InlineData("failed", 1, "--scale-factor", "3")]
    [InlineData("failed", 1, "--scale-op", "up")]
    [InlineData("done", 0, "--again")]
    [InlineData("done", 0, "--scale-factor", "1", "--strip", "--allow-larger")]
    public async Task IsKnownByItsAttribute(string outcome, int exitCode, params string[] options)
    {
        await MoveAResultAsync();

        var run = await Cli.RunAsync(["run", _second.Path, "--json", .. options]);

        Assert.Equal((exitCode, 1), (run.ExitCode, run.Json.GetProperty(outcome).GetInt32()));
        Assert.Equal(options.Contains("--again") ? (16, 12) : (32, 24), Png.SizeOf(_second.Read("moved/a.png")));
        if (outcome == "failed")
        {
            Assert.Contains("it has been scaled from 64x48; --again", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task IsKnownWhereItsLedgerIsGone()
    {
        _first.Write("a.png", Png.Noise(64, 48));
        Assert.Equal(0, (await Cli.RunAsync("run", _first.Path)).ExitCode);
        Directory.Delete(_first.At(".img-compress"), recursive: true);

        var plan = await Cli.RunAsync("run", _first.Path, "--dry-run", "--json");
        var run = await Cli.RunAsync("run", _first.Path, "--json");

        Assert.Equal((0, 1), (plan.ExitCode, plan.Json.GetProperty("unchanged").GetInt32()));
        Assert.Equal((0, 1), (run.ExitCode, run.Json.GetProperty("unchanged").GetInt32()));
        Assert.Equal((32, 24), Png.SizeOf(_first.Read("a.png")));
    }

    [Fact]
    public async Task OfAnOutputDirectoryIsKnownToo()
    {
        _first.Write("in/a.png", Png.Noise(64, 48));
        Assert.Equal(0, (await Cli.RunAsync("run", _first.At("in"), "--output", _first.At("out"))).ExitCode);
        Directory.Move(_first.At("out"), _second.At("photos"));
        Directory.Delete(_second.At("photos/.img-compress"), recursive: true);

        var run = await Cli.RunAsync("run", _second.Path, "--json");

        Assert.Equal((0, 1), (run.ExitCode, run.Json.GetProperty("unchanged").GetInt32()));
        Assert.Null(ExtendedAttributes.NoteOf(_first.At("in/a.png")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("scaled")]
    [InlineData("000000000000 64x48 ? scaled ?=down_2_gaussian")]
    [InlineData("{0} 64x48 ? scaled")]
    [InlineData("{0} 64x48 ? halved ?=down_2_gaussian")]
    [InlineData("{0}")]
    public async Task IsNotKnownByANoteThatIsNotItsOwn(string note)
    {
        await MoveAResultAsync();
        var path = _second.At("moved/a.png");
        ExtendedAttributes.Set(path, "user.img-compress", string.Format(null, note, ExtendedAttributes.NoteOf(path)!.Split(' ')[0]));

        var run = await Cli.RunAsync("run", _second.Path, "--json");

        Assert.Equal((0, 1), (run.ExitCode, run.Json.GetProperty("done").GetInt32()));
    }

    [Fact]
    public async Task ThatHasBeenEditedSinceIsAnOriginal()
    {
        await MoveAResultAsync();
        using (var file = File.OpenWrite(_second.At("moved/a.png")))
        {
            file.Write(Png.Noise(32, 24, seed: 9));
        }

        var run = await Cli.RunAsync("run", _second.Path, "--json");

        Assert.Equal((0, 1), (run.ExitCode, run.Json.GetProperty("done").GetInt32()));
        Assert.Equal((16, 12), Png.SizeOf(_second.Read("moved/a.png")));
    }

    [Fact]
    public async Task KeepsTheAttributesThatItsOriginalHad()
    {
        var path = _first.Write("a.png", Png.Noise(64, 48));
        ExtendedAttributes.Set(path, "user.comment", "a day at the sea");

        await Cli.RunAsync("run", _first.Path);
        await Cli.RunAsync("run", _first.Path, "--again");

        Assert.Equal((16, 12), Png.SizeOf(_first.Read("a.png")));
        Assert.Equal("a day at the sea", ExtendedAttributes.Get(path, "user.comment"));
        Assert.Matches("^[0-9a-f]{12} 64x48 [?] scaled [?]=down_2_gaussian$", ExtendedAttributes.NoteOf(path));
    }

    [Fact]
    public async Task ThatIsPutBackHasNoNoteOfAResult()
    {
        var path = _first.Write("a.png", Png.Noise(64, 48));
        await Cli.RunAsync("run", _first.Path, "--keep-originals");
        Assert.NotNull(ExtendedAttributes.NoteOf(path));

        Assert.Equal(0, (await Cli.RunAsync("restore", _first.Path)).ExitCode);

        Assert.Equal((64, 48), Png.SizeOf(_first.Read("a.png")));
        Assert.Null(ExtendedAttributes.NoteOf(path));
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private async Task MoveAResultAsync()
    {
        _first.Write("sub/a.png", Png.Noise(64, 48));
        Assert.Equal(0, (await Cli.RunAsync("run", _first.Path)).ExitCode);
        Directory.Move(_first.At("sub"), _second.At("moved"));
    }
}
