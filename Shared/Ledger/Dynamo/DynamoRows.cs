using System.Globalization;
using System.Text.Json;
using ImgCompress.Contracts;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>Between items and records. Times are milliseconds since 1970. A value that cannot be read is damage, and says which.</summary>
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
        ],
        [("total", job.Total), ("created", job.Created.ToUnixTimeMilliseconds())]);

    public static JobRow Job(Item item) => new(
        JobOf(item),
        Text(item, "directory") ?? "",
        ResizeSpec.TryParse(Text(item, "spec") ?? "", out var spec) ? spec : throw Damaged(item, "spec"),
        JsonSerializer.Deserialize(Text(item, "options") ?? "{}", ContractsJson.Default.JobOptions)!,
        Named<JobState>(item, "state") ?? throw Damaged(item, "state"),
        item.ContainsKey("total") ? Number(item, "total") : null,
        Time(item, "created"));

    /// <summary>A row that nobody has claimed in its job.</summary>
    public static Item Of(FileRow row) => Attributes(
        DynamoKeys.File(row.Path),
        [
            ("path", DynamoKeys.IsHashed(row.Path) ? row.Path.Value : null),
            ("job", row.Job.ToString()),
            ("state", row.State.ToString()),
            ("open", row.State == ItemState.Done ? null : DynamoKeys.Open(row.Job, DynamoKeys.Shard(row.Path))),
            ("outcome", row.Outcome?.ToString()),
            ("left_spec", row.LastResult?.Spec),
            ("left_content", row.LastResult?.Content.ToString()),
            ("left_source", row.LastResult?.Source?.ToString()),
            ("left_identity", row.LastResult?.Identity),
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

    public static FileRow File(Item item) => new()
    {
        Path = RelativePath.TryParse(Text(item, "path") ?? DynamoKeys.PathOf(item[DynamoTable.KeyName].S), out var path)
            ? path
            : throw Damaged(item, "path"),
        Job = JobOf(item),
        State = Named<ItemState>(item, "state") ?? throw Damaged(item, "state"),
        Epoch = Number(item, "epoch"),
        Attempts = (int)Number(item, "attempts"),
        Lease = Time(item, "lease"),
        Source = Print(item, "source"),
        Intents = [.. (Text(item, "outs") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => Out(item, text))],
        LastResult = Text(item, "left_spec") is { } spec
            ? new(spec, Print(item, "left_content") ?? throw Damaged(item, "left_content"), Print(item, "left_source"), Text(item, "left_identity"))
            : null,
        Outcome = Named<Outcome>(item, "outcome"),
        Failure = Text(item, "reason") is { } reason
            ? new(FailureReasons.TryParse(reason, out var known) ? known : throw Damaged(item, "reason"), Text(item, "detail") ?? "")
            : null,
        Sizes = Sizes(item),
        Changed = Time(item, "changed"),
    };

    public static Counts Counts(Item item) =>
        new(Number(item, "done"), Number(item, "unchanged"), Number(item, "kept"), Number(item, "failed"), Sizes(item));

    public static long Number(Item item, string name) =>
        !item.TryGetValue(name, out var value) ? 0
        : long.TryParse(value.N, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Damaged(item, name);

    public static string? Text(Item item, string name) => item.GetValueOrDefault(name)?.S;

    /// <summary>What each claim recorded, as one attribute: <c>epoch=fingerprint</c>, blanks between.</summary>
    public static string Intents(IEnumerable<RecordedIntent> outs) =>
        string.Join(' ', outs.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Epoch}={o.Content}")));

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

    private static Sizes Sizes(Item item) =>
        new(Number(item, "bytes_in"), Number(item, "bytes_out"), Number(item, "pixels_in"), Number(item, "pixels_out"));

    private static RecordedIntent Out(Item item, string text) =>
        text.Split('=') is [var epoch, var print] && Fingerprint.TryParse(print, out var content)
            ? new(long.Parse(epoch, CultureInfo.InvariantCulture), content)
            : throw Damaged(item, "outs");

    private static Fingerprint? Print(Item item, string name) =>
        Text(item, name) is not { } text ? null
        : Fingerprint.TryParse(text, out var print) ? print
        : throw Damaged(item, name);

    private static T? Named<T>(Item item, string name)
        where T : struct, Enum =>
        Text(item, name) is not { } text ? null
        : Enum.TryParse<T>(text, out var value) ? value
        : throw Damaged(item, name);

    private static JobId JobOf(Item item) => JobId.TryParse(Text(item, "job"), out var job) ? job : throw Damaged(item, "job");

    private static DateTimeOffset Time(Item item, string name) => DateTimeOffset.FromUnixTimeMilliseconds(Number(item, name));

    private static InvalidDataException Damaged(Item item, string name) =>
        new($"the ledger is damaged: {name} of {item[DynamoTable.KeyName].S} is '{item.GetValueOrDefault(name)?.S ?? item.GetValueOrDefault(name)?.N}'");
}
