using ImgCompress.Configuration;
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

        var restore = await Cli.RunAsync("complete", $"img-compress restore --root {directory.Path} ");
        var all = await Cli.RunAsync("complete", $"img-compress reconcile {directory.Path} ");
        var dead = await Cli.RunAsync("complete", $"img-compress redrive --root {directory.Path} --job ");

        Assert.All([jobs, restore, all, dead], result => Assert.Contains(job, result.Output.Split('\n')));
        Assert.Equal("no-permission\nno-space\n", reasons.Output.ReplaceLineEndings("\n"));
    }

    /// <summary>A shell completes the directories themselves, and no files.</summary>
    [Fact]
    public async Task OfADirectoryIsTheShells()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("photos/a.png", []);
        directory.Write("phones.txt", []);
        var script = (await Cli.RunAsync("completion", "bash")).Output;
        var program = string.Join(' ', Cli.CommandLine([]).Select(word => $"'{word}'"));
        directory.Write("typed", System.Text.Encoding.UTF8.GetBytes($$"""
            cd '{{directory.Path}}'
            img-compress() { {{program}} "$@"; }
            compopt() { :; }
            {{script}}
            for words in 'run pho' 'status pho' 'run x --output pho' 'jobs --root pho' 'verify x pho' 'adopt pho' 'demo pho'; do
                COMP_LINE="img-compress $words"; COMP_POINT=${#COMP_LINE}
                COMP_WORDS=($COMP_LINE); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _img_compress
                echo "$words: ${COMPREPLY[*]}"
            done
            """));

        using var process = Cli.Start("bash", [directory.At("typed")]);
        var lines = (await Cli.EndAsync(process)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(7, lines.Length);
        Assert.All(lines, line => Assert.EndsWith(": photos", line, StringComparison.Ordinal));
    }

    [Fact]
    public void HintsNameWhatWasStarted()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("Enqueuer/Enqueuer.csproj", []);
        var debug = Directory.CreateDirectory(directory.At("Enqueuer/bin/Debug/net10.0")).FullName;
        var release = Directory.CreateDirectory(directory.At("Enqueuer/bin/Release/net10.0")).FullName;

        Assert.Equal(
            "img-compress restore x 'my photos' 'it'\\''s' 'a$b'",
            CommandHint.Of("restore", "x", null, "my photos", "it's", "a$b"));
        Assert.Equal($"dotnet run --project {directory.At("Enqueuer")} --", CommandHint.Find(debug, "dotnet"));
        Assert.Equal($"dotnet run -c Release --project {directory.At("Enqueuer")} --", CommandHint.Find(release, "img-compress"));
        Assert.Equal($"dotnet {directory.At("img-compress.dll")}", CommandHint.Find(directory.Path, "/usr/bin/dotnet"));
        Assert.Equal(directory.At("img-compress"), CommandHint.Find(directory.Path, directory.At("img-compress")));
    }
}
