using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Embedded;
using ImgCompress.Engine.Hosting;
using ImgCompress.Engine.Imaging;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>cancel JOB</c>: cancels what a job has not begun, and completes what is in progress.</summary>
internal sealed class CancelCommand(CommandContext context)
{
    private readonly BackendOptions _backend = new(context);

    public Command Build()
    {
        var command = new Command("cancel", "Cancel what an unfinished job has not begun; files in progress are completed");
        _backend.AddTo(command, job: true);
        command.SetAction(CancelAsync);
        return command;
    }

    private async Task<int> CancelAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var backend = _backend.Open(result);
        var job = await _backend.FindJobAsync(result, backend.Ledger, cancellationToken);
        if (job.IsFinished(await backend.Ledger.CountAsync(job.Id, cancellationToken)))
        {
            throw new UsageException($"job {job.Id} has finished; there is nothing to cancel");
        }

        using var runLock = backend.Embedded?.Lock();
        await backend.Ledger.CancelAsync(job.Id, cancellationToken);
        if (backend.Embedded is { } store)
        {
            await CompleteInProgressAsync(store, job, cancellationToken);
            store.ClearMessages(job.Id);
        }

        context.Out.MarkupLineInterpolated($"Job {job.Id} is cancelled; files that it had not begun are free for other jobs.");
        return ExitCode.Success;
    }

    /// <summary>
    /// A file that was in progress when a run was cut off may have been replaced already: it is completed here, so that no other job
    /// finds it half-way. (On AWS its message comes again, and a worker does that.)
    /// </summary>
    private static async Task CompleteInProgressAsync(EmbeddedStore store, JobRow job, CancellationToken cancellationToken)
    {
        using var host = new WorkerHost(
            store.Ledger, store.Root, store.Ownership, new ImageLimits(), RunRequest.DefaultMemory, new DeliverySettings());
        store.TakeOver();
        await foreach (var row in store.Ledger.ListOpenAsync(job.Id, cancellationToken))
        {
            if (row.IsInProgress
                && await host.Processor.ProcessAsync(new(job.Id, row.Path), CancellationToken.None)
                    is DeliveryResult.Retry(_, var failure))
            {
                throw new UsageException($"{row.Path.ToDisplay()} is in progress and cannot be completed now: {failure?.Detail}");
            }
        }
    }
}
