using System.Collections.Frozen;
using ImgCompress.Contracts;
using Microsoft.Data.Sqlite;

namespace ImgCompress.Ledger.Sqlite;

/// <summary>Between the rows of the embedded ledger and records.</summary>
internal static class SqliteRows
{
    public const string JobColumns =
        "id, directory, spec, options, state, created, cursor, advanced, left_out, submissions, continues, paused, failure_limit, "
        + "failures_before";

    public const string CountsColumns =
        "job, enqueued, done, unchanged, kept, failed, skipped, bytes_in, bytes_out, pixels_in, pixels_out, restored, changed";

    public const string RootColumns = "root, ledger, made, generation";

    public const string FileColumns =
        "path, job, state, epoch, attempts, lease, source, outs, left_spec, left_content, left_source, left_identity, left_history, "
        + "outcome, reason, detail, bytes_in, bytes_out, pixels_in, pixels_out, changed, took";

    private static readonly FrozenDictionary<string, int> JobOrder = Order(JobColumns);
    private static readonly FrozenDictionary<string, int> CountsOrder = Order(CountsColumns);
    private static readonly FrozenDictionary<string, int> RootOrder = Order(RootColumns);
    private static readonly FrozenDictionary<string, int> FileOrder = Order(FileColumns);

    /// <summary>Of <see cref="JobColumns"/>.</summary>
    public static JobRow Job(SqliteDataReader reader) => new Row(reader, JobOrder, "id").ToJob("id");

    /// <summary>Of <see cref="CountsColumns"/>.</summary>
    public static Counts Counts(SqliteDataReader reader) => new Row(reader, CountsOrder, "job").ToCounts();

    /// <summary>Of <see cref="RootColumns"/>.</summary>
    public static RootIdentity Root(SqliteDataReader reader) => new Row(reader, RootOrder, "root").ToRoot();

    /// <summary>Of <see cref="FileColumns"/>.</summary>
    public static FileRow File(SqliteDataReader reader) => new Row(reader, FileOrder, "path").ToFile();

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

    private static FrozenDictionary<string, int> Order(string columns) =>
        columns.Split(", ").Index().ToFrozenDictionary(column => column.Item, column => column.Index, StringComparer.Ordinal);

    /// <summary>Where each column is, is known before: a reader asks SQLite for all their names with each statement.</summary>
    private sealed class Row(SqliteDataReader reader, FrozenDictionary<string, int> columns, string key) : StoredRow
    {
        protected override string Description => $"{key} '{Text(key)}'";

        public override string? Text(string name) => reader.GetValue(columns[name]) as string;

        public override long? Number(string name) => reader.GetValue(columns[name]) as long?;
    }
}
