using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Sqlite;
using ImgCompress.Platform;
using ImgCompress.Queue.Sqlite;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>A job whose messages are gone, on the embedded backend.</summary>
[Trait("Speed", "Slow")]
public sealed class ReconciledJob : IDisposable
{
    private const int Files = 12;

    private readonly TemporaryDirectory _directory = new();

    public ReconciledJob()
    {
        for (var file = 0; file < Files; file++)
        {
            _directory.Write($"{file}.png", Png.Noise(64, 48, seed: file));
        }
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task IsSentAgainAsAWhole()
    {
        await SubmitAndPurgeAsync();
        var still = await Cli.RunAsync("status", "--root", _directory.Path);

        var reconcile = await Cli.RunAsync("reconcile", "--root", _directory.Path, "--json");
        var waiting = await Cli.RunAsync("status", "--root", _directory.Path, "--json");

        Assert.Equal(1, still.ExitCode);
        Assert.Contains(" reconcile", still.Error, StringComparison.Ordinal);
        Assert.Equal((0, Files), (reconcile.ExitCode, reconcile.Json.GetProperty("sent").GetInt64()));
        Assert.Equal((0, Files), (waiting.ExitCode, waiting.Json.GetProperty("waiting").GetInt64()));
    }

    [Fact]
    public async Task IsLeftToItsMessagesWhereItHasSome()
    {
        await Cli.RunAsync("submit", _directory.Path);

        var left = await Cli.RunAsync("reconcile", "--root", _directory.Path);
        var anyway = await Cli.RunAsync("reconcile", "--root", _directory.Path, "--anyway", "--json");

        Assert.Equal(0, left.ExitCode);
        Assert.Contains("holds about 12 messages, which come by themselves: none sent", left.Output, StringComparison.Ordinal);
        Assert.Equal(Files, anyway.Json.GetProperty("sent").GetInt64());
    }

    [Fact]
    public async Task LosesTheTempFilesThatNobodyCanWant()
    {
        await SubmitAndPurgeAsync();
        Assert.True(RelativePath.TryParse("0.png", out var path));
        var stray = $".img-compress/tmp/{new string('a', 32)}.7";
        using var root = FileRoot.Open(_directory.Path);
        var ledger = RootMark.Read(root)!.Identity.Ledger;
        var wanted = $".img-compress/tmp/{TempName.Of(path, ledger, 0)}";
        var foreign = $".img-compress/tmp/{TempName.Of(path, "1e", 0)}";
        var spread = $".img-compress/tmp/b/{new string('b', 32)}.7";
        _directory.Write(stray, "stray, as a version before left it"u8);
        _directory.Write(spread, "stray"u8);
        _directory.Write(wanted, "wanted"u8);
        _directory.Write(foreign, "of a ledger that had the root before"u8);
        _directory.Write(".img-compress/tmp/notes.txt", "not a temp file"u8);

        var reconcile = await Cli.RunAsync("reconcile", "--root", _directory.Path, "--json");

        Assert.Equal(3, reconcile.Json.GetProperty("removedTemps").GetInt64());
        Assert.Equal(
            [false, false, false, true, true],
            new[] { stray, spread, foreign, wanted, ".img-compress/tmp/notes.txt" }.Select(file => File.Exists(_directory.At(file))));
    }

    [Fact]
    public async Task ThatIsFinishedIsNothingToDo()
    {
        await Cli.RunAsync("run", _directory.Path);

        var reconcile = await Cli.RunAsync("reconcile", "--root", _directory.Path);

        Assert.Equal(0, reconcile.ExitCode);
        Assert.Contains("Nothing is unfinished", reconcile.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfAnUnknownNameIsWrongUse()
    {
        await Cli.RunAsync("run", _directory.Path);

        var reconcile = await Cli.RunAsync("reconcile", "20200101-000000-abcdef", "--root", _directory.Path);

        Assert.Equal(2, reconcile.ExitCode);
        Assert.Contains("there is no job '20200101-000000-abcdef'", reconcile.Error, StringComparison.Ordinal);
    }

    /// <summary>As rescuers do that run beside the workers whose jobs they rescue, over and over.</summary>
    [Fact]
    public async Task BesideALiveWorkerIsStillDoneOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the worker is ended by a signal");
        await Cli.RunAsync("submit", _directory.Path);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { [Settings.RootName] = _directory.Path };
        using var worker = Cli.StartWorker(environment);
        var end = Cli.EndAsync(worker);
        CliResult status;
        do
        {
            Assert.False(end.IsCompleted, end.IsCompleted ? $"{await end}" : "");
            Assert.Equal(0, (await Cli.RunAsync("reconcile", "--root", _directory.Path, "--anyway")).ExitCode);
            status = await Cli.RunAsync("status", "--root", _directory.Path, "--json");
        }
        while (status.Json.GetProperty("state").GetString() != "finished");

        Signals.Terminate(worker);
        Assert.Equal(0, (await end).ExitCode);
        Assert.Equal((Files, 0), (status.Json.GetProperty("done").GetInt64(), status.Json.GetProperty("failed").GetInt64()));
        Assert.All(Enumerable.Range(0, Files), file => Assert.Equal((32, 24), Png.SizeOf(_directory.Read($"{file}.png"))));
    }

    /// <summary>What may have been replaced already has to come to an end; what nobody has begun is given up.</summary>
    [Fact]
    public async Task ThatIsCancelledHasWhatWasBegunSentAgain()
    {
        var job = await SubmitAndPurgeAsync();
        using (var ledger = new SqliteLedger(_directory.At($".img-compress/{StateDirectory.Ledger}"), TimeProvider.System))
        {
            Assert.True(RelativePath.TryParse("3.png", out var path));
            Assert.IsType<ClaimResult.Granted>(
                await ledger.ClaimAsync(new(job, path), TimeSpan.FromMilliseconds(1), alone: true, TestContext.Current.CancellationToken));

            // As on AWS: the command itself, on an embedded ledger, brings to an end what was begun.
            await ledger.CancelAsync(job, TestContext.Current.CancellationToken);
        }

        var reconcile = await Cli.RunAsync("reconcile", "--root", _directory.Path, "--json");

        Assert.Equal(
            (0, 1, 1),
            (reconcile.ExitCode, reconcile.Json.GetProperty("unfinished").GetInt64(), reconcile.Json.GetProperty("sent").GetInt64()));
        using var queue = new SqliteQueue(_directory.At($".img-compress/{StateDirectory.Queue}"), TimeProvider.System);
        var sent = Assert.Single(await queue.ReceiveAsync(10, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        Assert.Equal("3.png", JobMessage.Parse(sent.Body, out _)?.Path.Value);
    }

    private async Task<JobId> SubmitAndPurgeAsync()
    {
        var submit = await Cli.RunAsync("submit", _directory.Path);
        using var queue = new SqliteQueue(_directory.At($".img-compress/{StateDirectory.Queue}"), TimeProvider.System);
        Assert.True(JobId.TryParse(submit.Output.Trim(), out var job));
        queue.Clear(job);
        return job;
    }
}
