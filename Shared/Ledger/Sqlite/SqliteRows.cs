using System.Globalization;
using System.Text.Json;
using ImgCompress.Contracts;
using Microsoft.Data.Sqlite;

namespace ImgCompress.Ledger.Sqlite;

/// <summary>Between rows of the embedded ledger and records. A value that cannot be read is damage, and says which.</summary>
internal static class SqliteRows
{
    public static JobRow Job(SqliteDataReader r) => new(
        JobId.TryParse(Text(r, "id"), out var id) ? id : throw Damaged("job.id", Text(r, "id")),
        Text(r, "directory")!,
        ResizeSpec.TryParse(Text(r, "spec")!, out var spec) ? spec : throw Damaged("job.spec", Text(r, "spec")),
        JsonSerializer.Deserialize(Text(r, "options")!, ContractsJson.Default.JobOptions)!,
        Enum.Parse<JobState>(Text(r, "state")!),
        r["total"] as long?,
        Time(r, "created"));

    public static Counts Counts(SqliteDataReader r) =>
        new(Number(r, "done"), Number(r, "unchanged"), Number(r, "kept"), Number(r, "failed"), Sizes(r));

    public static FileRow File(SqliteDataReader r) => new()
    {
        Path = RelativePath.TryParse(Text(r, "path"), out var path) ? path : throw Damaged("file.path", Text(r, "path")),
        Job = JobId.TryParse(Text(r, "job"), out var job) ? job : throw Damaged("file.job", Text(r, "job")),
        State = Enum.Parse<ItemState>(Text(r, "state")!),
        Epoch = Number(r, "epoch"),
        Attempts = (int)Number(r, "attempts"),
        Lease = Time(r, "lease"),
        Source = Print(r, "source"),
        Intents = [.. Text(r, "outs")!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Out)],
        LastResult = Text(r, "left_spec") is { } spec
            ? new(spec, Print(r, "left_content")!, Print(r, "left_source"), Text(r, "left_identity"))
            : null,
        Outcome = Text(r, "outcome") is { } outcome ? Enum.Parse<Outcome>(outcome) : null,
        Failure = Text(r, "reason") is { } reason
            ? new(FailureReasons.TryParse(reason, out var known) ? known : throw Damaged("file.reason", reason), Text(r, "detail") ?? "")
            : null,
        Sizes = Sizes(r),
        Changed = Time(r, "changed"),
    };

    public static (string Name, object? Value)[] Parameters(FileRow row) =>
    [
        ("@path", row.Path.Value),
        ("@job", row.Job.ToString()),
        ("@state", row.State.ToString()),
        ("@epoch", row.Epoch),
        ("@attempts", row.Attempts),
        ("@lease", row.Lease.ToUnixTimeMilliseconds()),
        ("@source", row.Source?.ToString()),
        ("@outs", string.Join(' ', row.Intents.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Epoch}={o.Content}")))),
        ("@left_spec", row.LastResult?.Spec),
        ("@left_content", row.LastResult?.Content.ToString()),
        ("@left_source", row.LastResult?.Source?.ToString()),
        ("@left_identity", row.LastResult?.Identity),
        ("@outcome", row.Outcome?.ToString()),
        ("@reason", row.Failure?.Reason.ToName()),
        ("@detail", row.Failure?.Detail),
        ("@bytes_in", row.Sizes.BytesIn),
        ("@bytes_out", row.Sizes.BytesOut),
        ("@pixels_in", row.Sizes.PixelsIn),
        ("@pixels_out", row.Sizes.PixelsOut),
        ("@changed", row.Changed.ToUnixTimeMilliseconds()),
    ];

    private static Sizes Sizes(SqliteDataReader r) =>
        new(Number(r, "bytes_in"), Number(r, "bytes_out"), Number(r, "pixels_in"), Number(r, "pixels_out"));

    private static RecordedIntent Out(string text) =>
        text.Split('=') is [var epoch, var print] && Fingerprint.TryParse(print, out var content)
            ? new(long.Parse(epoch, CultureInfo.InvariantCulture), content)
            : throw Damaged("file.outs", text);

    private static Fingerprint? Print(SqliteDataReader r, string column) =>
        Text(r, column) is not { } text ? null
        : Fingerprint.TryParse(text, out var print) ? print
        : throw Damaged($"file.{column}", text);

    private static string? Text(SqliteDataReader r, string column) => r[column] as string;

    private static long Number(SqliteDataReader r, string column) => (long)r[column];

    private static DateTimeOffset Time(SqliteDataReader r, string column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Number(r, column));

    private static InvalidDataException Damaged(string what, string? value) => new($"the ledger is damaged: {what} is '{value}'");
}
