using ImgCompress.Configuration;
using ImgCompress.Engine.Hosting;
using ImgCompress.Enqueuer.Output;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>Ctrl-C at a terminal: says what it does.</summary>
internal static class Interrupt
{
    public static StopSignals Listen(Notices notices) => new(again =>
    {
        if (!again)
        {
            notices.Add($"[yellow]Stopping after the files in progress; Ctrl-C again stops at once. Nothing is lost either way.[/]");
            return;
        }

        Environment.Exit(ExitCode.Interrupted);
    });
}
