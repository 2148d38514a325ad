using System.Diagnostics;
using Xunit;

namespace ImgCompress.Tests.Fixtures.Programs;

/// <summary>The program on a pseudo-terminal of its own, as <c>script</c> (util-linux) makes one.</summary>
internal static class PseudoTerminal
{
    private const string Script = "/usr/bin/script";

    /// <summary>Starts it; what the terminal shows comes out of the process's stdout, and what its stdin gets is typed.</summary>
    public static Process Start(params string[] arguments) => Run(Cli.CommandLine(arguments));

    /// <summary>One that a Ctrl-C ends.</summary>
    public static async Task<Process> StartInterruptibleAsync(params string[] arguments) =>
        Run(await Cli.InterruptibleCommandLineAsync(arguments));

    private static Process Run(string[] command)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && File.Exists(Script), "script (util-linux), which makes pseudo-terminals, is missing");
        var line = $"stty columns 100 rows 30; exec {string.Join(' ', command.Select(Quote))}";
        return Cli.Start(
            Script,
            ["--quiet", "--flush", "--return", "--command", line, "/dev/null"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["TERM"] = "xterm-256color", ["NO_COLOR"] = "" });
    }

    /// <summary>As one word for a shell.</summary>
    private static string Quote(string argument) => $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
