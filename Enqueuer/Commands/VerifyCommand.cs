using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>verify [JOB] [DIR]</c>: whether counters, rows and files say the same; reads only.</summary>
internal sealed class VerifyCommand(CommandContext context)
    : JobFilesCommand<VerifyReport>(context, OutputJson.Default.VerifyReport)
{
    private string _root = "";

    public Command Build()
    {
        var command = new Command(
            "verify", "Compare a job's counters with its rows, and its rows with the files, byte by byte; changes nothing");
        AddTo(command);
        return command;
    }

    protected override async Task<(Func<Task<VerifyReport>> Work, Func<string> Progress)?> PrepareAsync(
        ParseResult result, OpenedJob opened, CancellationToken stop)
    {
        await opened.Ownership.CompareAsync(stop);
        _root = opened.Root.Location;
        var verifier = new Verifier(opened.Ledger, opened.Root, opened.Job);
        return (() => verifier.VerifyAsync(opened.Filter, stop), () => $"{Format.Plural(verifier.Seen, "file")} read");
    }

    protected override (bool IsComplete, int Findings) End(VerifyReport report) => (report.Complete, report.Differences.Count);

    protected override void Print(ParseResult result, VerifyReport report)
    {
        Out.WriteWrapped(
            $"{Format.Plural(report.Rows, "row")} of job {report.Job}; {Format.Plural(report.Files, "file")} and "
            + $"{Format.Plural(report.Kept, "kept original")} read.");
        if (report.Taken > 0)
        {
            Out.MarkupLineInterpolated($"{Format.Plural(report.Taken, "file")} of it in later jobs now, and looked at with those.");
        }

        if (report.Unfinished > 0)
        {
            Out.MarkupLineInterpolated($"{Format.Plural(report.Unfinished, "file")} unfinished.");
        }

        if (report.Temps > 0)
        {
            Out.WriteLine(
                $"Of {Format.Plural(report.Temps, "file")}, each as it should be, a worker that was cut off has left a temp file. "
                + $"What removes it: {CommandHint.Of("reconcile", "--root", _root)}");
        }

        if (report.Differences.Count > 0)
        {
            Out.MarkupLineInterpolated($"[red]{Format.Plural(report.Differences.Count, "difference")}[/]:");
            PrintFindings(report.Differences);
        }
        else if (report.Complete)
        {
            Out.MarkupLine("[green]No differences.[/]");
        }
        else
        {
            Error.MarkupLine("[yellow]Interrupted[/] before all files were read.");
        }
    }
}
