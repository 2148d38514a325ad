using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>Whoever can write into a state directory could make the program write elsewhere (as with git's CVE-2022-24765).</summary>
[Trait("Speed", "Slow")]
public sealed class StateDirectoryOfSomebodyElse : IDisposable
{
    private const string State = ".img-compress";

    private static readonly byte[] Original = Png.Noise(64, 48);

    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryDirectory _elsewhere = new();

    public StateDirectoryOfSomebodyElse() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "owners, modes and links are those of POSIX");

    [Fact]
    public async Task IsRefusedByNameAndLeftAsItIs()
    {
        Ownership.Require();
        _directory.Write("a.png", Original);
        var secret = _elsewhere.Write("secret", "mine"u8);
        _directory.MakeState();
        File.CreateSymbolicLink(_directory.At($"{State}/run.owner"), secret);
        await Ownership.GiveAsync(_directory.At(State), UnprivilegedProgram.Nobody);

        var run = await Cli.RunAsync("run", _directory.Path);

        AssertRefused(run, $"'{_directory.At(State)}' belongs to user {UnprivilegedProgram.Nobody}, and this is user 0");
        Assert.Equal("mine"u8, _elsewhere.Read("secret"));
        Assert.Equal(["run.owner"], Directory.GetFileSystemEntries(_directory.At(State)).Select(Path.GetFileName));
    }

    [Fact]
    public async Task AboveADirectoryOfTheSameOwnerIsRefusedToo()
    {
        Ownership.Require();
        _directory.Write("photos/a.png", Original);
        _directory.MakeState();
        _directory.Write($"{State}/ledger.db", "x"u8);
        await Ownership.GiveAsync(_directory.At(State), UnprivilegedProgram.Nobody);

        var run = await Cli.RunAsync("run", _directory.At("photos"));

        AssertRefused(run, $"'{_directory.At(State)}' belongs to user {UnprivilegedProgram.Nobody}");
        Assert.False(Directory.Exists(_directory.At($"photos/{State}")));
    }

    [Fact]
    public async Task AboveADirectoryOfAnotherOwnerDoesNotCount()
    {
        Ownership.Require();
        _directory.Write("photos/a.png", Original);
        _directory.MakeState();
        _directory.Write($"{State}/ledger.db", "x"u8);
        await Ownership.GiveAsync(_directory.Path, UnprivilegedProgram.Nobody);
        await Ownership.GiveAsync(_directory.At("photos"), "0");

        var run = await Cli.RunAsync("run", _directory.At("photos"), "--json");

        Assert.Equal((0, 1), (run.ExitCode, run.Json.GetProperty("done").GetInt32()));
        Assert.True(File.Exists(_directory.At($"photos/{State}/root.json")));
        Assert.Equal("x"u8, _directory.Read($"{State}/ledger.db"));
    }

    /// <summary>That a ledger cannot be looked at does not mean that there is none.</summary>
    [Fact]
    public async Task ThatCannotBeLookedIntoIsThereAllTheSame()
    {
        Ownership.Require();
        using var program = await UnprivilegedProgram.MakeAsync();
        _directory.Write("photos/a.png", Original);
        Assert.Equal(0, (await Cli.RunAsync("run", _directory.Path)).ExitCode);
        var halved = _directory.Read("photos/a.png");
        await Ownership.GiveAsync(_directory.Path, UnprivilegedProgram.Nobody);
        await Ownership.GiveAsync(_directory.At(State), "0");

        var run = await program.RunAsync("run", _directory.At("photos"));

        AssertRefused(run, $"'{_directory.At(State)}' belongs to user 0, and this is user {UnprivilegedProgram.Nobody}");
        Assert.Equal(halved, _directory.Read("photos/a.png"));
    }

    [Theory]
    [InlineData("777")]
    [InlineData("720")]
    public async Task OrThatOthersMayWriteToIsRefused(string mode)
    {
        _directory.Write("a.png", Original);
        _directory.MakeState();
        using (var chmod = Cli.Start("chmod", [mode, _directory.At(State)]))
        {
            Assert.Equal(0, (await Cli.EndAsync(chmod)).ExitCode);
        }

        var run = await Cli.RunAsync("run", _directory.Path);

        AssertRefused(run, "may be written to by others than its owner");
        Assert.Contains($"(mode {mode})", run.Error, StringComparison.Ordinal);
        Assert.Equal(Original, _directory.Read("a.png"));
    }

    [Fact]
    public async Task ReachedThroughALinkIsRefused()
    {
        _directory.Write("a.png", Original);
        _elsewhere.MakeState();
        Directory.CreateSymbolicLink(_directory.At(State), _elsewhere.At(State));

        var run = await Cli.RunAsync("run", _directory.Path);

        AssertRefused(run, $"'{_directory.At(State)}' is a symbolic link or a file");
        Assert.Empty(Directory.GetFileSystemEntries(_elsewhere.At(State)));
    }

    [Theory]
    [InlineData("run.lock")]
    [InlineData("root.json")]
    [InlineData("ledger.db")]
    [InlineData("ledger.db-wal")]
    [InlineData("queue.db")]
    public async Task HoldingALinkIsRefusedWithItsName(string name)
    {
        _directory.Write("a.png", Original);
        var secret = _elsewhere.Write("secret", "mine"u8);
        _directory.MakeState();
        File.CreateSymbolicLink(_directory.At($"{State}/{name}"), secret);

        var run = await Cli.RunAsync("run", _directory.Path);

        AssertRefused(run, $"'{_directory.At($"{State}/{name}")}' is a link, or no regular file");
        Assert.Equal("mine"u8, _elsewhere.Read("secret"));
    }

    [Fact]
    public async Task WhereTheOwnersNameIsALinkKeepsWhatItLeadsTo()
    {
        _directory.Write("a.png", Original);
        var secret = _elsewhere.Write("secret", "mine"u8);
        _directory.MakeState();
        File.CreateSymbolicLink(_directory.At($"{State}/run.owner"), secret);

        var run = await Cli.RunAsync("run", _directory.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("mine"u8, _elsewhere.Read("secret"));
        Assert.Null(new FileInfo(_directory.At($"{State}/run.owner")).LinkTarget);
    }

    public void Dispose()
    {
        _directory.Dispose();
        _elsewhere.Dispose();
    }

    private static void AssertRefused(CliResult run, string why)
    {
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
