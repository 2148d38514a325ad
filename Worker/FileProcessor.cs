using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Worker.Imaging;

namespace ImgCompress.Worker;

/// <summary>
/// One delivery of one message: claim, fence, load, resize, record the intent, replace, finish. Whatever is killed, delayed or
/// repeated on the way, the file holds its old content or its new one, and the next delivery finds out which by reading it.
/// </summary>
internal sealed class FileProcessor(IJobLedger ledger, Roots roots, ImageResizer images, MemoryBudget memory, WorkerSettings settings)
{
    /// <summary>Delivers; a cancellation says nothing of the item and costs it no attempt.</summary>
    public Task<Ending> ProcessAsync(JobMessage message, DateTimeOffset sent, CancellationToken cancellationToken) =>
        ProcessAsync(message, sent, null, cancellationToken);

    /// <param name="message">Names the item.</param>
    /// <param name="sent">When the message was sent.</param>
    /// <param name="tooSlow">Why the attempt failed that is cancelled while it resizes; null: it does not count.</param>
    /// <param name="cancellationToken">Gives the item back where it is not resized yet.</param>
    public async Task<Ending> ProcessAsync(
        JobMessage message, DateTimeOffset sent, Failure? tooSlow, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // A claim that is cut off half-way may have been granted, and would hold the item until its lease is over.
        return await ledger.ClaimAsync(message, sent, settings.Lease, CancellationToken.None) switch
        {
            Claim.Granted(var row, var job) => await WorkAsync(row, job, tooSlow, cancellationToken),
            Claim.NotInLedger => new Ending.Failed(new(FailureReason.NotInLedger, "the ledger has no row of it, so it is not touched")),
            Claim.Held => new Ending.Again(settings.HeldDelay, null),
            _ => new Ending.Over(),
        };
    }

    private async Task<Ending> WorkAsync(FileRow row, JobRow job, Failure? tooSlow, CancellationToken cancellationToken)
    {
        var item = new Item(row, job, roots);
        try
        {
            item.RemoveEarlierTemps();
            return item.Load(images.Limits.MaxBytes) switch
            {
                Loaded.Replaced(var file, var content) => await FinishReplacedAsync(item, file, content),
                Loaded.Unchanged(var file, var content, var source) =>
                    await FinishAsync(item, Outcome.Unchanged, Untouched(file), file, content, source),
                Loaded.Refused(var failure) => await FailAsync(row, failure),
                _ when row.Attempts > settings.MaxAttempts => await FailAsync(row, Exhausted(row.Failure)),
                Loaded.Original original => await ResizeAsync(item, original, tooSlow, cancellationToken),
                _ => throw new InvalidOperationException("no such way to have loaded a file"),
            };
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
            return await GiveUpAsync(row, ReasonOf(exception));
        }
    }

    private async Task<Ending> ResizeAsync(Item item, Loaded.Original original, Failure? tooSlow, CancellationToken cancellationToken)
    {
        var bytes = original.File.Content;
        var inspection = images.Inspect(bytes, item.Job.Spec);
        if (inspection is Inspection.Refused(var refusal))
        {
            return await FailAsync(item.Row, refusal);
        }

        var header = (Inspection.Accepted)inspection;
        if (header.Memory > settings.MaxMemory)
        {
            return await FailAsync(item.Row, TooLarge(header.Memory));
        }

        using var room = await memory.EnterAsync(header.Memory, cancellationToken);
        return Resize(bytes, item.Job.Spec, tooSlow, cancellationToken) switch
        {
            Resized.Refused(var failure) => await FailAsync(item.Row, failure),
            Resized.Image image when IsKept(item.Job.Spec, image, bytes) => await KeepAsync(item, original, header.Pixels),
            Resized.Image image => await ReplaceAsync(
                item, original, Outcome.Done, image.Bytes, new(bytes.Length, image.Bytes.Length, image.PixelsIn, image.PixelsOut)),
            _ => throw new InvalidOperationException("no such way to have resized an image"),
        };
    }

    private Resized Resize(ReadOnlyMemory<byte> bytes, ResizeSpec spec, Failure? tooSlow, CancellationToken cancellationToken)
    {
        try
        {
            return images.Resize(bytes, spec, cancellationToken);
        }
        catch (OperationCanceledException) when (tooSlow is not null)
        {
            throw new FileFaultException(tooSlow);
        }
    }

