using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using ImgCompress.Queue;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>Waits for the end of a job that workers elsewhere work on, and shows meanwhile how far it is.</summary>
internal sealed class JobWatching(CommandContext context, IJobLedger ledger, IJobQueue queue)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <returns>Whether the job has ended or was cancelled; false: the waiting was cancelled.</returns>
    /// <param name="id">The job.</param>
    /// <param name="quiet">Show nothing.</param>
    /// <param name="stop">Ends the waiting.</param>
    public async Task<bool> WaitAsync(JobId id, bool quiet, CancellationToken stop)
    {
        var watch = new JobWatch(context.Time);
        var now = watch.Look(await FindAsync(id), await ledger.CountAsync(id, CancellationToken.None), new(0, 0));
        var notices = new Notices();
        var wait = WaitAsync(id, watch, look => Volatile.Write(ref now, look), stop);
        var display = new Display(context.Error, notices, context.Time);
        await (quiet
            ? display.ShowNoticesAsync(wait)
            : display.ShowAsync(
                wait, () => ProgressDisplay.Bar(Volatile.Read(ref now)), () => ProgressDisplay.Line(Volatile.Read(ref now))));
        return await wait;
    }

    private async Task<bool> WaitAsync(JobId id, JobWatch watch, Action<WatchedJob> show, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var job = await FindAsync(id);
                var counts = await ledger.CountAsync(id, stop);
                if (job.IsFinished(counts) || job.State == JobState.Cancelled)
                {
                    return true;
                }

                show(watch.Look(job, counts, await queue.CountMessagesAsync(stop)));
                await Task.Delay(Interval, context.Time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<JobRow> FindAsync(JobId id) =>
        await ledger.FindJobAsync(id, CancellationToken.None) ?? throw new InvalidDataException($"job {id} is no longer in the ledger");
}
