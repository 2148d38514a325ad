using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary><c>restore</c>, <c>verify</c> and <c>keep</c> as a user has them, on a directory of some files.</summary>
[Trait("Speed", "Slow")]
public sealed class KeptAndUndone : IDisposable
{
    private const int Files = 60;

    private static readonly byte[] Original = Png.Noise(40, 30);
    private static readonly byte[] Halved = WorkerFixture.Halved(Original);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task IsVerifiedGivenUpInPartAndRestoredInPart()
    {
        var job = await HalveAsync(3);

        var clean = await Cli.RunAsync("verify", job, _directory.Path, "--json");
        var kept = await Cli.RunAsync("keep", job, "--root", _directory.Path, "--json");
        _directory.Write("1.png", "edited"u8);
        var changed = await Cli.RunAsync("verify", job, "--root", _directory.Path);
        var some = await Cli.RunAsync("restore", job, _directory.Path, "--include", "0.*", "--json");
        var unasked = await Cli.RunAsync("keep", "--drop", job, "--root", _directory.Path);
        var drop = await Cli.RunAsync("keep", "--drop", job, "--root", _directory.Path, "--yes", "--json");

        Assert.Equal((0, 3, 3), (clean.ExitCode, Number(clean, "files"), Number(clean, "kept")));
        Assert.Equal((0, 3, 3L * Original.Length), (kept.ExitCode, Number(kept, "kept"), Number(kept, "bytes")));
        Assert.Equal(1, changed.ExitCode);
        Assert.Contains("1.png: changed: it is not as job", changed.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1), (some.ExitCode, Number(some, "restored")));
        Assert.Equal(Original, _directory.Read("0.png"));
        Assert.Equal(2, unasked.ExitCode);
        Assert.Contains("give --yes", unasked.Error, StringComparison.Ordinal);

        // The edited file's original may be all that is left of the picture.
        Assert.Equal((1, 1, 1), (drop.ExitCode, Number(drop, "dropped"), Number(drop, "kept")));
        Assert.Equal("changed-since", drop.Json.GetProperty("left")[0].GetProperty("reason").GetString());
        Assert.Equal(Original, _directory.Read($".img-compress/keep/{job}/1.png"));
        var rest = await Cli.RunAsync("restore", job, _directory.Path);
        Assert.Equal(1, rest.ExitCode);
        Assert.Contains("2.png: not-kept", rest.Output, StringComparison.Ordinal);
        Assert.Contains("1.png: changed-since", rest.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IsOfTheNewestJobThatKeptOriginalsWhereNoneIsNamed()
    {
        var job = await HalveAsync(2);
        _directory.Write("below/2.png", Original);
        var later = await Cli.RunAsync("run", _directory.Path, "--json");

        var verified = await Cli.RunAsync("verify", _directory.At("below"), "--json");
        var kept = await Cli.RunAsync("keep", _directory.Path, "--json");
        var drop = await Cli.RunAsync("keep", _directory.Path, "--drop", "--yes");
        var restored = await Cli.RunAsync("restore", _directory.Path, "--json");
        var again = await Cli.RunAsync("restore", _directory.Path, later.Json.GetProperty("job").GetString()!);

        Assert.Equal((0, 1), (verified.ExitCode, Number(verified, "files")));
        Assert.Equal(later.Json.GetProperty("job").GetString(), verified.Json.GetProperty("job").GetString());
        Assert.Equal((0, job, 2), (kept.ExitCode, kept.Json.GetProperty("job").GetString(), Number(kept, "kept")));
        Assert.Equal((2, true), (drop.ExitCode, drop.Error.Contains($"needs the id of the job, such as {job}", StringComparison.Ordinal)));
        Assert.Equal((0, job, 2), (restored.ExitCode, restored.Json.GetProperty("job").GetString(), Number(restored, "restored")));
        Assert.Equal((2, true), (again.ExitCode, again.Error.Contains("without --keep-originals", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task IsRefusedForAJobThatKeptNothingOrIsUnknown()
    {
        _directory.Write("a.png", Original);
        var run = await Cli.RunAsync("run", _directory.Path, "--json");

        var restore = await Cli.RunAsync("restore", run.Json.GetProperty("job").GetString()!, "--root", _directory.Path);
        var unknown = await Cli.RunAsync("verify", "no-such-job", "--root", _directory.Path);

        Assert.Equal(2, restore.ExitCode);
        Assert.Contains("without --keep-originals", restore.Error, StringComparison.Ordinal);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("there is no job 'no-such-job'", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IsNotGivenUpBeforeTheJobHasEnded()
    {
        _directory.Write("a.png", Original);
        var submit = await Cli.RunAsync("submit", _directory.Path, "--keep-originals", "--json");
        var job = submit.Json.GetProperty("job").GetString()!;

        var drop = await Cli.RunAsync("keep", "--drop", job, "--root", _directory.Path, "--yes");

        Assert.Equal(2, drop.ExitCode);
        Assert.Contains($"job {job} is unfinished: its originals are given up once it has ended", drop.Error, StringComparison.Ordinal);
        Assert.Contains($"status {job} {_directory.Path})", drop.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IsRestoredToTheLastFileHoweverOftenThatIsKilled()
    {
        var job = await HalveAsync(Files);
        var random = new Random(2026);
        for (var kill = 0; kill < 4; kill++)
        {
            using var process = Cli.Start("restore", job, "--root", _directory.Path);
            var end = Cli.EndAsync(process);
            await Task.WhenAny(end, Task.Delay(
                TimeSpan.FromMilliseconds(random.Next(150, 400)), TimeProvider.System, CancellationToken.None));
            process.Kill();
            await end;
            Assert.All(Names(Files), name => Assert.True(
                _directory.Read(name).SequenceEqual(Original) || _directory.Read(name).SequenceEqual(Halved), name));
        }

        var last = await Cli.RunAsync("restore", job, "--root", _directory.Path);
        var verify = await Cli.RunAsync("verify", job, "--root", _directory.Path);
        var status = await Cli.RunAsync("status", job, "--root", _directory.Path, "--json");

        Assert.Equal((0, 0), (last.ExitCode, verify.ExitCode));
        Assert.All(Names(Files), name => Assert.Equal(Original, _directory.Read(name)));
        Assert.Equal((0, Files), (Number(status, "done"), Number(status, "restored")));
        Assert.Empty(_directory.Temps());
    }

    private static IEnumerable<string> Names(int files) => Enumerable.Range(0, files).Select(file => $"{file}.png");

    private static long Number(CliResult result, string name) => result.Json.GetProperty(name).GetInt64();

    private async Task<string> HalveAsync(int files)
    {
        foreach (var name in Names(files))
        {
            _directory.Write(name, Original);
        }

        var run = await Cli.RunAsync("run", _directory.Path, "--keep-originals", "--json");
        Assert.Equal((0, files), (run.ExitCode, Number(run, "done")));
        return run.Json.GetProperty("job").GetString()!;
    }
}
