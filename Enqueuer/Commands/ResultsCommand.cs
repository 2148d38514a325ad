using System.CommandLine;
using System.Text.Json;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Output;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>results [JOB] [DIR]</c>: one line a file, as they come from the ledger, however many there are.</summary>
internal sealed class ResultsCommand(CommandContext context)
{
    private readonly BackendOptions _backend = new(context);
    private readonly Option<bool> _csv = new("--csv") { Description = "As CSV (RFC 4180) with a header; the default" };
    private readonly Option<bool> _jsonLines = new("--jsonl") { Description = "As JSON lines" };

    public Command Build()
    {
        var command = new Command("results", "List what became of each of a job's files, one line a file") { _csv, _jsonLines };
        _backend.AddTo(command, job: true);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_csv) && result.GetValue(_jsonLines))
            {
                result.AddError("--csv and --jsonl exclude each other");
            }
        });
        command.SetAction(PrintAsync);
        return command;
    }

    private async Task<int> PrintAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var backend = _backend.Open(result);
        var job = await _backend.FindJobAsync(result, backend.Ledger, cancellationToken);
        var jsonLines = result.GetValue(_jsonLines);
        await using var output = new StreamWriter(Console.OpenStandardOutput(), leaveOpen: true);
        if (!jsonLines)
        {
            await output.WriteAsync($"{FileReport.Header}\r\n");
        }

        var count = 0L;
        await foreach (var row in backend.Ledger.ListFilesAsync(job.Id, cancellationToken))
        {
            var report = FileReport.Of(row);
            await output.WriteAsync(jsonLines
                ? $"{JsonSerializer.Serialize(report, ResultsJson.Default.FileReport)}\n"
                : $"{report.ToCsv()}\r\n");
            count++;
        }

        var items = (await backend.Ledger.CountAsync(job.Id, cancellationToken)).Items;
        if (items > count)
        {
            var gone = Format.Plural(items - count, "file");
            context.Error.MarkupLineInterpolated($"[yellow]{gone} of job {job.Id} belong to later jobs now, and are listed there.[/]");
        }

        return ExitCode.Success;
    }
}
