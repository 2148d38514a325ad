using System.CommandLine;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
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
        var undelivered = await new UndeliveredItems(backend.Ledger, backend.Queue).FindAsync(job, cancellationToken);
        var failed = backend.Ledger.ListOpenAsync(job.Id, cancellationToken)
            .Where(row => row.State == ItemState.Failed)
            .Concat(undelivered.ToAsyncEnumerable());
        var (failures, skipped) = (0, 0);
        FileRow Count(FileRow row)
        {
            (failures, skipped) = Counts.IsSkipped(row.Failure) ? (failures, skipped + 1) : (failures + 1, skipped);
            return row;
        }

        if (_output.Json(result))
        {
            await OutputOptions.PrintJsonAsync(
                failed.Select(Count).Select(FailureReport.Of), OutputJson.Default.IAsyncEnumerableFailureReport, cancellationToken);
            return _strict.ExitCodeOf(result, failures, skipped);
        }

        await foreach (var row in failed)
        {
            Summary.PrintFailures(context.Out, job, [Count(row)]);
        }

        if (failures + skipped == 0)
        {
            context.Error.MarkupLineInterpolated($"No failures. (Job {job.Id})");
        }

        return _strict.ExitCodeOf(result, failures, skipped);
    }
}
