using ImgCompress.Enqueuer.Running;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Output;

/// <summary>Shows a run while it runs: a live line on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class ProgressDisplay(IAnsiConsole console, TimeProvider time, CancellationToken stop)
{
    public const string Interrupted = "Stopping after the files in work; once more stops at once. Nothing is lost either way.";

    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    /// <summary>Shows <paramref name="progress"/> until <paramref name="run"/> has ended, and returns what it returned.</summary>
    public async Task<T> ShowAsync<T>(RunProgress progress, Task<T> run)
    {
        if (IsLive(console))
        {
            await console.Live(new Text("")).AutoClear(true).StartAsync(async context =>
            {
                while (!await EndsWithinAsync(run, LiveInterval, time))
                {
                    context.UpdateTarget(Bar(progress.Look()));
                }
            });
        }
        else
        {
            while (!await EndsWithinAsync(run, PlainInterval, time))
            {
                console.WriteLine(Line(progress.Look()));
            }
        }

        return await run;
    }

    /// <summary>Whether the progress is one line that is written over and over.</summary>
    public static bool IsLive(IAnsiConsole console) => console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi;

    /// <summary>One line without colours.</summary>
    public static string Line(ProgressSnapshot now)
    {
        var total = now.IsSealed ? Format.Count(now.Open) : $"{Format.Count(now.Open)}+";
        var left = now.TimeLeft is { } rest ? $", about {Format.Duration(rest)} left" : "";
        return $"{Format.Count(now.Ended)}/{total} files, {now.MegapixelsPerSecond:0} megapixels/s, "
            + $"{Format.Bytes(now.BytesSaved)} saved, {Format.Count(now.Failed)} failed{left}";
    }

    private Markup Bar(ProgressSnapshot now)
    {
        if (stop.IsCancellationRequested)
        {
            return new($"[yellow]{Interrupted}[/]");
        }

        const int Width = 14;
        var full = (int)(Width * now.Part);
        var failed = now.Failed > 0 ? $"[red]{Format.Count(now.Failed)} failed[/]" : "[grey]0 failed[/]";
        var total = now.IsSealed ? Format.Count(now.Open) : $"{Format.Count(now.Open)}+";
        var left = now.TimeLeft is { } rest ? $"{Format.Duration(rest)} left" : now.IsSealed ? "" : "still scanning";
        return new(
            $"[green]{new string('━', full)}[/][grey]{new string('━', Width - full)}[/] {Format.Count(now.Ended)}/{total} files  "
            + $"{now.MegapixelsPerSecond:0} MP/s  [bold]{Format.Bytes(now.BytesSaved)}[/] saved  {failed}  {left}");
    }

    /// <summary>Waits for <paramref name="run"/>, but no longer than <paramref name="interval"/>.</summary>
    public static async Task<bool> EndsWithinAsync(Task run, TimeSpan interval, TimeProvider time)
    {
        using var ended = new CancellationTokenSource();
        var pause = Task.Delay(interval, time, ended.Token);
        var first = await Task.WhenAny(run, pause);
        await ended.CancelAsync();
        return first == run;
    }
}
