using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>A question to whoever sits at the terminal.</summary>
internal static class Question
{
    /// <summary>Asks whether to go on; only <c>y</c> and <c>yes</c>, in any case, are a yes.</summary>
    public static bool MayGoOn(IAnsiConsole console)
    {
        console.Write("Go on? [y/N] ");
        return Console.In.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }
}
