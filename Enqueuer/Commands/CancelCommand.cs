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

/// <summary><c>cancel JOB</c>: what has not begun is not done.</summary>
internal sealed class CancelCommand(CommandContext context)
{
    private readonly BackendOptions _backend = new(context);

    public Command Build()
    {
        var command = new Command("cancel", "Give up what an unfinished job has not begun");
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
            await EndBegunAsync(store, job, cancellationToken);
        }

        context.Out.MarkupLineInterpolated($"Job {job.Id} is cancelled; the files that it had not begun are free for other jobs.");
        return ExitCode.Success;
    }

    /// <summary>
    /// A file that had been begun when a run was cut off may have been replaced already: it is brought to an end, so that no other
    /// job meets it half-way. (On AWS its message comes again, and a worker does that.)
    /// </summary>
    private async Task EndBegunAsync(EmbeddedStore store, JobRow job, CancellationToken cancellationToken)
    {
        using var host = new WorkerHost(store.Ledger, store.Root, new ImageLimits(), RunRequest.DefaultMemory, new DeliverySettings());
        store.TakeOver();
        await foreach (var row in store.Ledger.ListOpenAsync(job.Id, cancellationToken))
        {
            if (row.IsInProgress
                && await host.Processor.ProcessAsync(new(job.Id, row.Path), context.Time.GetUtcNow(), CancellationToken.None)
                    is DeliveryResult.Retry(_, var failure))
            {
                throw new UsageException($"{row.Path.ToDisplay()} had been begun and cannot be brought to an end now: {failure?.Detail}");
            }
        }
    }
}
