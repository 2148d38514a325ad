using System.CommandLine;
using System.Text.Json;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Output;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>failures [JOB]</c>: each failed file with its reason.</summary>
internal sealed class FailuresCommand
{
    private readonly LedgerOptions _ledger = new();
    private readonly OutputOptions _output = new();

    public Command Build()
    {
        var command = new Command("failures", "List a job's failed files, each with its reason");
        _ledger.AddTo(command, job: true);
        _output.AddTo(command);
        command.SetAction(PrintAsync);
        return command;
    }

    private async Task<int> PrintAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var store = _ledger.Open(result);
        var job = await _ledger.FindJobAsync(result, store.Ledger, cancellationToken);
        var failed = store.Ledger.ListOpenAsync(job.Id, cancellationToken).Where(row => row.State == ItemState.Failed);
        if (_output.Json(result))
        {
            var reports = await failed.Select(FailureReport.Of).ToListAsync(cancellationToken);
            Console.Out.WriteLine(JsonSerializer.Serialize(reports, OutputJson.Default.IReadOnlyListFailureReport));
            return reports.Count > 0 ? ExitCode.SomeFailed : ExitCode.Success;
        }

        var any = false;
        await foreach (var row in failed)
        {
            any = true;
            Summary.Table(OutputOptions.Out, [row]);
        }

        return any ? ExitCode.SomeFailed : ExitCode.Success;
    }
}
