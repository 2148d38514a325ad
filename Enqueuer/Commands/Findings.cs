using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>Shows work on many files, and what is to be said of some.</summary>
internal static class Findings
{
    /// <summary>Waits for work, with its progress unless <paramref name="quiet"/>.</summary>
    /// <param name="context">Where the progress goes.</param>
    /// <param name="notices">Lines that are added meanwhile.</param>
    /// <param name="work">What is waited for; its exception comes out of it.</param>
    /// <param name="line">The progress at this moment.</param>
    /// <param name="quiet">Show the notices alone.</param>
    public static async Task<T> ShowAsync<T>(CommandContext context, Notices notices, Task<T> work, Func<string> line, bool quiet)
    {
        var display = new Display(context.Error, notices, context.Time);
        await (quiet ? display.ShowNoticesAsync(work) : display.ShowAsync(work, () => new Text(line()), line));
        return await work;
    }

    /// <summary>One line each: a path must come out whole, to be copied, however narrow the terminal is.</summary>
    public static void Print(IAnsiConsole console, IEnumerable<FileFinding> findings)
    {
        foreach (var (path, reason, detail) in findings)
        {
            console.Write($"  {path}: ");
            console.MarkupInterpolated($"[yellow]{reason}[/]");
            console.WriteLine($": {detail}");
        }
    }
}
