using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>Without locks two runs would not know of each other; .NET itself passes over their absence.</summary>
[Trait("Speed", "Slow")]
public sealed class FileSystemWithoutLocks
{
    private const string Strace = "/usr/bin/strace";

    [Theory]
    [InlineData("ENOLCK")]
    [InlineData("EOPNOTSUPP")]
    [InlineData("ENOSYS")]
    public async Task IsRefusedInASentence(string error)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Strace), "strace, which takes a system's locks away, is missing");
        using var directory = new TemporaryDirectory();
        var original = Png.Noise(64, 48);
        directory.Write("a.png", original);

        using var process = Cli.Start(
            Strace,
            [
                "--follow-forks", "--output=/dev/null", "--trace=flock", $"--inject=flock:error={error}",
                .. Cli.CommandLine(["run", directory.Path]),
            ]);
        var run = await Cli.EndAsync(process);

        Assert.SkipWhen(run.Error.StartsWith("strace:", StringComparison.Ordinal), $"strace may not trace here: {run.Error}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"the file system of '{directory.At(".img-compress")}' has no file locks", run.Error, StringComparison.Ordinal);
        Assert.Equal(original, directory.Read("a.png"));
    }
}
