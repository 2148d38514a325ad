using Spectre.Console;

namespace ImgCompress.Enqueuer.Output;

/// <summary>Plain text on a terminal of any width.</summary>
internal static class WrappedText
{
    /// <summary>Writes lines, each broken between its words (<see cref="WrappedLine.Of"/>).</summary>
    public static void WriteWrapped(this IAnsiConsole console, string text, Style? style = null)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            console.Write(WrappedLine.Of(line, style));
            console.WriteLine();
        }
    }
}
