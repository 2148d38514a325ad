using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>What a command uses besides its options.</summary>
/// <param name="Out">Stdout, for results.</param>
/// <param name="Error">Stderr, for progress and problems.</param>
/// <param name="Time">The clock.</param>
/// <param name="Random">Chooses job ids, tokens and the lengths of delays.</param>
internal sealed record CommandContext(IAnsiConsole Out, IAnsiConsole Error, TimeProvider Time, Random Random)
{
    /// <summary>On the process's own streams.</summary>
    public static CommandContext Create() => new(ConsoleOn(Console.Out), ConsoleOn(Console.Error), TimeProvider.System, new Random());

    private static IAnsiConsole ConsoleOn(TextWriter writer)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal)
        {
            // A file or a pipe has no width: a line is as long as what it says.
            console.Profile.Width = int.MaxValue;
        }

        return console;
    }
}
