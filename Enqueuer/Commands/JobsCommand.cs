using System.CommandLine;
using System.Globalization;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Ledger;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>jobs</c>: a line a job, the newest first; on a terminal too narrow for that, some lines a job.</summary>
internal sealed class JobsCommand(CommandContext context)
{
    private static readonly string[] Columns =
        ["job", "started", "took", "state", "files", "resized", "skipped", "failed", "saved", "spec", "directory", "name"];

    private readonly BackendOptions _backend = new(context);
    private readonly OutputOptions _output = new();

    public Command Build()
    {
        var command = new Command("jobs", "List the jobs of a ledger, the newest first");
        _backend.AddTo(command, directory: true);
        _output.AddTo(command);
        command.SetAction(PrintAsync);
        return command;
    }

    private async Task<int> PrintAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var backend = _backend.Open(result);
        var reports = new List<RunReport>();
        var rows = new List<string[]> { Columns };
        var local = backend.Embedded?.Root.Location ?? _backend.ReadSettings(result).Root;
        await foreach (var job in backend.Ledger.ListJobsAsync(cancellationToken))
        {
            var counts = await backend.Ledger.CountAsync(job.Id, cancellationToken);
            var report = RunReport.Of(job, counts);
            reports.Add(report);
            rows.Add(Cells(job, counts, report, Path.Combine(local, job.Directory)));
        }

        if (_output.Json(result))
        {
            OutputOptions.PrintJson(reports, OutputJson.Default.IReadOnlyListRunReport);
        }
        else if (reports.Count == 0)
        {
            context.Error.WriteLine("No jobs.");
        }
        else
        {
            Print(rows);
        }

        return ExitCode.Success;
    }

    private string[] Cells(JobRow job, Counts counts, RunReport report, string directory) =>
    [
        job.Id.ToString(),
        Format.Moment(job.Created, context.Time),
        report.Ended is { } ended ? Format.Duration(ended - job.Created) : "",
        report.State,
        job.TotalOf(counts)?.ToString("N0", CultureInfo.InvariantCulture) ?? "?",
        Format.Count(counts.Done),
        Format.Count(counts.Skipped),
        Format.Count(counts.Failed),
        Format.Bytes(counts.Sizes.BytesIn - counts.Sizes.BytesOut),
        job.Spec.ToString(),
        directory,
        job.Options.Name ?? "",
    ];

    private void Print(List<string[]> rows)
    {
        const string gap = "  ";
        int[] widths = [.. Columns.Select((_, column) => rows.Max(row => row[column].GetCellWidth()))];
        if (widths.Sum() + (gap.Length * (widths.Length - 1)) <= context.Out.Profile.Width)
        {
            foreach (var row in rows)
            {
                var cells = row.Select((cell, column) => cell + new string(' ', widths[column] - cell.GetCellWidth()));
                context.Out.Profile.Out.Writer.WriteLine(string.Join(gap, cells).TrimEnd());
            }

            return;
        }

        // Nothing is cut, so that id and directory can be copied.
        foreach (var row in rows.Skip(1))
        {
            context.Out.MarkupLineInterpolated($"[bold]{row[0]}[/]");
            foreach (var (column, cell) in Columns.Zip(row).Skip(1).Where(pair => pair.Second.Length > 0))
            {
                context.Out.Profile.Out.Writer.WriteLine($"{gap}{column,-10}{cell}");
            }
        }
    }
}
