using System.CommandLine;
using System.Globalization;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Output;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>jobs</c>: a line a job, the newest first.</summary>
internal sealed class JobsCommand(CommandContext context)
{
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
        var table = new Table().Border(TableBorder.None)
            .AddColumn("job", column => column.NoWrap())
            .AddColumn("started", column => column.NoWrap())
            .AddColumns("took", "state", "files", "resized", "skipped", "failed", "saved", "spec", "directory", "name");
        var local = backend.Embedded?.Root.Location ?? _backend.ReadSettings(result).Root;
        await foreach (var job in backend.Ledger.ListJobsAsync(cancellationToken))
        {
            var counts = await backend.Ledger.CountAsync(job.Id, cancellationToken);
            var report = RunReport.Of(job, counts);
            reports.Add(report);
            table.AddRow(
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
                Markup.Escape(Path.Combine(local, job.Directory)),
                Markup.Escape(job.Options.Name ?? ""));
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
            context.Out.Write(table);
        }

        return ExitCode.Success;
    }
}
