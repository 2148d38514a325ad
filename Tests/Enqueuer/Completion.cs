using ImgCompress.Enqueuer.Running;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

[Trait("Speed", "Slow")]
public sealed class Completion
{
    [Theory]
    [InlineData("bash", """
        source script
        COMP_LINE='img-compress run --filter g'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(img-compress run --filter g); COMP_CWORD=3
        _img_compress
        printf '%s\n' "${COMPREPLY[@]}"
        """)]
    [InlineData("zsh", """
        compdef() { }
        compadd() { print -rl -- $found }
        source ./script
        words=(img-compress run --filter g); CURRENT=4
        _img_compress
        """)]
    [InlineData("fish", """
        source script
        complete -C 'img-compress run --filter g'
        """)]
    public async Task OfAShellAsksTheProgram(string shell, string typed)
    {
        Assert.SkipUnless(File.Exists($"/bin/{shell}") || File.Exists($"/usr/bin/{shell}"), $"{shell} is missing");
        using var directory = new TemporaryDirectory();
        directory.Write("script", System.Text.Encoding.UTF8.GetBytes((await Cli.RunAsync("completion", shell)).Output));
        directory.Write("img-compress", System.Text.Encoding.UTF8.GetBytes(
            $"#!/bin/sh\nexec {string.Join(' ', Cli.CommandLine([]).Select(word => $"'{word}'"))} \"$@\"\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(directory.At("img-compress"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        directory.Write("typed", System.Text.Encoding.UTF8.GetBytes($"cd '{directory.Path}'\n{typed}"));

        using var process = Cli.Start(
            shell,
            [directory.At("typed")],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["PATH"] = $"{directory.Path}:{Environment.GetEnvironmentVariable("PATH")}",
            });
        var result = await Cli.EndAsync(process);

        Assert.Equal(["gauss", "gaussian"], result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Fact]
    public async Task KnowsTheJobsOfTheLedger()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(4, 4));
        var job = (await Cli.RunAsync("run", directory.Path, "--json")).Json.GetProperty("job").GetString()!;

        var jobs = await Cli.RunAsync("complete", $"img-compress status --root {directory.Path} ");
        var reasons = await Cli.RunAsync("complete", "img-compress redrive --reason no-");

        Assert.Contains(job, jobs.Output.Split('\n'));
        Assert.Equal("no-permission\nno-space\n", reasons.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void HintsNameWhatWasStarted()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("Enqueuer/Enqueuer.csproj", []);
        var debug = Directory.CreateDirectory(directory.At("Enqueuer/bin/Debug/net10.0")).FullName;
        var release = Directory.CreateDirectory(directory.At("Enqueuer/bin/Release/net10.0")).FullName;

        Assert.Equal($"dotnet run --project {directory.At("Enqueuer")} --", ThisProgram.Find(debug, "dotnet"));
        Assert.Equal($"dotnet run -c Release --project {directory.At("Enqueuer")} --", ThisProgram.Find(release, "img-compress"));
        Assert.Equal($"dotnet {directory.At("img-compress.dll")}", ThisProgram.Find(directory.Path, "/usr/bin/dotnet"));
        Assert.Equal(directory.At("img-compress"), ThisProgram.Find(directory.Path, directory.At("img-compress")));
    }
}
