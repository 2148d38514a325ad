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

    public static ItemChange Of(FileRow row, Finish finish, long now) => Of(KeyOf(row), finish.Sizes, now).Add(
        finish.Outcome switch
        {
            Outcome.Done => "done",
            Outcome.Unchanged => "unchanged",
            _ => "kept",
        },
        1);

    /// <summary>One failed or skipped item more, or, at a redrive, one less.</summary>
    public static ItemChange OfFailed(FileRow row, Failure? failure, int by, long now) =>
        Of(KeyOf(row), Sizes.None, now).Add(Counts.IsSkipped(failure) ? "skipped" : "failed", by);

    private static string KeyOf(FileRow row) => DynamoKeys.Counts(row.Job, DynamoKeys.Shard(row.Path));
}
