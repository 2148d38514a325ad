using Spectre.Console;
using Spectre.Console.Rendering;

namespace ImgCompress.Enqueuer.Output;

/// <summary>
/// Shows work while it is under way, and is the only one that writes to the console meanwhile: a live line on a terminal, a plain
/// line now and then elsewhere, and the notices as they come.
/// </summary>
/// <remarks>
/// Not by Spectre's progress or live displays (0.57): on a terminal that is made narrower they erase the screen and all that has scrolled
/// off it, the failures that were shown among them. Its progress also takes an empty line above and below, and its bar differs from the
/// rest by colour alone.
/// </remarks>
internal sealed class Display(IAnsiConsole console, Notices notices, TimeProvider time)
{
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    /// <summary>Whether the progress is one line that is written over and over.</summary>
    public static bool IsLive(IAnsiConsole console) => console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi;

    /// <summary>Shows progress until <paramref name="work"/> has ended. Its exception, if any, is left to whoever awaits it.</summary>
    /// <param name="work">What is shown.</param>
    /// <param name="live">The line on a terminal, at this moment.</param>
    /// <param name="plain">The line elsewhere, at this moment.</param>
    public async Task ShowAsync(Task work, Func<IRenderable> live, Func<string> plain)
    {
        if (!IsLive(console))
        {
            await LoopAsync(work, PlainInterval, () => console.WriteLine(plain()), () => { });
            return;
        }

        // The cursor stays visible: a program that is killed could not show it again.
        await LoopAsync(work, LiveInterval, () => console.Write(new LiveLine(live())), () => console.Write(new LiveLine(null)));
    }

    /// <summary>Shows nothing but the notices.</summary>
    public Task ShowNoticesAsync(Task work) => LoopAsync(work, Timeout.InfiniteTimeSpan, () => { }, () => { });

    private async Task LoopAsync(Task work, TimeSpan interval, Action show, Action clear)
    {
        using var ended = new CancellationTokenSource();
        var (pause, notice) = (Task.Delay(interval, time, ended.Token), notices.WaitAsync(ended.Token));
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, pause, notice);
            if (notice.IsCompleted)
            {
                clear();
                notices.PrintTo(console);
                notice = notices.WaitAsync(ended.Token);
            }

            if (pause.IsCompleted && !work.IsCompleted)
            {
                show();
                pause = Task.Delay(interval, time, ended.Token);
            }
        }

        await ended.CancelAsync();
        clear();
        notices.PrintTo(console);
    }
}
