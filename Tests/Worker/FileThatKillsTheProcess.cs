using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Worker;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>
/// Real processes, which the kernel ends as soon as they write a result that is larger than what they may write: with one file of all, and
/// whenever they work on it.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class FileThatKillsTheProcess
{
    private const int Good = 8;
    private const string Killer = "killer.bmp";

    // 1.5 million bytes or three, by the shell: between the ledger's files and the killer's result.
    private const string LimitedTo3000Blocks = "ulimit -f 3000; exec \"$0\" \"$@\"";

    // Else the runtime makes a file that is larger than that, for its code.
    private static readonly Dictionary<string, string> Environment = new(StringComparer.Ordinal)
    {
        ["DOTNET_EnableWriteXorExecute"] = "0",
    };

    [Fact]
    public async Task IsFailedByRunAfterItsAttemptsAndTakesNoOtherFileWithIt()
    {
        SkipWithoutLimits();
        using var directory = new TemporaryDirectory();
        Fill(directory);
        var deaths = 0;

        var run = await RunAsync("run", directory.Path, "--yes", "--json", "--parallel", "4");
        while (run.Output.Length == 0 && ++deaths < 20)
        {
            run = await RunAsync("run", directory.Path, "--yes", "--json", "--parallel", "4");
        }

        // At the first death others are in progress, too, and it cannot be told whose doing it was.
        Assert.InRange(deaths, 5, 6);
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Equal(Good, run.Json.GetProperty("done").GetInt64());
        var failure = Assert.Single(run.Json.GetProperty("failures").EnumerateArray());
        Assert.Equal((Killer, "exhausted"), (failure.GetProperty("path").GetString(), failure.GetProperty("reason").GetString()));
        Assert.Contains("the process that worked on it ended", failure.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(Content, directory.Read(Killer));
        Assert.Empty(directory.Temps());
    }

    [Fact]
    public async Task IsFailedByAWorkerThatASupervisorStartsAgainAndAgain()
    {
        SkipWithoutLimits();
        using var function = new WorkerFunction();
        Fill(function.Fixture.Directory);
        var job = await function.Fixture.SubmitAsync();
        await function.SendAsync(job, [Killer, .. Enumerable.Range(0, Good).Select(Name)]);
        var deaths = 0;

        var ended = false;
        while (!ended && deaths < 10)
        {
            using var worker = StartWorker(function.Fixture.Directory);
            var death = worker.EndAsync();
            await Poll.UntilAsync(async () =>
                death.IsCompleted || (ended = await function.Fixture.CountAsync(job) is { Done: Good, Failed: 1 }));
            deaths += ended ? 0 : 1;
        }

        Assert.InRange(deaths, 2, 3);
        var failed = await function.Fixture.Ledger.ListOpenAsync(job.Id, CancellationToken.None).SingleAsync();
        Assert.Equal((Killer, FailureReason.Exhausted), (failed.Path.Value, failed.Failure?.Reason));
        Assert.Equal(Content, function.Fixture.Directory.Read(Killer));
    }

    private static byte[] Content { get; } = Bmp.Encode(new byte[2400 * 2000 * 3], 2400, 2000, 3);

    private static void SkipWithoutLimits() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a process that writes too much is ended on Linux");

    private static string Name(int file) => $"{file}.png";

    private static void Fill(TemporaryDirectory directory)
    {
        directory.Write(Killer, Content);
        for (var file = 0; file < Good; file++)
        {
            directory.Write(Name(file), Png.Noise(60, 40, seed: file));
        }
    }

    private static async Task<CliResult> RunAsync(params string[] arguments)
    {
        using var process = Cli.Start("sh", ["-c", LimitedTo3000Blocks, .. Cli.CommandLine(arguments)], Environment);
        return await Cli.EndAsync(process);
    }

    private static WorkerProcess StartWorker(TemporaryDirectory directory) => new(Cli.Start(
        "sh",
        ["-c", LimitedTo3000Blocks, .. Cli.WorkerCommandLine()],
        new Dictionary<string, string>(Environment, StringComparer.Ordinal)
        {
            [Settings.RootName] = directory.Path,
            [WorkerOptions.ParallelName] = "3",
            [WorkerOptions.MaxAttemptsName] = "2",
        }));
}
