using ImgCompress.Configuration;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>Submission and worker as processes of their own, on the embedded backend.</summary>
[Trait("Speed", "Slow")]
public sealed class SubmittedJob
{
    [Fact]
    public async Task IsDoneByTheWorkerReportedAndRedriven()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the worker is ended by a signal");
        using var directory = new TemporaryDirectory();
        var original = Png.Noise(64, 48);
        directory.Write("a.png", original);
        directory.Write("sub/b.png", original.AsSpan(0, original.Length / 2));

        var submit = await Cli.RunAsync("submit", directory.Path);
        await WorkAsync(directory, (1, 1));
        var failures = await Cli.RunAsync("failures", submit.Output.Trim(), "--root", directory.Path, "--json");
        directory.Write("sub/b.png", original);
        var redrive = await Cli.RunAsync("redrive", "--root", directory.Path, "--reason", "corrupt", "--json");
        await WorkAsync(directory, (2, 0));

        Assert.Equal(0, submit.ExitCode);
        Assert.Equal("sub/b.png", failures.Json[0].GetProperty("path").GetString());
        Assert.Equal((1, 0), (redrive.Json.GetProperty("redriven").GetInt64(), redrive.Json.GetProperty("left").GetInt64()));
        Assert.Equal((32, 24), Png.SizeOf(directory.Read("a.png")));
        Assert.Equal(directory.Read("a.png"), directory.Read("sub/b.png"));
    }

    [Fact]
    public async Task IntoAnOutputDirectoryLeavesTheOriginals()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the worker is ended by a signal");
        using var directory = new TemporaryDirectory();
        var original = Png.Noise(64, 48);
        directory.Write("in/a.png", original);

        await Cli.RunAsync("submit", directory.At("in"), "--output", directory.At("out"));
        await WorkAsync(directory, (1, 0), "out");

        Assert.Equal(original, directory.Read("in/a.png"));
        Assert.Equal((32, 24), Png.SizeOf(directory.Read("out/a.png")));
    }

    [Fact]
    public async Task SubmittedAgainWithItsIdAddsWhatIsNew()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(64, 48));
        var first = await Cli.RunAsync("submit", directory.Path, "--json");
        directory.Write("b.png", Png.Noise(64, 48));

        var again = await Cli.RunAsync("submit", directory.Path, "--json", "--job", first.Json.GetProperty("job").GetString()!);
        var unknown = await Cli.RunAsync("submit", directory.Path, "--job", "20200101-000000-abcdef");

        Assert.Equal((1, 2), (first.Json.GetProperty("total").GetInt64(), again.Json.GetProperty("total").GetInt64()));
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("there is no job '20200101-000000-abcdef'", unknown.Error, StringComparison.Ordinal);
    }

    /// <summary>Runs a worker until the newest job has so many files done and failed, and ends it.</summary>
    private static async Task WorkAsync(TemporaryDirectory directory, (long Done, long Failed) expected, string root = "")
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { [Settings.RootName] = directory.At(root) };
        using var worker = Cli.StartWorker(environment);
        var end = Cli.EndAsync(worker);
        (long, long) counts;
        do
        {
            Assert.False(end.IsCompleted, end.IsCompleted ? $"{await end}" : "");
            var status = (await Cli.RunAsync("status", "--root", directory.At(root), "--json")).Json;
            counts = (status.GetProperty("done").GetInt64(), status.GetProperty("failed").GetInt64());
        }
        while (counts != expected);

        Signals.Terminate(worker);
        Assert.Equal(0, (await end).ExitCode);
    }
}
