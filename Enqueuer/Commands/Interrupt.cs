using ImgCompress.Enqueuer.Output;
using ImgCompress.Worker;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>Ctrl-C as a person at a terminal has it: told what it does, and given the terminal back as it was.</summary>
internal static class Interrupt
{
    public static StopSignals Listen(IAnsiConsole console) => new(again =>
    {
        if (again)
        {
            console.Cursor.Show(true);
            Environment.Exit(ExitCode.Interrupted);
        }

        if (!ProgressDisplay.IsLive(console))
        {
            console.WriteLine(ProgressDisplay.Interrupted);
        }
    });
}
