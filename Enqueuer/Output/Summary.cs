using System.Globalization;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Output;

/// <summary>What a person reads at the end of a run.</summary>
internal static class Summary
{
    private const int MaxFailures = 50;
    private const string SystemExamples = "like ._*, Thumbs.db, @eaDir, #recycle, or directories named like images";

    /// <param name="console">Where it is printed.</param>
    /// <param name="result">The job.</param>
    /// <param name="directory">Where its ledger is, as the command line has it.</param>
    /// <param name="interrupted">Whether somebody at the terminal ended the run.</param>
    public static void Print(IAnsiConsole console, RunResult result, string directory, bool interrupted)
    {
        var (job, counts) = (result.Job, result.Counts);
        console.WriteLine();
        Headline(console, result, directory, interrupted);
        if (counts.Done > 0)
        {
            Bytes(console, counts.Sizes);
        }

        if (result.Progress.CredentialsDropped is > 0 and var dropped)
        {
            console.MarkupLineInterpolated(
                $"{Format.Plural(dropped, "file")} lost content credentials (C2PA), which are signed for the bytes of the original.");
        }

        var failures = result.Failures.ToLookup(row => Counts.IsSkipped(row.Failure));
        var more = CommandHint.Of("failures", job.Id.ToString(), directory);
        Failures(console, job, "[red]{0} failed[/], untouched:", [.. failures[false]], more);
        Failures(console, job, "{0} skipped, untouched, since images of their kind are not resized:", [.. failures[true]], more);
        PrintNotices(console, result.Submission, job, directory);
        console.MarkupLineInterpolated($"[grey]job {job.Id}[/]");
    }

    private static void Headline(IAnsiConsole console, RunResult result, string directory, bool interrupted)
    {
        var (job, counts) = (result.Job, result.Counts);
        var limits = job.Spec.Scaling is Scaling.ToFit;
        if (interrupted)
        {
            var of = job.TotalOf(counts) is { } total ? $" of {Format.Count(total)}" : "";
            console.MarkupLineInterpolated(
                $"[yellow]Interrupted[/]: {Format.Count(counts.Ended)}{of} files have ended. The same command goes on from here.");
        }
        else if (job.Paused is { } why && !result.IsFinished)
        {
            console.MarkupLineInterpolated(
                $"[yellow]Paused[/] after {Format.Count(counts.Ended)} files: {why}. Nothing more was begun.");
            console.WriteLine(
                "Once the cause is mended the same command goes on from here; or give it up: "
                + CommandHint.Of("cancel", job.Id.ToString(), directory));
        }
        else if (counts.Ended == 0)
        {
            console.MarkupLine(job.Options.Include.Count > 0
                ? "There is no file to resize that --include matches."
                : "There is no image to resize.");
        }
        else if (counts.Ended == counts.Unchanged)
        {
            var files = Format.Plural(counts.Unchanged, "file");
            var end = limits ? ", or never larger." : ". (--again scales them once more.)";
            console.MarkupLineInterpolated($"[green]Nothing to do[/]: {files} already resized {Format.Scaling(job.Spec)}{end}");
        }
        else if (counts.Done == 0)
        {
            console.MarkupLineInterpolated($"No file was resized {Format.Spec(job.Spec)}.");
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
            (counts.Ended == counts.Unchanged ? 0 : counts.Unchanged,
                limits ? "unchanged: fitting as they are, or since an earlier run" : "unchanged since an earlier run"),
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

    private static void Failures(IAnsiConsole console, JobRow job, string headline, IReadOnlyList<FileRow> failures, string more)
    {
        if (failures.Count == 0)
        {
            return;
        }

        console.MarkupLine(string.Format(CultureInfo.InvariantCulture, headline, Format.Plural(failures.Count, "file")));
        PrintFailures(console, job, failures.Take(MaxFailures));
        if (failures.Count > MaxFailures)
        {
            console.MarkupLineInterpolated($"  … and {Format.Count(failures.Count - MaxFailures)} more: {more}");
        }
    }

    /// <summary>Why the scan takes a file not.</summary>
    private static string NotTaken(JobOptions options) => (options.Include.Count > 0, options.Exclude.Count > 0) switch
    {
        (false, false) => "not named like an image",
        (false, true) => "not named like an image, or matched by --exclude",
        (true, false) => "not matched by --include",
        (true, true) => "not matched by --include, or matched by --exclude",
    };

    /// <summary>Prints one line for each failed file: path, reason and detail.</summary>
    public static void PrintFailures(IAnsiConsole console, JobRow job, IEnumerable<FileRow> failures)
    {
        // Lines, not a table: a path must come out whole, to be copied, however narrow the terminal is.
        foreach (var row in failures)
        {
            console.Write(WrappedLine.OfFailure(
                OriginalFile.Show(job, row.Path),
                row.Failure?.Reason.ToName() ?? "",
                row.Failure?.Detail ?? "",
                Counts.IsSkipped(row.Failure)));
            console.WriteLine();
        }
    }

    /// <summary>What a submission left out or left alone.</summary>
    /// <param name="console">Where it is printed.</param>
    /// <param name="submission">What was found.</param>
    /// <param name="job">The job that was submitted.</param>
    /// <param name="directory">Where its ledger is, as the command line has it; null: on AWS.</param>
    public static void PrintNotices(IAnsiConsole console, SubmissionProgress submission, JobRow job, string? directory)
    {
        foreach (var (spec, files) in submission.UnchangedSpecs.Where(last => last.Key != job.Spec.ToString()))
        {
            console.MarkupLineInterpolated(
                $"[yellow]{Format.Plural(files, "file")} left alone: scaled before, with another spec ({spec}).[/]");
            console.MarkupLine("[grey]--scale-factor 1 applies the other options without scaling.[/]");
        }

        foreach (var ((other, isCancelled), files) in submission.Busy)
        {
            var leftOut = Format.Plural(files, "file");
            var why = isCancelled
                ? $"still in progress in the cancelled job {other}. Submit again once a worker has ended them."
                : $"unfinished in job {other}. Finish that job, or cancel it: {CommandHint.Of("cancel", other.ToString(), directory)} "
                    + $"(what restore was cut off at: {CommandHint.Of("restore", other.ToString(), directory)})";
            console.MarkupLineInterpolated($"[yellow]{leftOut} left out: {why}[/]");
        }

        if (submission.TooLong is (var tooLong, var example))
        {
            console.MarkupLineInterpolated(
                $"[red]{Format.Plural(tooLong, "file")} left out: a path may have {RelativePath.MaxBytes:N0} bytes. …{example[^60..]}[/]");
        }

        foreach (var nested in submission.Nested)
        {
            console.MarkupLineInterpolated($"[yellow]{nested} left out: it has a ledger of its own; run on it by itself.[/]");
        }

        PrintPassedOver(console, submission.PassedOver, submission.SystemPassedOver, job.Options);
    }

    /// <summary>How many files a scan has passed over for their names.</summary>
    public static void PrintPassedOver(IAnsiConsole console, long files, long ofTheSystem, JobOptions options)
    {
        if (files > 0)
        {
            console.MarkupLineInterpolated($"[grey]{Format.Plural(files, "other file")} passed over ({NotTaken(options)}).[/]");
        }

        if (ofTheSystem > 0)
        {
            var what = ofTheSystem == 1 ? "1 file or directory" : $"{Format.Count(ofTheSystem)} files or directories";
            console.MarkupLineInterpolated($"[grey]{what} of the system passed over ({SystemExamples}).[/]");
        }
    }
}
