using ImgCompress.Enqueuer.Running;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Output;

/// <summary>A run's progress as one line.</summary>
internal static class ProgressDisplay
{
    private const int Width = 14;

    /// <summary>Without colours.</summary>
    public static string Line(ProgressSnapshot now)
    {
        var left = now.TimeLeft is { } rest ? $", about {Format.Duration(rest)} left" : "";
        return $"{Format.Count(now.Ended)}/{Total(now)} files, {now.MegapixelsPerSecond:0} megapixels/s, "
            + $"{Saved(now)}, {Format.Count(now.Failed)} failed{left}";
    }

    /// <summary>With a bar, for a terminal.</summary>
    public static Markup Bar(ProgressSnapshot now)
    {
        var full = (int)(Width * now.Part);
        var failed = now.Failed > 0 ? $"[red]{Format.Count(now.Failed)} failed[/]" : "[grey]0 failed[/]";
        var left = now.TimeLeft is { } rest ? $"{Format.Duration(rest)} left" : now.IsSealed ? "" : "still scanning";
        return new(
            $"[green]{new string('━', full)}[/][grey]{new string('━', Width - full)}[/] {Format.Count(now.Ended)}/{Total(now)} files  "
            + $"{now.MegapixelsPerSecond:0} MP/s  {Saved(now)}  {failed}  {left}");
    }

    /// <summary>How far a submission is: how many files have been enqueued.</summary>
    public static string Line(SubmissionProgress progress) =>
        $"{Format.Count(progress.Open)} files enqueued ({Format.Bytes(progress.OpenBytes)})";

    /// <summary>Results that take more than the originals, as after up-scaling, have grown and not saved less than nothing.</summary>
    private static string Saved(ProgressSnapshot now) => now.BytesSaved >= 0
        ? $"{Format.Bytes(now.BytesSaved)} saved"
        : $"grown by {Format.Bytes(-now.BytesSaved)}";

    private static string Total(ProgressSnapshot now) => now.IsSealed ? Format.Count(now.Open) : $"{Format.Count(now.Open)}+";
}
