using ImgCompress.Configuration;
using ImgCompress.Engine.Hosting;
using ImgCompress.Enqueuer.Output;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>Ctrl-C at a terminal: says what it does, and leaves the terminal as it was.</summary>
internal static class Interrupt
{
    private const string ShowCursor = "\e[?25h";

    public static StopSignals Listen(IAnsiConsole console, Notices notices) => new(again =>
    {
        if (!again)
        {
            notices.Add($"[yellow]Stopping after the files in progress; Ctrl-C again stops at once. Nothing is lost either way.[/]");
            return;
        }

        // Past the console, whose display is still writing on another thread.
        if (Display.IsLive(console))
        {
            Console.Error.Write(ShowCursor);
        }

        Environment.Exit(ExitCode.Interrupted);
    });
}
