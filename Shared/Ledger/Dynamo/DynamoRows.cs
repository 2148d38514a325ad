using System.Globalization;
using System.Text.Json;
using ImgCompress.Contracts;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>Between the items of the table and records.</summary>
internal static class DynamoRows
{
    /// <summary>
    /// The token of the call that claimed or ended the item last. A call whose answer was lost is made again, is refused by what it
    /// did itself, and knows itself by this.
    /// </summary>
    public const string CallName = "call";

    public static Item Of(JobRow job) => Attributes(
        DynamoKeys.Job(job.Id),
        [
            ("job", job.Id.ToString()),
            ("directory", job.Directory),
            ("spec", job.Spec.ToString()),
            ("options", JsonSerializer.Serialize(job.Options, ContractsJson.Default.JobOptions)),
            ("state", job.State.ToString()),
            ("open", DynamoKeys.Jobs),
            ("failure_limit", job.FailureLimit?.ToString()),
        ],
        [
            ("created", job.Created.ToUnixTimeMilliseconds()),
            ("continues", job.ContinuesItself ? 1 : null),
        ]);

    public static JobRow Job(Item item) => new Row(item).ToJob("job");

    public static RootIdentity Root(Item item) => new Row(item).ToRoot();

    /// <summary>A row that nobody has claimed in its job.</summary>
    public static Item Of(FileRow row) => Attributes(
        DynamoKeys.File(row.Path),
        [
            ("path", DynamoKeys.IsHashed(row.Path) ? row.Path.Value : null),
            ("job", row.Job.ToString()),
            ("state", row.State.ToString()),
            ("open", row.State == ItemState.Done ? null : DynamoKeys.Open(row.Job, DynamoKeys.Shard(row.Path))),
            ("outcome", row.Outcome?.ToString()),
            ("outs", row.Intents.Count == 0 ? null : RecordedIntent.ToText(row.Intents)),
            ("left_spec", row.LastResult?.Spec),
            ("left_content", row.LastResult?.Content.ToString()),
            ("left_source", row.LastResult?.Source?.ToString()),
            ("left_identity", row.LastResult?.Identity),
            ("left_history", row.LastResult is null ? null : HistoryOf(row.LastResult)),
        ],
        [
            ("epoch", row.Epoch),
            ("attempts", row.Attempts),
            ("bytes_in", row.Sizes.BytesIn),
            ("bytes_out", row.Sizes.BytesOut),
            ("pixels_in", row.Sizes.PixelsIn),
            ("pixels_out", row.Sizes.PixelsOut),
            ("changed", row.Changed.ToUnixTimeMilliseconds()),
        ]);

    public static string HistoryOf(LastResult result) => result.History?.ToString() ?? LastResult.NoHistory;

    public static FileRow File(Item item) => new Row(item).ToFile();

    public static Counts Counts(Item item) => new Row(item).ToCounts();

    /// <summary>0 where the item has no such attribute.</summary>
    public static long Number(Item item, string name) => new Row(item).Number(name) ?? 0;

    public static string? Text(Item item, string name) => new Row(item).Text(name);

    private static Item Attributes(string key, (string Name, string? Value)[] texts, (string Name, long? Value)[] numbers)
    {
        var item = new Item(StringComparer.Ordinal) { [DynamoTable.KeyName] = ItemChange.Text(key) };
        foreach (var (name, value) in texts)
        {
            if (value is not null)
            {
                item[name] = ItemChange.Text(value);
            }
        }

        foreach (var (name, value) in numbers)
        {
            if (value is { } number)
            {
                item[name] = ItemChange.Number(number);
            }
        }

        return item;
    }

    private sealed class Row(Item item) : StoredRow
    {
        protected override string Description => item[DynamoTable.KeyName].S;

        protected override string? Path => Text("path") ?? DynamoKeys.PathOf(item[DynamoTable.KeyName].S);

        public override string? Text(string name) => item.GetValueOrDefault(name)?.S;

        public override long? Number(string name) =>
            !item.TryGetValue(name, out var value) ? null
            : long.TryParse(value.N, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : throw Damaged(name, value.N ?? value.S);
    }
}