    private async Task<Ending> ReplaceAsync(
        Item item, Loaded.Original original, Outcome outcome, ReadOnlyMemory<byte> content, Sizes sizes)
    {
        var result = Fingerprint.Of(content.Span);
        item.WriteTemp(content.Span, original.File);
        if (!await ledger.RecordIntentAsync(item.Row, original.Content, result, sizes, CancellationToken.None))
        {
            item.RemoveTemp();
            return Overtaken();
        }

        if (!item.IsStillThere(original))
        {
            item.RemoveTemp();
            return await GiveUpAsync(item.Row, new(FailureReason.ChangedInWork, "it was changed or removed while it was being resized"));
        }

        var file = item.Replace(result);
        return await FinishAsync(item, outcome, sizes, file, result, original.Content);
    }

    /// <summary>The original stays; where the result was to go elsewhere, it is copied there.</summary>
    private Task<Ending> KeepAsync(Item item, Loaded.Original original, long pixels)
    {
        var file = original.File;
        var sizes = Untouched(file) with { PixelsIn = pixels, PixelsOut = pixels };
        return item.Job.Options.Source is null
            ? FinishAsync(item, Outcome.Kept, sizes, file, original.Content, null)
            : ReplaceAsync(item, original, Outcome.Kept, file.Content, sizes);
    }

    /// <summary>An earlier claim was cut off after its rename, perhaps before the directory was flushed.</summary>
    private Task<Ending> FinishReplacedAsync(Item item, LoadedFile file, Fingerprint content)
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

        var outcome = content == item.Row.Source ? Outcome.Kept : Outcome.Done;
        return FinishAsync(item, outcome, item.Row.Sizes, file, content, item.Row.Source);
    }

    private async Task<Ending> FinishAsync(
        Item item, Outcome outcome, Sizes sizes, LoadedFile file, Fingerprint content, Fingerprint? source)
    {
        var finish = new Finish(outcome, sizes, item.LeaveBehind(file, content, source));
        return await ledger.FinishAsync(item.Row, finish, CancellationToken.None) ? new Ending.Finished(outcome, sizes) : Overtaken();
    }

    private async Task<Ending> FailAsync(FileRow row, Failure failure) =>
        await ledger.FailAsync(row, failure, CancellationToken.None) ? new Ending.Failed(failure) : Overtaken();

    /// <summary>Permanent reasons end the item; after a transient one it comes again, as long as it has attempts left.</summary>
    private async Task<Ending> GiveUpAsync(FileRow row, Failure failure)
    {
        if (!failure.Reason.IsTransient())
        {
            return await FailAsync(row, failure);
        }

        if (row.Attempts > settings.MaxAttempts)
        {
            return await FailAsync(row, Exhausted(failure));
        }

        await ledger.ReleaseAsync(row, failure, CancellationToken.None);
        return new Ending.Again(settings.RetryDelay * Math.Pow(2, row.Attempts - 1), failure);
    }

    private Failure Exhausted(Failure? last) => new(
        FailureReason.Exhausted, $"{last?.Detail ?? "the worker ended in the middle of it"} (after {settings.MaxAttempts} attempts)");

    private Failure TooLarge(long memory) => new(
        FailureReason.TooLarge, $"resizing it takes up to {memory >> 20} MiB of memory; this worker has {settings.MaxMemory >> 20} MiB for it");

    private static Failure ReasonOf(Exception exception) => exception switch
    {
        FileFaultException fault => fault.Failure,
        OutOfMemoryException => new(FailureReason.OutOfMemory, "there was not enough memory for it"),
        _ => new(FailureReason.InternalError, $"{exception.GetType().Name}: {exception.Message}"),
    };

    /// <summary>Another claim came in between and goes on from here. The message stays: it may be the other worker's too.</summary>
    private Ending.Again Overtaken() => new(settings.HeldDelay, null);

    private static bool IsKept(ResizeSpec spec, Resized.Image image, ReadOnlyMemory<byte> original) =>
        spec.ScaleOp == ScaleOp.Down && !spec.AllowLarger && image.Bytes.Length >= original.Length;

    private static Sizes Untouched(LoadedFile file) => new(file.Content.Length, file.Content.Length, 0, 0);
}
