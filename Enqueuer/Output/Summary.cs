using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Output;

/// <summary>What a person reads at the end of a run.</summary>
internal static class Summary
{
    private const int MaxFailures = 50;

    public static void Print(IAnsiConsole console, RunResult result, bool interrupted)
    {
        var (job, counts) = (result.Job, result.Counts);
        console.WriteLine();
        Headline(console, result, interrupted);
        if (counts.Ended > counts.Failed)
        {
            Bytes(console, counts.Sizes);
        }

        Failures(console, result);
        PrintNotices(console, result.Submission, job);
        console.MarkupLineInterpolated($"[grey]job {job.Id}[/]");
    }

    private static void Headline(IAnsiConsole console, RunResult result, bool interrupted)
    {
        var (job, counts) = (result.Job, result.Counts);
        if (interrupted)
        {
            var of = job.Total is { } total ? $" of {Format.Count(total)}" : "";
            console.MarkupLineInterpolated(
                $"[yellow]Interrupted[/]: {Format.Count(counts.Ended)}{of} files have ended. The same command goes on from here.");
        }
        else if (counts.Ended == 0)
        {
            console.MarkupLine("There is no image to resize.");
        }
        else if (counts.Ended == counts.Unchanged)
        {
            var files = Format.Plural(counts.Unchanged, "file");
            console.MarkupLineInterpolated(
                $"[green]Nothing to do[/]: {files} already resized {Format.Geometry(job.Spec)}. (--again scales them once more.)");
        }
        else
        {
            var (now, whole) = (result.Progress, counts.Ended > result.Progress.Ended + counts.Unchanged);
            var earlier = whole ? " (some of them in earlier runs of this job)" : "";
            var pace = $"in {Format.Duration(now.Elapsed)}, {now.MegapixelsPerSecond:0} megapixels/s{earlier}";
            console.MarkupLineInterpolated(
                $"[green]Resized {Format.Plural(counts.Done, "file")}[/] {Format.Spec(job.Spec)} {pace}.");
        }

        var others = new[]
        {
            (counts.Kept, "kept, since the result would not have been smaller"),
            (counts.Ended == counts.Unchanged ? 0 : counts.Unchanged, "unchanged since an earlier run"),
        };
        foreach (var (count, what) in others.Where(other => other.Item1 > 0))
        {
            console.MarkupLineInterpolated($"{Format.Plural(count, "file")} {what}.");
        }
    }

    private static void Bytes(IAnsiConsole console, Sizes sizes)
    {
        var saved = sizes.BytesIn - sizes.BytesOut;
        var (before, after, difference) = (Format.Bytes(sizes.BytesIn), Format.Bytes(sizes.BytesOut), Format.Bytes(Math.Abs(saved)));
        console.WriteLine($"  before    {before,10}");
        console.WriteLine($"  after     {after,10}");
        console.MarkupLine(
            $"  {(saved >= 0 ? "saved   " : "grown by")}  [bold]{difference,10}[/]  {Format.Percent(Math.Abs(saved), sizes.BytesIn)}");
    }

    private static void Failures(IAnsiConsole console, RunResult result)
    {
        if (result.Failures.Count == 0)
        {
            return;
        }

        console.MarkupLineInterpolated($"[red]{Format.Plural(result.Failures.Count, "file")} failed[/], untouched:");
        PrintFailures(console, result.Failures.Take(MaxFailures));
        if (result.Failures.Count > MaxFailures)
        {
            var more = Format.Count(result.Failures.Count - MaxFailures);
            console.MarkupLineInterpolated($"  … and {more} more: img-compress failures {result.Job.Id}");
        }
    }

    /// <summary>Prints one line for each failed file: path, reason and detail.</summary>
    public static void PrintFailures(IAnsiConsole console, IEnumerable<FileRow> failures)
    {
        // Lines, not a table: a path must come out whole, to be copied, however narrow the terminal is.
        foreach (var row in failures)
        {
            var reason = row.Failure?.Reason.ToName();
            console.Write($"  {row.Path.ToDisplay()}: ");
            console.Markup($"[red]{reason}[/]");
            console.WriteLine($": {row.Failure?.Detail}");
        }
    }

    /// <summary>What a submission left out or left alone.</summary>
    public static void PrintNotices(IAnsiConsole console, SubmissionProgress submission, JobRow job)
    {
        foreach (var (spec, files) in submission.UnchangedSpecs.Where(last => last.Key != job.Spec.ToString()))
        {
            console.MarkupLineInterpolated(
                $"[yellow]{Format.Plural(files, "file")} left alone: scaled before, with another spec ({spec}).[/]");
            console.MarkupLine("[grey]--scale-factor 1 applies the other options without scaling.[/]");
        }

        foreach (var (other, files) in submission.Busy)
        {
            var leftOut = Format.Plural(files, "file");
            console.MarkupLineInterpolated(
                $"[yellow]{leftOut} left out: unfinished in job {other}. Finish that job, or cancel it: img-compress cancel {other}[/]");
        }

        foreach (var nested in submission.Nested)
        {
            console.MarkupLineInterpolated($"[yellow]{nested} left out: it has a ledger of its own; run img-compress there.[/]");
        }

        if (submission.Skipped > 0)
        {
            console.MarkupLineInterpolated(
                $"[grey]{Format.Plural(submission.Skipped, "other file")} passed over (not named like an image).[/]");
        }
    }
}
