using ImgCompress.Contracts;
using ImgCompress.Ledger;
using ImgCompress.Queue;

namespace ImgCompress.Enqueuer.Running;

/// <summary>Waits for workers elsewhere to end a job, and sends on its way again what stands still.</summary>
internal sealed class JobWait(IJobLedger ledger, IJobQueue queue, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>The least time between two reconciliations: the queue's count lags.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Told of each reconciliation.</summary>
    public Action<ReconcileResult>? Reconciled { get; init; }

    /// <summary>Until the job has ended, is cancelled or paused, or <paramref name="stop"/>.</summary>
    public async Task WaitAsync(JobId id, CancellationToken stop)
    {
        var reconciled = time.GetUtcNow();
        while (!stop.IsCancellationRequested)
        {
            var job = await ledger.FindJobAsync(id, CancellationToken.None);
            var counts = await ledger.CountAsync(id, CancellationToken.None);
            if (job is null || job.IsFinished(counts) || job.State == JobState.Cancelled || job.Paused is not null)
            {
                return;
            }

            var now = time.GetUtcNow();
            var standing = new JobStanding(job, counts, await queue.CountMessagesAsync(CancellationToken.None), now);
            if (standing.IsToBeReconciled && now - reconciled >= Patience)
            {
                reconciled = now;
                var found = await new Reconciler(ledger, queue, root: null).ReconcileAsync(job, anyway: false, CancellationToken.None);
                Reconciled?.Invoke(found);
            }

            await Task.WhenAny(Task.Delay(Interval, time, stop));
        }
    }
}
