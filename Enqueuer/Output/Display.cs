using Spectre.Console;

namespace ImgCompress.Enqueuer.Output;

/// <summary>
/// Shows work while it is under way, and is the only one that writes to the console meanwhile: a live line on a terminal, a plain
/// line now and then elsewhere, and the notices as they come.
/// </summary>
/// <remarks>
/// What is shown is Spectre's (0.57): a progress task, its progress columns for description, percentage and spinner, and the grid that
/// they stand in. The bar (<see cref="BarColumn"/>), the figures (<see cref="FigureColumn{T}"/>), the choice of what fits on the line
/// (<see cref="ProgressLine"/>) and the line itself (<see cref="LiveLine"/>) are not: Spectre's progress display on a terminal that is
/// made narrower erases the screen and all that has scrolled off it, the failures that were shown among them, and hides the cursor, which
/// stays hidden after a kill; its bar differs from the rest by colour alone, and its time left counts neither files nor pixels.
/// </remarks>
internal sealed class Display(IAnsiConsole console, Notices notices, TimeProvider time)
{
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    /// <summary>Whether the progress is one line that is written over and over.</summary>
    public static bool IsLive(IAnsiConsole console) => console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi;

    /// <summary>Shows progress until <paramref name="work"/> has ended. Its exception, if any, is left to whoever awaits it.</summary>
    /// <param name="work">What is shown.</param>
    /// <param name="look">How far it is at this moment.</param>
    /// <param name="view">How that is shown.</param>
    public async Task ShowAsync<T>(Task work, Func<T> look, ProgressView<T> view)
    {
        if (!IsLive(console))
        {
            await LoopAsync(work, PlainInterval, () => console.WriteLine(view.Line(look())), () => { });
            return;
        }

        var task = new ProgressTask(0, "work", maxValue: 1, timeProvider: time) { MaxSamplesKept = 0 };
        var shown = time.GetTimestamp();
        void Show()
        {
            view.Update(task, look());
            var line = new ProgressLine(task, view.Columns, time.GetElapsedTime(shown));
            shown = time.GetTimestamp();
            console.Write(new LiveLine(line));
        }

        // The cursor stays visible: a program that is killed could not show it again.
        await LoopAsync(work, LiveInterval, Show, () => console.Write(new LiveLine(null)));
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
