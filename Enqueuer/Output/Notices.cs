using System.Threading.Channels;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ImgCompress.Enqueuer.Output;

/// <summary>
/// Lines for the person at the terminal, added by any thread and printed by the display, which alone writes there: a second
/// writer would break into its line, and with Spectre's own live displays two writers can wait for each other for ever.
/// </summary>
internal sealed class Notices
{
    private readonly Channel<IRenderable> _lines = Channel.CreateUnbounded<IRenderable>(new() { SingleReader = true });

    /// <summary>Adds a line of Spectre markup; what is interpolated into it is escaped.</summary>
    public void Add(FormattableString markup) => _lines.Writer.TryWrite(Markup.FromInterpolated(markup));

    /// <summary>Adds a line.</summary>
    public void Add(IRenderable line) => _lines.Writer.TryWrite(line);

    /// <summary>Prints what has been added so far; only for the thread that owns the console.</summary>
    public void PrintTo(IAnsiConsole console)
    {
        while (_lines.Reader.TryRead(out var line))
        {
            console.Write(line);
            console.WriteLine();
        }
    }

    /// <summary>Completes when there is a line to print.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _lines.Reader.WaitToReadAsync(cancellationToken).AsTask();
}
