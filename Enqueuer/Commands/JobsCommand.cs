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
        _backend.AddTo(command);
        _output.AddTo(command);
        command.SetAction(PrintAsync);
        return command;
    }

    private async Task<int> PrintAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var backend = _backend.Open(result);
        var reports = new List<RunReport>();
        var table = new Table().Border(TableBorder.None)
            .AddColumns("job", "state", "files", "resized", "skipped", "failed", "saved", "spec", "directory");
        await foreach (var job in backend.Ledger.ListJobsAsync(cancellationToken))
        {
            var counts = await backend.Ledger.CountAsync(job.Id, cancellationToken);
            reports.Add(RunReport.Of(job, counts));
            table.AddRow(
                job.Id.ToString(),
                RunReport.StateOf(job, counts),
                job.Total?.ToString("N0", CultureInfo.InvariantCulture) ?? "?",
                Format.Count(counts.Done),
                Format.Count(counts.Skipped),
                Format.Count(counts.Failed),
                Format.Bytes(counts.Sizes.BytesIn - counts.Sizes.BytesOut),
                job.Spec.ToString(),
                Markup.Escape(job.Directory.Length == 0 ? "." : job.Directory));
        }

        if (_output.Json(result))
        {
            OutputOptions.PrintJson(reports, OutputJson.Default.IReadOnlyListRunReport);
        }
        else
        {
            context.Out.Write(table);
        }

        return ExitCode.Success;
    }
}
