using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Queue;

namespace ImgCompress.Enqueuer.Running;

/// <summary>
/// Brings what stands still back on its way: sends the messages of unfinished items again, which may have expired, been purged, or been
/// moved to the dead-letter queue by SQS itself, and of failed ones that have no dead letter, to which each worker answers with it; and
/// removes temp files that no item can want any more.
/// </summary>
/// <remarks>
/// Beside live workers it is harmless: a message that was sent again is one more delivery, and the protocol takes any number of them. To
/// keep their number down, nothing is sent while the queue still holds messages, which come by themselves.
/// </remarks>
/// <param name="ledger">The ledger whose jobs are reconciled.</param>
/// <param name="queue">Takes the messages.</param>
/// <param name="root">The root whose temp files are swept; null: none is at hand.</param>
internal sealed class Reconciler(IJobLedger ledger, IJobQueue queue, IFileRoot? root)
{
    private const int BatchSize = 200;

    /// <param name="only">The job, which may be finished but for a letter; null: all that are not finished.</param>
    /// <param name="anyway">Send although the queue holds messages.</param>
    /// <param name="cancellationToken">Cuts it off: what was sent stays so, and no temp file is removed.</param>
    public async Task<ReconcileResult> ReconcileAsync(JobRow? only, bool anyway, CancellationToken cancellationToken)
    {
        // Temps first: one that is written after this belongs to a claim that the rows below may not show yet.
        List<TempName> temps = root is null ? [] : [.. root.ListTemps()];
        var owner = temps.Count > 0 ? await ledger.FindRootAsync(cancellationToken) : null;
        if (owner is not null && !RootMark.IsOf(owner, root!))
        {
            // Some may be of whoever has the root by now. While it is this ledger's, those of any other are of no use: an adoption has
            // taken all that could have been renamed.
            owner = null;
        }

        var queued = await queue.CountMessagesAsync(cancellationToken);
        var sends = queued.IsEmpty || anyway;
        var letters = sends ? await Letters.LookAsync(queue, cancellationToken) : null;
        var result = new ReconcileResult(0, 0, 0, queued.Waiting + queued.InFlight, [], null, Complete: false);
        var wanted = new HashSet<TempName>();
        try
        {
            await foreach (var job in ledger.ListJobsAsync(cancellationToken))
            {
                var counts = await ledger.CountAsync(job.Id, cancellationToken);
                if (!job.IsFinished(counts) || only?.Id == job.Id)
                {
                    var isChosen = only is null || only.Id == job.Id;
                    var found = await ReconcileAsync(
                        job, isChosen && job.Paused is null ? letters : null, owner, wanted, cancellationToken);
                    result = isChosen ? Sum(result, job, found) : result;
                }

                if (owner is not null)
                {
                    var later = await LookedAtLater(job, counts, cancellationToken).ToListAsync(cancellationToken);
                    wanted.UnionWith(later.SelectMany(row => Temps(row, owner)));
                }
            }

            if (letters is not null && letters.Undelivered.Any(message => only is null || message.Job == only.Id))
            {
                var redriven = await queue.RedriveAsync(new(only?.Id, FailureReason.Undelivered), null, cancellationToken);
                result = result with { Sent = result.Sent + redriven };
            }

            if (owner is not null && temps.Exists(temp => !wanted.Contains(temp.AsMade)))
            {
                // An item that went meanwhile from a job that was still to be read to one that had been, or was not there yet, is in
                // neither.
                await AddWantedAsync(wanted, owner, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return result;
        }

        var strays = owner is null ? [] : temps.Where(temp => !wanted.Contains(temp.AsMade)).ToList();
        strays.ForEach(stray => root!.RemoveTemp(stray));
        return result with { RemovedTemps = root is null ? null : strays.Count, Complete = true };
    }

    /// <param name="job">The job.</param>
    /// <param name="letters">What there is in the dead-letter queue, where messages are sent; null: none is.</param>
    /// <param name="owner">Whose temp files are swept; null: none are.</param>
    /// <param name="wanted">Gets those of the unfinished items.</param>
    /// <param name="cancellationToken">Cuts it off.</param>
    private async Task<(long Unfinished, long Sent)> ReconcileAsync(
        JobRow job, Letters? letters, RootIdentity? owner, HashSet<TempName> wanted, CancellationToken cancellationToken)
    {
        var (unfinished, sent) = (0L, 0L);
        await foreach (var batch in ledger.ListOpenAsync(job.Id, cancellationToken).Chunk(BatchSize))
        {
            var open = batch.Where(row => IsUnfinished(job, row)).ToList();
            unfinished += open.Count;
            wanted.UnionWith(owner is null ? [] : open.SelectMany(row => Temps(row, owner)));
            if (letters is not null)
            {
                // Those that the queue itself has moved go back below.
                var messages = open.Where(row => !letters.Undelivered.Contains(new(job.Id, row.Path)))
                    .Concat(batch.Where(row => job.State != JobState.Cancelled && letters.Lacks(row)))
                    .Select(row => new OutgoingMessage(new(job.Id, row.Path), row.Sizes.BytesIn))
                    .ToList();
                await Submitter.SendAsync(queue, job, messages, cancellationToken);
                sent += messages.Count;
            }
        }

        return (unfinished, sent);
    }

    private async Task AddWantedAsync(HashSet<TempName> wanted, RootIdentity owner, CancellationToken cancellationToken)
    {
        await foreach (var job in ledger.ListJobsAsync(cancellationToken))
        {
            var counts = await ledger.CountAsync(job.Id, cancellationToken);
            var unfinished = job.IsFinished(counts)
                ? AsyncEnumerable.Empty<FileRow>()
                : ledger.ListOpenAsync(job.Id, cancellationToken).Where(row => IsUnfinished(job, row));
            await foreach (var row in unfinished.Concat(LookedAtLater(job, counts, cancellationToken)))
            {
                wanted.UnionWith(Temps(row, owner));
            }
        }
    }

    private static ReconcileResult Sum(ReconcileResult sum, JobRow job, (long Unfinished, long Sent) found) => sum with
    {
        Jobs = sum.Jobs + (found.Unfinished > 0 ? 1 : 0),
        Unfinished = sum.Unfinished + found.Unfinished,
        Sent = sum.Sent + found.Sent,
        Loading = job.State == JobState.Loading ? [.. sum.Loading, job.Id.ToString()] : sum.Loading,
    };

    /// <summary>Of a cancelled job only what has been begun is brought to an end.</summary>
    private static bool IsUnfinished(JobRow job, FileRow row) =>
        row.State != ItemState.Failed && (job.State != JobState.Cancelled || row.IsInProgress);

    /// <summary>
    /// Of the items that nobody works on any more, those whose temp files the next job or <c>restore</c> looks at, since one may be what
    /// another program saved: what failed without it being known what became of the file, be it in an earlier job than one that was
    /// cancelled, and what is being put back.
    /// </summary>
    private IAsyncEnumerable<FileRow> LookedAtLater(JobRow job, Counts counts, CancellationToken cancellationToken) =>
        job.Options.KeepOriginals
            ? ledger.ListFilesAsync(job.Id, cancellationToken).Where(row => row.State == ItemState.Restoring || MayHoldASave(row))
            : counts.Failed > 0 || job.State == JobState.Cancelled
            ? ledger.ListOpenAsync(job.Id, cancellationToken).Where(MayHoldASave)
            : AsyncEnumerable.Empty<FileRow>();

    private static bool MayHoldASave(FileRow row) =>
        row.Failure?.Reason == FailureReason.Unknown || row is { State: ItemState.Pending, Intents.Count: > 0 };

    /// <summary>
    /// Those of the claim that stands and of every recorded intent: the next claim's fence removes them, and until then a worker may
    /// come back for them.
    /// </summary>
    private static IEnumerable<TempName> Temps(FileRow row, RootIdentity owner) =>
        row.Intents.Select(intent => intent.Epoch).Append(row.Epoch).Select(epoch => TempName.Of(row.Path, owner.Ledger, epoch));
}
