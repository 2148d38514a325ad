using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>A directory that has been resized once, and a ledger that is another one, or not what it was.</summary>
[Trait("Speed", "Slow")]
public sealed class OneRootOneLedger : IDisposable
{
    private const string Mark = ".img-compress/root.json";
    private const string Ledger = ".img-compress/ledger.db";
    private const string Log = ".img-compress/ledger.db-wal";
    private const int PageSize = 4096;

    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryDirectory _elsewhere = new();

    [Fact]
    public async Task ReachedThroughALinkIsTheSameRoot()
    {
        var halved = await RunOnceAsync();
        Directory.CreateSymbolicLink(_elsewhere.At("link"), _directory.At("photos"));

        var run = await Cli.RunAsync("run", _elsewhere.At("link"), "--json");

        AssertUnchanged(run, halved);
        Assert.False(Directory.Exists(_directory.At("photos/.img-compress")));
    }

    [Fact]
    public async Task ReachedThroughABoundDirectoryIsTheSameRoot()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/unshare"),
            "only root, with unshare (util-linux), can bind a directory to a second place");
        var halved = await RunOnceAsync();
        Directory.CreateDirectory(_elsewhere.At("bound"));
        var line = $"mount --bind '{_directory.At("photos")}' '{_elsewhere.At("bound")}' || exit 99; exec "
            + string.Join(' ', Cli.CommandLine(["run", _elsewhere.At("bound"), "--json", "--dangerous-directory"]));
        using var process = Cli.Start("/usr/bin/unshare", ["--mount", "sh", "-c", line]);

        var run = await Cli.EndAsync(process);

        Assert.SkipWhen(run.ExitCode is 1 or 99 && run.Output.Length == 0, $"this system does not let a directory be bound: {run.Error}");
        AssertUnchanged(run, halved);
        Assert.False(Directory.Exists(_directory.At("photos/.img-compress")));
    }

    [Fact]
    public async Task WhoseLedgerIsGoneIsRefusedUntilItIsAdopted()
    {
        var halved = await RunOnceAsync();
        File.Delete(_directory.At(Ledger));

        await AssertRefusedThenAdoptedAsync(halved, "was given to an embedded ledger on", "and that is gone");
    }

    [Fact]
    public async Task WhoseLedgerIsEmptyIsRefusedUntilItIsAdopted()
    {
        var halved = await RunOnceAsync();
        _directory.Write(Ledger, []);

        await AssertRefusedThenAdoptedAsync(halved, $"'{_directory.At(Ledger)}' is empty");
    }

    [Theory]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(30_000)]
    public async Task WhoseLedgerIsCutOffIsRefusedUntilItIsAdopted(int length)
    {
        var halved = await RunOnceAsync();
        _directory.Write(Ledger, _directory.Read(Ledger).AsSpan(0, length));

        await AssertRefusedThenAdoptedAsync(halved, "ledger");
    }

    /// <summary>Damage that only a file would meet whose content is looked up, when others have been resized already.</summary>
    [Fact]
    public async Task WhoseLedgerIsDamagedInItsMidstIsRefusedUntilItIsAdopted()
    {
        var halved = await RunOnceAsync();
        var ledger = _directory.Read(Ledger);
        var page = (int)(long)Ask("SELECT rootpage FROM sqlite_master WHERE name = 'result'")!;
        ledger.AsSpan((page - 1) * PageSize, PageSize).Fill(7);
        _directory.Write(Ledger, ledger);

        await AssertRefusedThenAdoptedAsync(halved, $"'{_directory.At(Ledger)}' is damaged: ");
    }

    [Fact]
    public async Task WhoseLedgerIsAnotherDatabaseIsRefused()
    {
        var halved = await RunOnceAsync();
        Change("PRAGMA application_id = 42");

        await AssertRefusedThenAdoptedAsync(halved, $"'{_directory.At(Ledger)}' is not the ledger");
    }

    [Fact]
    public async Task WhoseLedgerIsAnOlderCopyIsRefusedUntilItIsAdopted()
    {
        var halved = await RunOnceAsync();
        var older = _directory.Read(Ledger);
        _directory.Write("photos/b.png", Png.Noise(64, 48));
        Assert.Equal(0, (await Cli.RunAsync("run", _directory.Path)).ExitCode);
        _directory.Write(Ledger, older);

        var run = await Cli.RunAsync("run", _directory.Path);

        AssertRefused(run, "is an older copy of the one that worked on it last");
        Assert.Equal(halved, _directory.Read("photos/a.png"));
        await AdoptAsync();
        Assert.Equal(0, (await Cli.RunAsync("run", _directory.Path)).ExitCode);
        Assert.Equal(halved, _directory.Read("photos/a.png"));
    }

    /// <summary>What a run that was cut off had done last is in the log alone.</summary>
    [Fact]
    public async Task WhoseLedgerLacksItsLogIsRefused()
    {
        for (var file = 0; file < 200; file++)
        {
            _directory.Write($"{file}.png", Png.Noise(200, 100, seed: file));
        }

        using (var process = Cli.Start("run", _directory.Path, "--quiet"))
        {
            var end = Cli.EndAsync(process);
            await Poll.UntilAsync(
                () => end.IsCompleted || Enumerable.Range(0, 200).Any(file => Png.SizeOf(_directory.Read($"{file}.png")) == (100, 50)));
            process.Kill();
            await end;
        }

        Assert.True(File.Exists(_directory.At(Log)));
        File.Delete(_directory.At(Log));

        AssertRefused(await Cli.RunAsync("run", _directory.Path), "lacks its log (ledger.db-wal)");
    }

    [Fact]
    public async Task WithoutItsMarkIsRefusedUntilItIsAdopted()
    {
        var halved = await RunOnceAsync();
        File.Delete(_directory.At(Mark));

        AssertRefused(await Cli.RunAsync("run", _directory.Path), "which has no mark of it ('.img-compress/root.json')");
        await AdoptAsync();
        AssertUnchanged(await Cli.RunAsync("run", _directory.Path, "--json"), halved);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("""{"version":2,"identity":{"root":"a","ledger":"b"},"place":{"kind":"embedded"},"state":"Complete"}""")]
    public async Task WhoseMarkCannotBeReadIsRefusedUntilItIsAdopted(string mark)
    {
        var halved = await RunOnceAsync();
        File.WriteAllText(_directory.At(Mark), mark);

        AssertRefused(await Cli.RunAsync("run", _directory.Path), $"whose root '{_directory.Path}' is cannot be read");
        await AdoptAsync();
        AssertUnchanged(await Cli.RunAsync("run", _directory.Path, "--json"), halved);
    }

    [Fact]
    public async Task WithTheLedgerOfAnotherIsRefused()
    {
        var halved = await RunOnceAsync();
        _elsewhere.Write("b.png", Png.Noise(64, 48));
        Assert.Equal(0, (await Cli.RunAsync("run", _elsewhere.Path)).ExitCode);
        _directory.Write(Ledger, _elsewhere.Read(Ledger));

        AssertRefused(await Cli.RunAsync("run", _directory.Path), "belongs to another directory than");
        Assert.Equal(halved, _directory.Read("photos/a.png"));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("status")]
    [InlineData("submit")]
    public async Task OfATableIsRefusedByWhoeverWorksWithout(string command)
    {
        var original = Png.Noise(64, 48);
        _directory.Write("photos/a.png", original);
        _directory.MakeState();
        File.WriteAllText(
            _directory.At(Mark),
            """
            {"version":1,"identity":{"root":"a","ledger":"b","made":"2026-01-31T14:25:30Z","generation":0},
             "place":{"kind":"dynamodb","name":"arn:aws:dynamodb:eu-central-1:1:table/jobs","id":"x"},"state":"Complete"}
            """);

        var result = await (command == "status"
            ? Cli.RunAsync(command, "--root", _directory.At("photos"))
            : Cli.RunAsync(command, _directory.At("photos")));

        AssertRefused(result, "belongs to the table 'arn:aws:dynamodb:eu-central-1:1:table/jobs' since 2026-01-31 14:25:30Z");
        Assert.Equal(original, _directory.Read("photos/a.png"));
        Assert.False(File.Exists(_directory.At(Ledger)));
    }

    /// <summary>As versions before identities left it: it is taken over once, without a word.</summary>
    [Fact]
    public async Task OfAnEarlierVersionIsTakenOver()
    {
        var halved = await RunOnceAsync();
        File.Delete(_directory.At(Mark));
        string[] later =
        [
            "file left_history", "file took", "job cursor", "job advanced", "job left_out", "job continues", "job paused",
            "job failure_limit", "job failures_before", "job submissions", "counts changed", "counts restored",
        ];
        var drops = later.Select(column => $"ALTER TABLE {column.Replace(" ", " DROP COLUMN ", StringComparison.Ordinal)}; ");
        Change("DROP TABLE root; DROP TABLE result; " + string.Concat(drops)
            + "DROP INDEX open; CREATE INDEX open ON file (job, path) WHERE state <> 'Done'; "
            + "CREATE INDEX begun ON file (path) WHERE state IN ('Claimed', 'Intent'); "
            + "ALTER TABLE job ADD COLUMN total INTEGER; PRAGMA user_version = 2; PRAGMA application_id = 0");

        AssertUnchanged(await Cli.RunAsync("run", _directory.Path, "--json"), halved);

        Assert.Contains("\"state\": \"Complete\"", File.ReadAllText(_directory.At(Mark)), StringComparison.Ordinal);
        AssertUnchanged(await Cli.RunAsync("run", _directory.Path, "--json"), halved);
    }

    [Fact]
    public async Task IsAdoptedOnlyWithConsent()
    {
        await RunOnceAsync();

        var own = await Cli.RunAsync("adopt", _directory.Path);
        File.Delete(_directory.At(Mark));
        var asked = await Cli.RunAsync("adopt", _directory.Path);
        var below = await Cli.RunAsync("adopt", _directory.At("photos"), "--yes");

        Assert.Equal((0, $"{_directory.Path} belongs to its embedded ledger already."), (own.ExitCode, own.Output.Trim()));
        Assert.Equal(2, asked.ExitCode);
        Assert.Contains("the next job resizes all others once more", asked.Error, StringComparison.Ordinal);
        Assert.Contains("give --yes", asked.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory.At(Mark)));
        AssertRefused(below, "which is adopted as a whole");
    }

    [Fact]
    public async Task IsAsItWasWithoutConsentToAdoptIt()
    {
        await RunOnceAsync();
        File.WriteAllBytes(_directory.At(Ledger), [.. Enumerable.Repeat((byte)7, 5000)]);
        var damaged = Files();

        var asked = await Cli.RunAsync("adopt", _directory.Path);
        var fresh = await Cli.RunAsync("adopt", _elsewhere.Path);

        Assert.Equal((2, 2), (asked.ExitCode, fresh.ExitCode));
        Assert.Equal(damaged, Files());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_elsewhere.Path));
    }

    [Fact]
    public async Task KeepsTempFilesThatMayBeWhatSomebodySavedWhenItIsAdopted()
    {
        await RunOnceAsync();
        File.Delete(_directory.At(Ledger));
        var name = $"{new string('a', 32)}-1e.7";
        _directory.Write($".img-compress/tmp/a/{name}", "saved"u8);
        _directory.Write($".img-compress/tmp/{name}", "saved before"u8);

        var adopt = await Cli.RunAsync("adopt", _directory.Path, "--yes");

        Assert.Equal(0, adopt.ExitCode);
        Assert.Contains("2 temp files", adopt.Error, StringComparison.Ordinal);
        Assert.Contains(".img-compress/found/", adopt.Error, StringComparison.Ordinal);
        var found = Directory.GetFiles(_directory.At(".img-compress/found"));
        Assert.Equal(["saved", "saved before"], found.Select(File.ReadAllText).Order(StringComparer.Ordinal));
        Assert.All(found, file => Assert.StartsWith(name, Path.GetFileName(file), StringComparison.Ordinal));
        Assert.Empty(_directory.Temps());
    }

    public void Dispose()
    {
        _directory.Dispose();
        _elsewhere.Dispose();
    }

    private List<(string Name, string Bytes)> Files() =>
    [
        .. Directory.EnumerateFiles(_directory.Path, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => (file, Convert.ToHexString(File.ReadAllBytes(file)))),
    ];

    private async Task<byte[]> RunOnceAsync()
    {
        _directory.Write("photos/a.png", Png.Noise(64, 48));
        Assert.Equal(0, (await Cli.RunAsync("run", _directory.Path)).ExitCode);
        var halved = _directory.Read("photos/a.png");
        Assert.Equal((32, 24), Png.SizeOf(halved));
        return halved;
    }

    private void AssertUnchanged(CliResult run, byte[] halved)
    {
        Assert.Equal((0, ""), (run.ExitCode, run.ExitCode == 0 ? "" : run.Error));
        Assert.Equal(1, run.Json.GetProperty("unchanged").GetInt32());
        Assert.Equal(halved, _directory.Read("photos/a.png"));
    }

    private async Task AssertRefusedThenAdoptedAsync(byte[] halved, params string[] sentence)
    {
        var run = await Cli.RunAsync("run", _directory.Path);

        Assert.All(sentence, part => AssertRefused(run, part));
        Assert.Contains($" adopt {_directory.Path}", run.Error, StringComparison.Ordinal);
        Assert.Equal(halved, _directory.Read("photos/a.png"));
        await AdoptAsync();

        // What it means, as it was said: this ledger knows of no earlier resize but what the file says itself.
        if (ExtendedAttributes.Has(_directory.Path))
        {
            AssertUnchanged(await Cli.RunAsync("run", _directory.Path, "--json"), halved);
            return;
        }

        var again = await Cli.RunAsync("run", _directory.Path, "--json");
        Assert.Equal((0, 1), (again.ExitCode, again.Json.GetProperty("done").GetInt32()));
    }

    private async Task AdoptAsync()
    {
        var adopt = await Cli.RunAsync("adopt", _directory.Path, "--yes");
        Assert.Equal((0, $"{_directory.Path} belongs to its embedded ledger now."), (adopt.ExitCode, adopt.Output.Trim()));
    }

    private static void AssertRefused(CliResult run, string why)
    {
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private void Change(string sql) => Ask(sql);

    private object? Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_directory.At(Ledger)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
