using System.CommandLine;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Embedded;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using ImgCompress.Worker;
using ImgCompress.Worker.Imaging;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>cancel JOB</c>: what has not begun is not done.</summary>
internal sealed class CancelCommand
{
    private readonly LedgerOptions _ledger = new();

    public Command Build()
    {
        var command = new Command("cancel", "Give up what an unfinished job has not begun");
        _ledger.AddTo(command, job: true);
        command.SetAction(CancelAsync);
        return command;
    }

    private async Task<int> CancelAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var store = _ledger.Open(result);
        var job = await _ledger.FindJobAsync(result, store.Ledger, cancellationToken);
        if (job.IsFinished(await store.Ledger.CountAsync(job.Id, cancellationToken)))
        {
            throw new UsageException($"job {job.Id} has finished; there is nothing to cancel");
        }

        using var runLock = store.Lock();
        store.Ledger.Abandon(job.Id);
        await foreach (var row in store.Ledger.ListOpenAsync(job.Id, cancellationToken))
        {
            if (row.State is ItemState.Claimed or ItemState.Intent)
            {
                await EndAsync(store, job, row);
            }
        }

        await store.Ledger.CancelAsync(job.Id, cancellationToken);
        OutputOptions.Out.MarkupLineInterpolated($"Job {job.Id} is cancelled; the files that it had not begun are free for other jobs.");
        return ExitCode.Success;
    }

    /// <summary>A file that had been begun may have been replaced already: it is brought to an end, so that no other job meets it half-way.</summary>
    private static async Task EndAsync(EmbeddedStore store, JobRow job, FileRow row)
    {
        using var roots = new Roots(store.Root);
        var processor = new FileProcessor(
            store.Ledger, roots, new ImageResizer(new()), new MemoryBudget(RunRequest.DefaultMemory), new WorkerSettings());
        var ending = await processor.ProcessAsync(new(job.Id, row.Path), TimeProvider.System.GetUtcNow(), CancellationToken.None);
        if (ending is Ending.Again(_, var failure))
        {
            throw new UsageException($"{row.Path.ToDisplay()} had been begun and cannot be brought to an end now: {failure?.Detail}");
        }
    }
}
