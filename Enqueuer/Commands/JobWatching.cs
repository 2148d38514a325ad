using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using ImgCompress.Queue;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>Waits for the end of a job that workers elsewhere work on, and shows meanwhile how far it is.</summary>
internal sealed class JobWatching(CommandContext context, IJobLedger ledger, IJobQueue queue)
{
    /// <summary>Whether what stands still is sent on its way again, and said.</summary>
    public bool Reconciles { get; init; }

    /// <returns>Whether the job has ended, is cancelled or paused; false: the waiting was cancelled.</returns>
    /// <param name="id">The job.</param>
    /// <param name="quiet">Show nothing.</param>
    /// <param name="stop">Ends the waiting.</param>
    public async Task<bool> WaitAsync(JobId id, bool quiet, CancellationToken stop)
    {
        var job = await ledger.FindJobAsync(id, CancellationToken.None)
            ?? throw new InvalidDataException($"job {id} is no longer in the ledger");
        var watch = new JobWatch(context.Time);
        var now = watch.Look(job, await ledger.CountAsync(id, CancellationToken.None), new(0, 0));
        var notices = new Notices();
        var wait = new JobWait(ledger, queue, context.Time)
        {
            Looked = standing => Volatile.Write(ref now, watch.Look(standing.Job, standing.Counts, standing.Queue)),
            Reconciled = Reconciles ? found => Say(notices, found) : null,
        }.WaitAsync(id, stop);
        var display = new Display(context.Error, notices, context.Time);
        await (quiet
            ? display.ShowNoticesAsync(wait)
            : display.ShowAsync(wait, () => Volatile.Read(ref now), ProgressDisplay.OfWatchedJob));
        return await wait;
    }

    private static void Say(Notices notices, ReconcileResult found)
    {
        var (files, messages) = (Format.Plural(found.Unfinished, "unfinished file"), Format.Plural(found.Sent, "message"));
        notices.Add($"It stood still with {files} and nothing in the queue: {messages} sent again.");
    }
}
