using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

[Trait("Speed", "Slow")]
public sealed class InterruptedRun
{
    private const int Files = 60;

    [Fact]
    public async Task EndsAfterTheFilesInWorkAndGoesOnWhereItStopped()
    {
        using var directory = new TemporaryDirectory();
        for (var file = 0; file < Files; file++)
        {
            directory.Write($"{file}.png", Png.Noise(600, 400, seed: file));
        }

        var first = await InterruptAsync(directory);
        var halved = Enumerable.Range(0, Files).Count(file => Png.SizeOf(directory.Read($"{file}.png")) == (300, 200));
        var second = await Cli.RunAsync("run", directory.Path, "--json");

        Assert.Equal(130, first.ExitCode);
        Assert.Contains("Ctrl-C again stops at once", first.Error, StringComparison.Ordinal);
        Assert.InRange(halved, 1, Files - 1);
        Assert.Equal("unfinished", first.Json.GetProperty("state").GetString());
        Assert.Equal(halved, first.Json.GetProperty("done").GetInt64());
        Assert.Equal(first.Json.GetProperty("job").GetString(), second.Json.GetProperty("job").GetString());
        Assert.Equal(Files, second.Json.GetProperty("done").GetInt64());
        Assert.All(Enumerable.Range(0, Files), file => Assert.Equal((300, 200), Png.SizeOf(directory.Read($"{file}.png"))));
    }

    [Fact]
    public async Task CanBeCancelledAndItsFilesAreFreeForAnotherSpec()
    {
        using var directory = new TemporaryDirectory();
        for (var file = 0; file < Files; file++)
        {
            directory.Write($"{file}.png", Png.Noise(600, 400, seed: file));
        }

        await InterruptAsync(directory);
        var busy = await Cli.RunAsync("run", directory.Path, "--scale-factor", "3", "--again");
        var cancel = await Cli.RunAsync("cancel", "--root", directory.Path, await JobAsync(directory, last: true));
        var free = await Cli.RunAsync("run", directory.Path, "--scale-factor", "3", "--again", "--json");

        Assert.Equal(1, busy.ExitCode);
        Assert.Contains("left out: unfinished in job", busy.Output, StringComparison.Ordinal);
        Assert.Equal(0, cancel.ExitCode);
        Assert.Equal((0, Files), (free.ExitCode, free.Json.GetProperty("done").GetInt64()));
    }

    private static async Task<string> JobAsync(TemporaryDirectory directory, bool last)
    {
        var jobs = (await Cli.RunAsync("jobs", "--root", directory.Path, "--json")).Json.EnumerateArray().ToList();
        return jobs[last ? ^1 : 0].GetProperty("job").GetString()!;
    }

    /// <summary>Starts a run and sends it a Ctrl-C once it has resized a file.</summary>
    private static async Task<CliResult> InterruptAsync(TemporaryDirectory directory)
    {
        using var process = await Cli.StartInterruptibleAsync("run", directory.Path, "--json", "--parallel", "1");
        var end = Cli.EndAsync(process);
        await Poll.UntilAsync(
            () => end.IsCompleted || Enumerable.Range(0, Files).Any(file => Png.SizeOf(directory.Read($"{file}.png")) == (300, 200)));

        Signals.Interrupt(process);
        return await end;
    }
}
