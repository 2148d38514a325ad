using ImgCompress.Enqueuer.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ImgCompress.Enqueuer.Output;

/// <summary>Progress as one line.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan Hardly = TimeSpan.FromSeconds(0.1);
    private static readonly Style Grey = new(Color.Grey);
    private static readonly Style Red = new(Color.Red);

    /// <summary>Of a run, where it is not a terminal's.</summary>
    public static string Line(ProgressSnapshot now)
    {
        var left = now.TimeLeft is { } rest ? $", about {Format.Duration(rest)} left" : "";
        return $"{Files(now)}, {now.MegapixelsPerSecond:0} megapixels/s, "
            + $"{Saved(now)}, {Format.Count(now.Failed)} failed{left}";
    }

    /// <summary>Of a run, with a bar, for a terminal.</summary>
    public static IRenderable Bar(ProgressSnapshot now)
    {
        var left = !now.IsSealed ? "still scanning" : now.TimeLeft is { } rest && rest > Hardly ? $"{Format.Duration(rest)} left" : "";
        return new FittedLine(now.PartOfJob, [.. new LinePart[]
        {
            new(0, Files(now), Style.Plain),
            new(4, $"{now.MegapixelsPerSecond:0} MP/s", Style.Plain),
            new(3, Saved(now), Style.Plain),
            new(now.Failed > 0 ? 2 : 5, $"{Format.Count(now.Failed)} failed", now.Failed > 0 ? Red : Grey),
            new(1, left, Style.Plain),
        }.Where(part => part.Text.Length > 0)]);
    }

    /// <summary>How far a submission is: how many files have been enqueued.</summary>
    public static string Line(SubmissionProgress progress) =>
        $"{Format.Count(progress.Open)} files enqueued ({Format.Bytes(progress.OpenBytes)})";

    /// <summary>Of a job that workers elsewhere work on, where it is not a terminal's.</summary>
    public static string Line(WatchedJob now) => string.Join(", ", Parts(now).Select(part => part.Text));

    /// <summary>Of a job that workers elsewhere work on, with a bar, for a terminal.</summary>
    public static IRenderable Bar(WatchedJob now) => new FittedLine(now.Part, [.. Parts(now)]);

    private static IEnumerable<LinePart> Parts(WatchedJob now)
    {
        var counts = now.Counts;
        yield return new(0, $"{Format.Count(counts.Ended)}/{(now.Total is { } total ? Format.Count(total) : "?")} files", Style.Plain);
        if (now.FilesPerSecond is > 0 and var rate)
        {
            yield return new(4, $"{Format.Rate(rate)} files/s", Style.Plain);
        }

        yield return new(3, $"{Format.Count(now.Waiting)} waiting, {Format.Count(now.InFlight)} in flight", Style.Plain);
        if (counts.Failed > 0)
        {
            yield return new(2, $"{Format.Count(counts.Failed)} failed", Red);
        }

        if (now.StandsStill)
        {
            yield return new(1, "no message left", Red);
        }
        else if (now.Silence is { } silence)
        {
            yield return new(1, $"none ended for {Format.Duration(silence)}", new Style(Color.Yellow));
        }
        else if (now.TimeLeft is { } rest)
        {
            yield return new(1, $"{Format.Duration(rest)} left", Style.Plain);
        }
    }

    /// <summary>Results that take more than the originals, as after up-scaling, have grown and not saved less than nothing.</summary>
    private static string Saved(ProgressSnapshot now) => now.BytesSaved >= 0
        ? $"{Format.Bytes(now.BytesSaved)} saved"
        : $"grown by {Format.Bytes(-now.BytesSaved)}";

    /// <summary>Of the job, whichever run has ended them.</summary>
    private static string Files(ProgressSnapshot now) =>
        $"{Format.Count(now.EndedBefore + now.Ended)}/{Format.Count(now.EndedBefore + now.Open)}{(now.IsSealed ? "" : "+")} files";
}
