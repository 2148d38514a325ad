using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>A run that a signal stops in its midst, as Ctrl-Z does, and that goes on later.</summary>
[Trait("Speed", "Slow")]
public sealed class StoppedRun
{
    // So many that it is seen at work long before it has ended.
    private const int Files = 300;

    [Fact]
    public async Task HoldsItsDirectoryAndEndsAsIfNothingHadBeen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals have other numbers there");
        using var directory = new TemporaryDirectory();
        var original = Png.Noise(120, 90);
        for (var file = 0; file < Files; file++)
        {
            directory.Write($"{file}.png", original);
        }

        using var run = Cli.Start("run", directory.Path, "--json", "--parallel", "1");
        var end = Cli.EndAsync(run);
        await Poll.UntilAsync(() => end.IsCompleted || directory.Temps().Length > 0);
        Signals.Stop(run);
        await Poll.UntilAsync(() => end.IsCompleted || IsStopped(run.Id));
        var before = Contents();
        var second = await Cli.RunAsync("run", directory.Path, "--json");
        var after = Contents();
        Signals.Continue(run);
        var first = await end;

        Assert.Equal(2, second.ExitCode);
        Assert.StartsWith("img-compress: another run is at work on this directory", second.Error, StringComparison.Ordinal);
        Assert.Equal(before, after);
        Assert.Equal((0, Files), (first.ExitCode, first.Count("done")));
        var halved = WorkerFixture.Halved(original);
        Assert.All(Contents(), content => Assert.Equal(halved, content));

        // A thread that is in the midst of a call stops after that. "pid (name) state …", proc(5).
        static bool IsStopped(int process) => Directory.GetDirectories($"/proc/{process}/task")
            .All(task => File.ReadAllText($"{task}/stat").Split(") ")[^1].StartsWith('T'));

        IEnumerable<byte[]> Contents() => [.. Enumerable.Range(0, Files).Select(file => directory.Read($"{file}.png"))];
    }
}
