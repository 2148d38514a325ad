using ImgCompress.Contracts;
using Microsoft.Data.Sqlite;

namespace ImgCompress.Ledger.Sqlite;

/// <summary>Between the rows of the embedded ledger and records.</summary>
internal static class SqliteRows
{
    public static JobRow Job(SqliteDataReader reader) => new Row(reader, "id").ToJob("id");

    public static Counts Counts(SqliteDataReader reader) => new Row(reader, "job").ToCounts();

    public static RootIdentity Root(SqliteDataReader reader) => new Row(reader, "root").ToRoot();

    public static FileRow File(SqliteDataReader reader) => new Row(reader, "path").ToFile();

    /// <summary>The key, and what the steps of an item change until it ends well.</summary>
    public static (string Name, object? Value)[] Progress(FileRow row) =>
    [
        ("@path", row.Path.Value),
        ("@state", row.State.ToString()),
        ("@epoch", row.Epoch),
        ("@attempts", row.Attempts),
        ("@lease", row.Lease.ToUnixTimeMilliseconds()),
        ("@source", row.Source?.ToString()),
        ("@outs", RecordedIntent.ToText(row.Intents)),
        ("@reason", row.Failure?.Reason.ToName()),
        ("@detail", row.Failure?.Detail),
        ("@bytes_in", row.Sizes.BytesIn),
        ("@bytes_out", row.Sizes.BytesOut),
        ("@pixels_in", row.Sizes.PixelsIn),
        ("@pixels_out", row.Sizes.PixelsOut),
        ("@changed", row.Changed.ToUnixTimeMilliseconds()),
        ("@took", (long?)row.Took?.TotalMilliseconds),
    ];

    /// <summary>All else: the job that it is an item of, and how that ended it.</summary>
    public static (string Name, object? Value)[] End(FileRow row) =>
    [
        ("@job", row.Job.ToString()),
        ("@left_spec", row.LastResult?.Spec),
        ("@left_content", row.LastResult?.Content.ToString()),
        ("@left_source", row.LastResult?.Source?.ToString()),
        ("@left_identity", row.LastResult?.Identity),
        ("@left_history", row.LastResult is null ? null : row.LastResult.History?.ToString() ?? LastResult.NoHistory),
        ("@outcome", row.Outcome?.ToString()),
    ];

    private sealed class Row(SqliteDataReader reader, string key) : StoredRow
    {
        protected override string Description => $"{key} '{Text(key)}'";

        public override string? Text(string name) => reader[name] as string;

        public override long? Number(string name) => reader[name] as long?;
    }
}
