using System.CommandLine;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Ledger;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>failures [JOB]</c>: each failed file with its reason.</summary>
internal sealed class FailuresCommand(CommandContext context)
{
    private readonly BackendOptions _backend = new(context);
    private readonly OutputOptions _output = new();
    private readonly StrictOption _strict = new();

    public Command Build()
    {
        var command = new Command("failures", "List a job's failed files, each with its reason");
        _backend.AddTo(command, job: true);
        _strict.AddTo(command);
        _output.AddTo(command);
        command.SetAction(PrintAsync);
        return command;
    }

    private async Task<int> PrintAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var backend = _backend.Open(result);
        var job = await _backend.FindJobAsync(result, backend.Ledger, cancellationToken);
        var failed = backend.Ledger.ListOpenAsync(job.Id, cancellationToken).Where(row => row.State == ItemState.Failed);
        if (_output.Json(result))
        {
            var reports = await failed.Select(FailureReport.Of).ToListAsync(cancellationToken);
            OutputOptions.PrintJson(reports, OutputJson.Default.IReadOnlyListFailureReport);
            var ofReports = reports.CountBy(report => report.Skipped).ToDictionary();
            return _strict.ExitCodeOf(result, ofReports.GetValueOrDefault(false), ofReports.GetValueOrDefault(true));
        }

        var (failures, skipped) = (0, 0);
        await foreach (var row in failed)
        {
            (failures, skipped) = Counts.IsSkipped(row.Failure) ? (failures, skipped + 1) : (failures + 1, skipped);
            Summary.PrintFailures(context.Out, [row]);
        }

        if (failures + skipped == 0)
        {
            context.Error.MarkupLineInterpolated($"No failures. (Job {job.Id})");
        }

        return _strict.ExitCodeOf(result, failures, skipped);
    }
}
