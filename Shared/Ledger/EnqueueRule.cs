using ImgCompress.Contracts;
using ImgCompress.Files;

namespace ImgCompress.Ledger;

/// <summary>What a scanned file becomes in a job, given the row that stands: the same in every ledger.</summary>
public static class EnqueueRule
{
    /// <summary>The answer, and the row to write in place of the one that stands; null where it stays.</summary>
    /// <param name="job">The job that the file is to be an item of.</param>
    /// <param name="file">The file as the scan found it.</param>
    /// <param name="row">The file's current row; null: none.</param>
    /// <param name="isCancelled">Whether the job of <paramref name="row"/>, if it is another, was cancelled.</param>
    /// <param name="now">The time that the new row is stamped with.</param>
    public static (EnqueueResult Answer, FileRow? Write) Apply(
        JobRow job, ScannedFile file, FileRow? row, bool isCancelled, DateTimeOffset now)
    {
        var ended = row?.State is ItemState.Done or ItemState.Failed;
        if (row?.Job == job.Id)
        {
            return (ended ? new EnqueueResult.Ended() : new EnqueueResult.AlreadyOpen(), null);
        }

        if (row is not null && !ended && !(row.State == ItemState.Pending && isCancelled))
        {
            return (new EnqueueResult.Busy(row.Job), null);
        }

        // What an item that did not end well may have put in place: the next claim fences it off, and knows it when it reads the file.
        var intents = row is null or { State: ItemState.Done } ? [] : row.Intents;
        var unchanged = intents.Count == 0 && row?.LastResult is { } left && file.Identity?.Matches(left.Identity) is true
            && RepetitionRule.Of(job, left.Spec, left.History) == Repetition.Unchanged;
        var write = new FileRow
        {
            Path = file.Path,
            Job = job.Id,
            State = unchanged ? ItemState.Done : ItemState.Pending,
            Outcome = unchanged ? Outcome.Unchanged : null,
            Epoch = row?.Epoch ?? 0,
            Attempts = 0,
            LastResult = row?.LastResult,
            Intents = intents,
            Sizes = new(file.Size, file.Size, 0, 0),
            Changed = now,
        };
        return (unchanged ? new EnqueueResult.Unchanged(row!.LastResult!.Spec) : new EnqueueResult.Added(), write);
    }
}
