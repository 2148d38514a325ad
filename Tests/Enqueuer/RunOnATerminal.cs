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
    public async Task InterruptedByCtrlCSaysSoAndGivesTheTerminalBack()
    {
        using var directory = new TemporaryDirectory();
        for (var file = 0; file < 100; file++)
        {
            directory.Write($"{file}.png", Png.Noise(600, 400, seed: file));
        }

        using var process = await PseudoTerminal.StartInterruptibleAsync("run", directory.Path, "--parallel", "1");
        var end = Cli.EndAsync(process);
        while (!end.IsCompleted && !Enumerable.Range(0, 100).Any(file => Png.SizeOf(directory.Read($"{file}.png")) == (300, 200)))
        {
            await Task.Yield();
        }

        await process.StandardInput.WriteAsync('\x03');
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var result = await end;

        Assert.Equal(130, result.ExitCode);
        Assert.Contains("Ctrl-C again stops at once", result.Output, StringComparison.Ordinal);
        Assert.True(
            result.Output.LastIndexOf("\e[?25h", StringComparison.Ordinal)
                > result.Output.LastIndexOf("\e[?25l", StringComparison.Ordinal));
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
            null,
            time.GetUtcNow());
        await store.Ledger.CreateJobAsync(job, CancellationToken.None);
        var files = new DirectoryScan(store.Root, "", job.Options).Files().ToList();
        await store.Ledger.EnqueueAsync(job, files, CancellationToken.None);
        await store.Ledger.ClaimAsync(new(job.Id, files[0].Path), TimeSpan.FromMinutes(15), CancellationToken.None);
    }
}
