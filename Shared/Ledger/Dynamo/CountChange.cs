using ImgCompress.Contracts;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>A change of one count shard, always an action of the transaction that changes the item it counts.</summary>
internal static class CountChange
{
    /// <param name="key">The shard's key.</param>
    /// <param name="sizes">Added to its sizes.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    public static ItemChange Of(string key, Sizes sizes, long now) => new ItemChange(key)
        .Set("changed", now)
        .Add("bytes_in", sizes.BytesIn)
        .Add("bytes_out", sizes.BytesOut)
        .Add("pixels_in", sizes.PixelsIn)
        .Add("pixels_out", sizes.PixelsOut);

    /// <param name="finishes">Of one job, at least one.</param>
    /// <param name="shards">The job's.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    public static ItemChange Of(IReadOnlyList<(FileRow Claimed, Finish Finish)> finishes, int shards, long now)
    {
        var change = Of(
            KeyOf(finishes[0].Claimed, shards), finishes.Aggregate(Sizes.None, (sum, one) => sum + one.Finish.Sizes), now);
        foreach (var same in finishes.GroupBy(one => NameOf(one.Finish.Outcome), StringComparer.Ordinal))
        {
            change.Add(same.Key, same.Count());
        }

        return change;
    }

    /// <summary>A completed item whose original has been put back.</summary>
    /// <param name="row">The row as it was completed before.</param>
    /// <param name="difference">Of its sizes, to those before.</param>
    /// <param name="shards">The job's.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    public static ItemChange OfRestored(FileRow row, Sizes difference, int shards, long now) =>
        Of(KeyOf(row, shards), difference, now).Add(NameOf(row.Outcome!.Value), -1).Add("restored", 1);

    /// <summary>One failed or skipped item more, or, at a redrive, one less.</summary>
    public static ItemChange OfFailed(FileRow row, Failure? failure, int by, int shards, long now) =>
        Of(KeyOf(row, shards), Sizes.None, now).Add(Counts.IsSkipped(failure) ? "skipped" : "failed", by);

    private static string NameOf(Outcome outcome) => outcome switch
    {
        Outcome.Done => "done",
        Outcome.Unchanged => "unchanged",
        _ => "kept",
    };

    private static string KeyOf(FileRow row, int shards) => DynamoKeys.CountsOf(row.Job, row.Path, shards);
}
