using ImgCompress.Enqueuer.Running;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Output;

/// <summary>Shows a run while it runs: a live line on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class ProgressDisplay(IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    /// <summary>Shows <paramref name="progress"/> until <paramref name="run"/> has ended, and returns what it returned.</summary>
    public async Task<T> ShowAsync<T>(RunProgress progress, Task<T> run)
    {
        if (console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi)
        {
            await console.Live(new Text("")).AutoClear(true).StartAsync(async context =>
            {
                while (!await EndsWithinAsync(run, LiveInterval))
                {
                    context.UpdateTarget(Bar(progress.Look()));
                }
            });
        }
        else
        {
            while (!await EndsWithinAsync(run, PlainInterval))
            {
                console.WriteLine(Line(progress.Look()));
            }
        }

        return await run;
    }

    /// <summary>One line without colours.</summary>
    public static string Line(ProgressSnapshot now)
    {
        var total = now.IsSealed ? Format.Count(now.Open) : $"{Format.Count(now.Open)}+";
        var left = now.TimeLeft is { } rest ? $", about {Format.Duration(rest)} left" : "";
        return $"{Format.Count(now.Ended)}/{total} files, {now.MegapixelsPerSecond:0} megapixels/s, "
            + $"{Format.Bytes(now.BytesSaved)} saved, {Format.Count(now.Failed)} failed{left}";
    }

    private static Markup Bar(ProgressSnapshot now)
    {
        const int Width = 24;
        var full = now.Open == 0 ? 0 : (int)(Width * now.Ended / now.Open);
        var failed = now.Failed > 0 ? $"[red]{Format.Count(now.Failed)} failed[/]" : "[grey]0 failed[/]";
        var total = now.IsSealed ? Format.Count(now.Open) : $"{Format.Count(now.Open)}+";
        var left = now.TimeLeft is { } rest ? $"{Format.Duration(rest)} left" : now.IsSealed ? "" : "still scanning";
        var bar = new Markup(
            $"[green]{new string('━', full)}[/][grey]{new string('━', Width - full)}[/] {Format.Count(now.Ended)}/{total} files  "
            + $"{now.MegapixelsPerSecond:0} MP/s  [bold]{Format.Bytes(now.BytesSaved)}[/] saved  {failed}  {left}");
        return bar.Ellipsis();
    }

    private async Task<bool> EndsWithinAsync(Task run, TimeSpan interval)
    {
        using var ended = new CancellationTokenSource();
        var pause = Task.Delay(interval, time, ended.Token);
        var first = await Task.WhenAny(run, pause);
        await ended.CancelAsync();
        return first == run;
    }
}
