using ImgCompress.Contracts;
using ImgCompress.Engine.Embedded;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>The display and the notices of a run write to one terminal, while the work goes on in other threads.</summary>
[Trait("Speed", "Slow")]
public sealed class RunOnATerminal
{
    private const int Resumptions = 100;
    private const int SideBySide = 4;
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task EndsHoweverOftenItResumes()
    {
        using var template = new TemporaryDirectory();
        await CutOffAsync(template);

        await Parallel.ForAsync(
            0,
            Resumptions,
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = TestContext.Current.CancellationToken },
            async (_, _) =>
            {
                using var directory = template.Copy();
                var result = await ResumeAsync(directory);

                Assert.Equal(0, result.ExitCode);
                Assert.Contains("An earlier run was cut off", result.Output, StringComparison.Ordinal);
                Assert.Contains("Resized 3 files", result.Output, StringComparison.Ordinal);
            });
    }

    [Fact]
    public async Task InterruptedByCtrlCSaysSoAndNeverHidesTheCursorWhichAKillWouldNotShowAgain()
    {
        using var directory = new TemporaryDirectory();
        for (var file = 0; file < 100; file++)
        {
            directory.Write($"{file}.png", Png.Noise(600, 400, seed: file));
        }

        using var process = await PseudoTerminal.StartInterruptibleAsync("run", directory.Path, "--parallel", "1", "--yes");
        var end = Cli.EndAsync(process);
        await Poll.UntilAsync(
            () => end.IsCompleted || Enumerable.Range(0, 100).Any(file => Png.SizeOf(directory.Read($"{file}.png")) == (300, 200)));

        await process.StandardInput.WriteAsync('\x03');
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var result = await end;

        Assert.Equal(130, result.ExitCode);
        Assert.Contains("Ctrl-C again stops at once", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[?25l", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y", 0, 32)]
    [InlineData("yes", 0, 32)]
    [InlineData("", 130, 64)]
    [InlineData("no", 130, 64)]
    public async Task AsksBeforeTheFirstRunInPlace(string answer, int exitCode, int width)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(64, 48));

        var result = await TypeAsync($"{answer}\n", "run", directory.Path);

        var words = string.Join(' ', result.Output.Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"1 image in {directory.Path}", words, StringComparison.Ordinal);
        Assert.Contains("down by 2 with gaussian: a.png 64x48 -> 32x24.", words, StringComparison.Ordinal);
        Assert.Contains("Go on? [y/N]", words, StringComparison.Ordinal);
        Assert.Equal((exitCode, width), (result.ExitCode, Png.SizeOf(directory.Read("a.png")).Width));
        Assert.Equal(exitCode == 0, Directory.Exists(directory.At(".img-compress")));
    }

    [Fact]
    public async Task AsksNobodyWhoHasAnsweredOrWhoseOriginalsStay()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("in/a.png", Png.Noise(64, 48));
        string[] run = ["run", directory.At("in")];

        foreach (var command in new string[][] { [.. run, "--dry-run"], [.. run, "--output", directory.At("out")], [.. run, "--yes"], run })
        {
            var result = await TypeAsync("", command);

            Assert.Equal(0, result.ExitCode);
            Assert.DoesNotContain("Go on?", result.Output, StringComparison.Ordinal);
        }

        Assert.Equal((32, 24), Png.SizeOf(directory.Read("in/a.png")));
    }

    /// <summary>The terminal has 100 columns, which are too few for a table.</summary>
    [Fact]
    public async Task ListsJobsWithoutCuttingIdsOrDirectories()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(64, 48));
        var job = (await Cli.RunAsync("run", directory.Path, "--json")).Json.GetProperty("job").GetString()!;

        var listed = (await TypeAsync("", "jobs", directory.Path)).Output.Split('\n').Select(line => line.TrimEnd()).ToList();

        Assert.Contains(listed, line => line.Contains(job, StringComparison.Ordinal));
        Assert.Contains($"  directory {directory.Path}/", listed.Select(line => $"{line.TrimEnd('/')}/"));
        Assert.Contains("  spec      down 2 gaussian", listed);
    }

    /// <summary>Types <paramref name="text"/> at the terminal of a run, which may hang on nothing else.</summary>
    private static async Task<CliResult> TypeAsync(string text, params string[] arguments)
    {
        using var process = PseudoTerminal.Start(arguments);
        using var hang = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        hang.CancelAfter(Hang);
        await using var kill = hang.Token.Register(() => process.Kill(entireProcessTree: true));
        await process.StandardInput.WriteAsync(text);
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        return await Cli.EndAsync(process);
    }

    private static async Task<CliResult> ResumeAsync(TemporaryDirectory directory)
    {
        using var process = PseudoTerminal.Start("run", directory.Path);
        using var hang = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        hang.CancelAfter(Hang);
        await using var kill = hang.Token.Register(() => process.Kill(entireProcessTree: true));
        return await Cli.EndAsync(process);
    }

    /// <summary>A run that was cut off with one of its files in work, as the ledger has it.</summary>
    private static async Task CutOffAsync(TemporaryDirectory directory)
    {
        for (var file = 0; file < 3; file++)
        {
            directory.Write($"{file}.png", Png.Noise(40, 30, seed: file));
        }

        var time = TimeProvider.System;
        using var store = EmbeddedStore.OpenOrCreate(directory.Path, time, new Random(1));
        var job = new JobRow(
            JobId.Create(time, new Random(1)),
            "",
            new() { Scaling = Scaling.Down(2) },
            new(),
            JobState.Loading,
            time.GetUtcNow());
        await store.Ledger.CreateJobAsync(job, CancellationToken.None);
        var files = new DirectoryScan(store.Root, "", job.Options).Files().ToList();
        await store.Ledger.EnqueueAsync(job, files, CancellationToken.None);
        await store.Ledger.ClaimAsync(new(job.Id, files[0].Path), TimeSpan.FromMinutes(15), alone: true, CancellationToken.None);
    }
}
