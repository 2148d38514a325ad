using System.Diagnostics;
using Xunit;

namespace ImgCompress.Tests.Fixtures;

/// <summary>The program on a pseudo-terminal of its own, as <c>script</c> (util-linux) makes one.</summary>
internal static class PseudoTerminal
{
    private const string Script = "/usr/bin/script";

    /// <summary>Starts it; what the terminal shows comes out of the process's stdout, and what its stdin gets is typed.</summary>
    public static Process Start(params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Script), "script (util-linux), which makes pseudo-terminals, is missing");
        var command = string.Join(' ', Cli.CommandLine(arguments).Select(argument => $"'{argument}'"));
        return Cli.Start(
            Script,
            ["--quiet", "--flush", "--return", "--command", $"stty columns 100 rows 30; exec {command}", "/dev/null"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["TERM"] = "xterm-256color", ["NO_COLOR"] = "" });
    }
}
