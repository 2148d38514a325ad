using ImgCompress.Contracts;
using ImgCompress.Ledger;
using ImgCompress.Queue;

namespace ImgCompress.Enqueuer.Running;

/// <summary>Waits for workers elsewhere to end a job.</summary>
internal sealed class JobWait(IJobLedger ledger, IJobQueue queue, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>The least time between two reconciliations: the queue's count lags.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Told of each look at the job.</summary>
    public Action<JobStanding>? Looked { get; init; }

    /// <summary>Told of each time that what stands still was sent on its way again; null: nothing is.</summary>
    public Action<ReconcileResult>? Reconciled { get; init; }

    /// <returns>Whether the job has ended, is cancelled or paused; false: <paramref name="stop"/> came before.</returns>
    public async Task<bool> WaitAsync(JobId id, CancellationToken stop)
    {
        var reconciled = time.GetUtcNow();
        while (!stop.IsCancellationRequested)
        {
            var job = await ledger.FindJobAsync(id, CancellationToken.None);
            var counts = await ledger.CountAsync(id, CancellationToken.None);
            if (job is null || job.IsFinished(counts) || job.State == JobState.Cancelled || job.Paused is not null)
            {
                return true;
            }

            var now = time.GetUtcNow();
            var standing = new JobStanding(job, counts, await queue.CountMessagesAsync(CancellationToken.None), now);
            Looked?.Invoke(standing);
            if (Reconciled is not null && standing.IsToBeReconciled && now - reconciled >= Patience)
            {
                reconciled = now;
                var found = await new Reconciler(ledger, queue, root: null).ReconcileAsync(job, anyway: false, CancellationToken.None);
                Reconciled(found);
            }

            await Task.WhenAny(Task.Delay(Interval, time, stop));
        }

        return false;
    }
}
