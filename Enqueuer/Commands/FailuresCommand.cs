using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Output;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>failures [JOB]</c>: each failed file with its reason.</summary>
internal sealed class FailuresCommand(CommandContext context)
{
    private readonly BackendOptions _backend = new(context);
    private readonly OutputOptions _output = new();

    public Command Build()
    {
        var command = new Command("failures", "List a job's failed files, each with its reason");
        _backend.AddTo(command, job: true);
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
            return reports.Count > 0 ? ExitCode.Failed : ExitCode.Success;
        }

        var any = false;
        await foreach (var row in failed)
        {
            any = true;
            Summary.PrintFailures(context.Out, [row]);
        }

        return any ? ExitCode.Failed : ExitCode.Success;
    }
}
