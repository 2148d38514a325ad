using System.Diagnostics;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Engine.Delivery;

/// <summary>
/// One delivery of one message: claim, fence, load, resize, record the intent, replace, finish. Whatever is killed, delayed or
/// repeated on the way, the file holds its old content or its new one, and the next delivery finds out which by reading it.
/// </summary>
public sealed class FileProcessor(
    IJobLedger ledger, JobRoots roots, RootOwnership ownership, ImageResizer images, Budget memory, DeliverySettings settings)
{
    /// <summary>
    /// Deliveries that find the attempts used up, and then read the file to tell whether it has been resized. A fault of the ledger costs
    /// one of them, and so does a file that ends the process when it is read.
    /// </summary>
    private const int MostVerdicts = 3;

    private static readonly Failure CutOff = new(
        FailureReason.Exhausted, "the process that worked on it ended each time, and it may be why");

    private readonly NestedRoots _nested = new(roots.Target);

    // All side by side, or one alone.
    private readonly Budget _deliveries = new(int.MaxValue);

    private long MaxBytes => Math.Min(images.Limits.MaxBytes, settings.MaxMemory);

    /// <summary>Delivers; a cancellation says nothing of the item and costs it no attempt.</summary>
    public Task<DeliveryResult> ProcessAsync(JobMessage message, CancellationToken cancellationToken) =>
        ProcessAsync(message, null, finishesLater: false, cancellationToken);

    /// <param name="message">Names the item.</param>
    /// <param name="tooSlow">Why the attempt failed that is cancelled while it resizes; null: it does not count.</param>
    /// <param name="finishesLater">
    /// An item that is to be completed comes back as <see cref="DeliveryResult.ToFinish"/>, for <see cref="FinishAllAsync"/>, which has to
    /// be called within the lease.
    /// </param>
    /// <param name="cancellationToken">Gives the item back where it is not resized yet.</param>
    public async Task<DeliveryResult> ProcessAsync(
        JobMessage message, Failure? tooSlow, bool finishesLater, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var owner = await ownership.RequireAsync(CancellationToken.None);
        using (await _deliveries.EnterAsync(1, cancellationToken))
        {
            var result = await DeliverAsync(message, owner, alone: false, tooSlow, finishesLater, cancellationToken);
            if (result is not null)
            {
                return result;
            }
        }

        // It may be what ended the process that held it. So it waits until all else is done here, and takes nothing with it.
        using (await _deliveries.EnterAsync(long.MaxValue, cancellationToken))
        {
            return await DeliverAsync(message, owner, alone: true, tooSlow, finishesLater: false, cancellationToken)
                ?? throw new UnreachableException();
        }
    }

    /// <summary>Completes items, each on the condition that its claim still holds it.</summary>
    /// <returns>How each delivery ended, in their order.</returns>
    public async Task<IReadOnlyList<DeliveryResult>> FinishAllAsync(IReadOnlyList<DeliveryResult.ToFinish> items)
    {
        try
        {
            var held = await ledger.FinishAllAsync([.. items.Select(item => (item.Claimed, item.Finish))], CancellationToken.None);
            return
            [
                .. items.Zip(held, (item, isHeld) => isHeld
                    ? new DeliveryResult.Completed(item.Finish.Outcome, item.Finish.Sizes, item.DroppedCredentials)
                    : (DeliveryResult)Overtaken()),
            ];
        }
        catch (Exception exception)
        {
            // Which of them it has completed is not known: the next delivery of each finds its result in place, or nothing to do.
            var failure = ReasonOf(exception);
            var results = new List<DeliveryResult>();
            foreach (var item in items)
            {
                await ledger.ReleaseAsync(item.Claimed, failure, CancellationToken.None);
                results.Add(RetryOf(item.Claimed, failure));
            }

            return results;
        }
    }

    /// <summary>Null: it was cut off, and is to be delivered alone.</summary>
    private async Task<DeliveryResult?> DeliverAsync(
        JobMessage message, RootIdentity owner, bool alone, Failure? tooSlow, bool finishesLater, CancellationToken cancellationToken)
    {
        // A claim that is cut off half-way may have been granted, and would hold the item until its lease is over.
        return await ledger.ClaimAsync(message, settings.Lease, alone, CancellationToken.None) switch
        {
            ClaimResult.Granted(var row, var job) => await WorkAsync(
                new(row, job, roots, owner) { FinishesLater = finishesLater }, alone, tooSlow, cancellationToken),
            ClaimResult.CutOff => null,
            ClaimResult.NotInLedger => new DeliveryResult.DeadLettered(
                new(FailureReason.NotInLedger, "the ledger has no row of it, so it is not touched")),
            ClaimResult.AlreadyFailed(var failure, var epoch) => Failed(failure, message with { Redrive = epoch }),

            // Until then nothing can be done for it, and each delivery counts towards the queue's limit.
            ClaimResult.Held(var remaining) =>
                new DeliveryResult.Retry(remaining > settings.HeldDelay ? remaining : settings.HeldDelay, null),
            _ => new DeliveryResult.NothingToDo(),
        };
    }

    private async Task<DeliveryResult> WorkAsync(ClaimedItem item, bool wasCutOff, Failure? tooSlow, CancellationToken cancellationToken)
    {
        var row = item.Row;
        try
        {
            if (row.Intents.Count > 0)
            {
                // Where it has been given anew to this ledger since it was compared, later claims have temp files of other names.
                ownership.RequireUnchanged(item.Owner);
                item.RemoveEarlierTemps();
            }

            _nested.RequireNone(row.Path);
            if (VerdictWithoutReading(item, wasCutOff) is { } verdict)
            {
                return await FailAsync(item, verdict);
            }

            DeliveryResult? result;
            var bytes = item.BytesToLoad(MaxBytes);
            do
            {
                // Two that held what they have read, and waited for more, could wait for each other. So one that needs more than there is
                // lets go of it, and reads again once there is enough.
                using var room = await memory.EnterAsync(bytes, cancellationToken);
                (result, bytes) = await WorkAsync(item, room, bytes, tooSlow, cancellationToken);
            }
            while (result is null);

            return result;
        }
        catch (OperationCanceledException)
        {
            await ledger.ReleaseAsync(row, null, CancellationToken.None);
            throw;
        }
        catch (Exception exception)
        {
            // The one edge at which whatever went wrong becomes a reason. A temp that cannot be removed stops this delivery.
            item.RemoveTemp();
            return await GiveUpAsync(item, ReasonOf(exception));
        }
    }

    /// <summary>
    /// Once the attempts are used up, only a file that may hold a recorded result is read, since reading it may be what ends the process;
    /// and not even that for ever.
    /// </summary>
    private Failure? VerdictWithoutReading(ClaimedItem item, bool wasCutOff)
    {
        var verdicts = item.Row.Attempts - settings.MaxAttempts;
        var last = wasCutOff ? null : item.Row.Failure;
        return verdicts <= 0 ? null
            : !item.MayHoldAResult() ? Exhausted(last)
            : verdicts > MostVerdicts ? Unknown(last ?? CutOff)
            : null;
    }

    /// <summary>No result where it takes more bytes than the room has, and cannot grow to them: the bytes then.</summary>
    private async Task<(DeliveryResult? Result, long Bytes)> WorkAsync(
        ClaimedItem item, Budget.Room room, long bytes, Failure? tooSlow, CancellationToken cancellationToken)
    {
        switch (await item.LoadAsync(MaxBytes, bytes, ledger, cancellationToken))
        {
            case LoadResult.Larger(var size):
                return (null, size);
            case LoadResult.Replaced(var file, var content):
                return (await FinishReplacedAsync(item, file, content), 0);
            case LoadResult.Unchanged when item.FlushRenames() is { } fault && item.Row.Attempts <= settings.MaxAttempts:
                return (await ReleaseAsync(item.Row, fault), 0);
            case LoadResult.Unchanged(var file, var content, var source, var originalBytes, var history):
                var left = item.LastResultOf(file.Identity, content, source, history);
                return (await FinishAsync(item, Outcome.Unchanged, Untouched(file) with { BytesIn = originalBytes }, left), 0);
            case LoadResult.Refused(var failure):
                return (await FailAsync(item, failure), 0);
            case LoadResult.Original when item.Row.Attempts > settings.MaxAttempts:
                return (await FailAsync(item, Exhausted(item.Row.Failure)), 0);
            case LoadResult.Original original:
                return images.Inspect(original.File.Content, item.Job.Spec) switch
                {
                    InspectionResult.Refused(var refusal) => (await FailAsync(item, refusal), 0),
                    InspectionResult.Fits => (await LeaveAsync(item, original, Outcome.Unchanged, 0), 0),
                    InspectionResult.Accepted image when image.PeakBytes > settings.MaxMemory =>
                        (await FailAsync(item, TooLarge(image.PeakBytes)), 0),
                    InspectionResult.Accepted image when !room.TryGrowTo(image.PeakBytes) => (null, image.PeakBytes),
                    InspectionResult.Accepted image => (await ResizeAsync(item, original, image, tooSlow, cancellationToken), 0),
                    _ => throw new UnreachableException(),
                };
            default:
                throw new UnreachableException();
        }
    }

    private async Task<DeliveryResult> ResizeAsync(
        ClaimedItem item,
        LoadResult.Original original,
        InspectionResult.Accepted image,
        Failure? tooSlow,
        CancellationToken cancellationToken)
    {
        var bytes = original.File.Content;
        return Resize(image, tooSlow, cancellationToken) switch
        {
            ResizeResult.Refused(var failure) => await FailAsync(item, failure),
            ResizeResult.Image resized when IsKept(item.Job.Spec, resized, bytes) =>
                await LeaveAsync(item, original, Outcome.Kept, image.Pixels),
            ResizeResult.Image resized => WithLosses(image, await ReplaceAsync(
                item,
                original,
                Outcome.Done,
                resized.Bytes,
                new(bytes.Length, resized.Bytes.Length, resized.PixelsIn, resized.PixelsOut),
                FileHistory.After(
                    original.History, item.Job, new(image.Width, image.Height), new(image.NewWidth, image.NewHeight)))),
            _ => throw new UnreachableException(),
        };
    }

    private static DeliveryResult WithLosses(InspectionResult.Accepted image, DeliveryResult result) => result switch
    {
        DeliveryResult.Completed completed => completed with { DroppedCredentials = image.DropsCredentials },
        DeliveryResult.ToFinish later => later with { DroppedCredentials = image.DropsCredentials },
        _ => result,
    };

    private ResizeResult Resize(InspectionResult.Accepted image, Failure? tooSlow, CancellationToken cancellationToken)
    {
        try
        {
            return images.Resize(image, cancellationToken);
        }
        catch (OperationCanceledException) when (tooSlow is not null)
        {
            throw new FileFaultException(tooSlow);
        }
    }

    private async Task<DeliveryResult> ReplaceAsync(
        ClaimedItem item,
        LoadResult.Original original,
        Outcome outcome,
        ReadOnlyMemory<byte> content,
        Sizes sizes,
        FileHistory? history)
    {
        var result = Fingerprint.Of(content.Span);
        var intent = new RecordedIntent(item.Row.Epoch, result, item.Job.Spec.ToString(), original.Replaces?.Content);
        using var written = item.WriteTemp(content.Span, result, history, original.File);
        var found = outcome == Outcome.Done ? history : null;
        if (!await ledger.RecordIntentAsync(item.Row, original.Content, intent, sizes, found, CancellationToken.None))
        {
            written.Dispose();
            item.RemoveTemp();
            return Overtaken();
        }

        ownership.RequireUnchanged(item.Owner);
        if (!item.IsStillThere(original))
        {
            written.Dispose();
            item.RemoveTemp();
            return await GiveUpAsync(item, new(FailureReason.ChangedInWork, "it was changed or removed while it was being resized"));
        }

        var file = item.Replace(original, result, written);
        return await FinishAsync(item, outcome, sizes, item.LastResultOf(file, result, original.Content, history));
    }

    /// <summary>The original stays; where the result was to go elsewhere, it is copied there.</summary>
    private Task<DeliveryResult> LeaveAsync(ClaimedItem item, LoadResult.Original original, Outcome outcome, long pixels)
    {
        var file = original.File;
        var sizes = Untouched(file) with { PixelsIn = pixels, PixelsOut = pixels };
        return item.Job.Options.Source is null
            ? FinishAsync(item, outcome, sizes, item.LastResultOf(file.Identity, original.Content, null, original.History))
            : ReplaceAsync(item, original, outcome, file.Content, sizes, original.History);
    }

    /// <summary>An earlier claim was cut off after its rename, perhaps before the directory was flushed.</summary>
    private async Task<DeliveryResult> FinishReplacedAsync(ClaimedItem item, LoadedFile file, Fingerprint content)
    {
        try
        {
            item.SyncDirectory();
        }
        catch (FileFaultException) when (item.Row.Attempts > settings.MaxAttempts)
        {
            // It is resized, and saying that it failed would be wrong. Should a power failure undo the rename, the next job finds
            // the original and resizes it.
        }

        var outcome = content != item.Row.Source ? Outcome.Done
            : images.Inspect(file.Content, item.Job.Spec) is InspectionResult.Fits ? Outcome.Unchanged
            : Outcome.Kept;
        var history = await ledger.FindHistoryAsync(content, CancellationToken.None)
            ?? (outcome == Outcome.Done ? FileHistory.Of(item.Job.Spec.ToString(), item.Job.Id) : null);
        return await FinishAsync(item, outcome, item.Row.Sizes, item.LastResultOf(file.Identity, content, item.Row.Source, history));
    }

    private async Task<DeliveryResult> FinishAsync(ClaimedItem item, Outcome outcome, Sizes sizes, LastResult lastResult) =>
        item.FinishesLater ? new DeliveryResult.ToFinish(item.Row, new(outcome, sizes, lastResult))
            : await ledger.FinishAsync(item.Row, new(outcome, sizes, lastResult), CancellationToken.None)
            ? new DeliveryResult.Completed(outcome, sizes)
            : Overtaken();

    private async Task<DeliveryResult> FailAsync(ClaimedItem item, Failure failure)
    {
        if (item.FlushRenames() is { } fault && item.Row.Attempts <= settings.MaxAttempts)
        {
            return await ReleaseAsync(item.Row, fault);
        }

        item.RemoveKept();
        if (!await ledger.FailAsync(item.Row, failure, CancellationToken.None))
        {
            return Overtaken();
        }

        if (item.Job.FailureLimit is not null && !Counts.IsSkipped(failure))
        {
            await PauseWhereTooManyFailAsync(item.Job.Id);
        }

        return Failed(failure, new(item.Row.Job, item.Row.Path, item.Row.Epoch));
    }

    /// <summary>Of an item whose row says so.</summary>
    private static DeliveryResult Failed(Failure failure, JobMessage letter) => Counts.IsSkipped(failure)
        ? new DeliveryResult.Skipped(failure)
        : new DeliveryResult.DeadLettered(failure, letter);

    private async Task PauseWhereTooManyFailAsync(JobId id)
    {
        if (await ledger.FindJobAsync(id, CancellationToken.None) is { Paused: null } job
            && job.ReasonToPause(await ledger.CountAsync(id, CancellationToken.None)) is { } why)
        {
            await ledger.PauseAsync(id, why, CancellationToken.None);
        }
    }

    /// <summary>
    /// Permanent reasons end the item; after a transient one it comes again, as long as it has attempts left. Where a result may stand in
    /// place, any fault is transient: it hinders the reading that would tell, and says nothing of the file.
    /// </summary>
    private async Task<DeliveryResult> GiveUpAsync(ClaimedItem item, Failure failure)
    {
        var row = item.Row;
        if (!failure.Reason.IsTransient() && !item.MayBeReplaced)
        {
            return await FailAsync(item, failure);
        }

        if (row.Attempts > settings.MaxAttempts)
        {
            // Of a file that is not there, nothing is unknown.
            var isUnknown = item.MayBeReplaced && failure.Reason != FailureReason.Missing;
            return await FailAsync(item, isUnknown ? Unknown(failure) : Exhausted(failure));
        }

        return await ReleaseAsync(row, failure);
    }

    private async Task<DeliveryResult> ReleaseAsync(FileRow row, Failure failure)
    {
        await ledger.ReleaseAsync(row, failure, CancellationToken.None);
        return RetryOf(row, failure);
    }

    private DeliveryResult.Retry RetryOf(FileRow row, Failure failure) =>
        new(settings.RetryDelay * Math.Pow(2, row.Attempts - 1), failure);

    private Failure Unknown(Failure last) => new(
        FailureReason.Unknown,
        $"whether it has been resized cannot be told: {last.Detail} (after {settings.MaxAttempts} attempts); a redrive, or the next run, "
        + "looks again");

    private Failure Exhausted(Failure? last) => new(
        FailureReason.Exhausted, $"{(last ?? CutOff).Detail} (after {settings.MaxAttempts} attempts)");

    private Failure TooLarge(long memory) => new(
        FailureReason.TooLarge,
        $"resizing it takes up to {memory >> 20} MiB of memory; this worker has {settings.MaxMemory >> 20} MiB for it");

    private static Failure ReasonOf(Exception exception) => exception switch
    {
        FileFaultException fault => fault.Failure,
        ForeignRootException foreign => new(FailureReason.InternalError, foreign.Message),
        OutOfMemoryException => new(FailureReason.OutOfMemory, "there was not enough memory for it"),
        _ => new(FailureReason.InternalError, $"{exception.GetType().Name}: {exception.Message}"),
    };

    /// <summary>Another claim came in between and goes on from here. The message stays: it may be the other worker's too.</summary>
    private DeliveryResult.Retry Overtaken() => new(settings.HeldDelay, null);

    private static bool IsKept(ResizeSpec spec, ResizeResult.Image image, ReadOnlyMemory<byte> original) =>
        spec.Scaling.OnlyShrinks && !spec.AllowLarger && image.Bytes.Length >= original.Length;

    private static Sizes Untouched(LoadedFile file) => new(file.Content.Length, file.Content.Length, 0, 0);
}
