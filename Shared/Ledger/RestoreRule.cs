using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>What putting an original back makes of an item's row: the same in every ledger.</summary>
internal static class RestoreRule
{
    /// <summary>Whether something of the item's has been put in place by a job, as far as its row says.</summary>
    public static bool MayBegin(FileRow row) =>
        row.State == ItemState.Restoring || row is { State: ItemState.Done, Outcome: Outcome.Done or Outcome.Unchanged };

    /// <summary>Names its temp file by the new epoch; whoever begins after this removes that one first.</summary>
    public static FileRow Begun(FileRow row, Fingerprint source) => row with
    {
        State = ItemState.Restoring,
        Epoch = row.Epoch + 1,
        Intents = [.. row.Intents, new(row.Epoch + 1, source, null)],
    };

    /// <summary>
    /// The file is the original, and of an original no job has left anything. (One that is itself an earlier job's result is known by its
    /// content.)
    /// </summary>
    public static FileRow Ended(FileRow row, bool restored)
    {
        if (!restored)
        {
            return row with { State = ItemState.Done };
        }

        var source = row.Intents[^1].Content;
        return row with
        {
            State = ItemState.Done,
            Outcome = Outcome.Restored,
            Source = source,
            Intents = [],
            LastResult = null,
            Sizes = row.Sizes with { BytesIn = source.Length, BytesOut = source.Length, PixelsOut = row.Sizes.PixelsIn },
        };
    }
}
