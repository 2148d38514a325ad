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
            + $"{Format.Bytes(now.BytesSaved)} saved, {Format.Count(now.Failed)} failed{left}";
    }

    /// <summary>With a bar, for a terminal.</summary>
    public static Markup Bar(ProgressSnapshot now)
    {
        var full = (int)(Width * now.Part);
        var failed = now.Failed > 0 ? $"[red]{Format.Count(now.Failed)} failed[/]" : "[grey]0 failed[/]";
        var left = now.TimeLeft is { } rest ? $"{Format.Duration(rest)} left" : now.IsSealed ? "" : "still scanning";
        return new(
            $"[green]{new string('━', full)}[/][grey]{new string('━', Width - full)}[/] {Format.Count(now.Ended)}/{Total(now)} files  "
            + $"{now.MegapixelsPerSecond:0} MP/s  [bold]{Format.Bytes(now.BytesSaved)}[/] saved  {failed}  {left}");
    }

    /// <summary>How far a submission is: how many files have been enqueued.</summary>
    public static string Line(SubmissionProgress progress) =>
        $"{Format.Count(progress.Open)} files enqueued ({Format.Bytes(progress.OpenBytes)})";

    private static string Total(ProgressSnapshot now) => now.IsSealed ? Format.Count(now.Open) : $"{Format.Count(now.Open)}+";
}
