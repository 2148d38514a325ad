using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>Files of a kind that is never resized: nothing has gone wrong with them.</summary>
[Trait("Speed", "Slow")]
public sealed class SkippedFiles : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public SkippedFiles()
    {
        _directory.Write("good.png", Png.Noise(64, 48));
        _directory.Write("photo.heic.jpg", SmallImages.Heic);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AreSaidAndLeaveTheExitCodeAtZero()
    {
        var run = await Cli.RunAsync("run", _directory.Path);
        var status = await Cli.RunAsync("status", "--root", _directory.Path, "--json");
        var failures = await Cli.RunAsync("failures", "--root", _directory.Path);

        Assert.Equal((0, 0, 0), (run.ExitCode, status.ExitCode, failures.ExitCode));
        Assert.Contains("1 file skipped, untouched", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", run.Output, StringComparison.Ordinal);
        Assert.Equal((1, 0), (status.Json.GetProperty("skipped").GetInt64(), status.Json.GetProperty("failed").GetInt64()));
        Assert.StartsWith("photo.heic.jpg: unsupported: ", failures.Output.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", true)]
    [InlineData("status", false)]
    [InlineData("failures", false)]
    public async Task CountWhereStrictnessIsAskedFor(string command, bool takesDirectory)
    {
        await Cli.RunAsync("run", _directory.Path);

        var again = await Cli.RunAsync([command, .. takesDirectory ? [] : (string[])["--root"], _directory.Path, "--strict"]);

        Assert.Equal(1, again.ExitCode);
    }

    [Fact]
    public async Task LeaveNoDeadLetterAndAreRedrivenByTheirReason()
    {
        _directory.Write("cut.png", Png.Noise(64, 48).AsSpan(0, 200));
        var job = (await Cli.RunAsync("run", _directory.Path, "--json")).Json.GetProperty("job").GetString()!;

        var status = await Cli.RunAsync("status", _directory.Path, "--json");
        var reconciled = await Cli.RunAsync("reconcile", job, "--root", _directory.Path, "--json");
        var redriven = await Cli.RunAsync("redrive", _directory.Path, "--reason", "unsupported", "--json");
        var after = await Cli.RunAsync("status", _directory.Path, "--json");

        Assert.Equal(
            (1, 1, 1),
            (status.Json.GetProperty("deadLetters").GetInt64(), status.Json.GetProperty("failed").GetInt64(),
                status.Json.GetProperty("skipped").GetInt64()));
        Assert.Equal(0, reconciled.Json.GetProperty("sent").GetInt64());
        Assert.Equal((1, 1), (redriven.Json.GetProperty("redriven").GetInt64(), redriven.Json.GetProperty("left").GetInt64()));
        Assert.Equal(1, after.Json.GetProperty("waiting").GetInt64());
    }

    [Fact]
    public async Task DoNotHideTheFailedOnes()
    {
        _directory.Write("cut.png", Png.Noise(64, 48).AsSpan(0, 200));

        var run = await Cli.RunAsync("run", _directory.Path, "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal((1, 1), (run.Json.GetProperty("skipped").GetInt64(), run.Json.GetProperty("failed").GetInt64()));
    }

    [Fact]
    public async Task AreForeseenByADryRun()
    {
        var dry = await Cli.RunAsync("run", _directory.Path, "--dry-run");
        var strict = await Cli.RunAsync("run", _directory.Path, "--dry-run", "--strict");

        Assert.Equal((0, 1), (dry.ExitCode, strict.ExitCode));
        Assert.Contains(", 1 skipped. Nothing was written.", dry.Output, StringComparison.Ordinal);
    }
}
