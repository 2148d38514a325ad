using System.Globalization;
using ImgCompress.Contracts;
using ImgCompress.Sqlite;

namespace ImgCompress.Queue.Sqlite;

/// <summary>The embedded queue: the heaviest visible message first. A receipt handle names one delivery; a later one makes it void.</summary>
/// <param name="path">Of the SQLite file.</param>
/// <param name="time">For the visibility timeouts.</param>
/// <param name="only">The job whose messages are delivered; null: all jobs'.</param>
public sealed class SqliteQueue(string path, TimeProvider time, JobId? only = null) : IJobQueue
{
    private const string Schema = """
        CREATE TABLE message (
            id INTEGER PRIMARY KEY, job TEXT NOT NULL, body TEXT NOT NULL, weight INTEGER NOT NULL,
            sent INTEGER NOT NULL, visible INTEGER NOT NULL, receives INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE INDEX message_order ON message (weight DESC, id);
        CREATE INDEX message_job ON message (job);
        CREATE TABLE dead_letter (
            id INTEGER PRIMARY KEY, body TEXT NOT NULL, weight INTEGER NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL,
            died INTEGER NOT NULL) STRICT
        """;

    private readonly SqliteFile _file = new(path, Schema);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<IReadOnlyList<Unsent>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Unsent>>(_file.Write(sql =>
        {
            foreach (var outgoing in messages)
            {
                sql.Execute(
                    "INSERT INTO message (job, body, weight, sent, visible) VALUES (@job, @body, @weight, @now, 0)",
                    ("@job", outgoing.Message.Job.ToString()),
                    ("@body", outgoing.Message.ToJson()),
                    ("@weight", outgoing.Weight),
                    ("@now", Now));
            }

            return Array.Empty<Unsent>();
        }));

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, TimeSpan visibility, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ReceivedMessage>>(_file.Write(sql =>
        {
            var received = sql.Query(
                """
                SELECT id, receives + 1, body, sent FROM message
                WHERE visible <= @now AND (@only IS NULL OR job = @only) ORDER BY weight DESC, id LIMIT @max
                """,
                r => new ReceivedMessage(
                    r.GetString(2),
                    string.Create(CultureInfo.InvariantCulture, $"{r.GetInt64(0)}/{r.GetInt64(1)}"),
                    DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(3)),
                    r.GetInt32(1)),
                ("@now", Now),
                ("@max", max),
                ("@only", only?.ToString()));
            foreach (var message in received)
            {
                sql.Execute(
                    "UPDATE message SET visible = @until, receives = @receives WHERE id = @id",
                    [.. Delivery(message), ("@until", Now + (long)visibility.TotalMilliseconds)]);
            }

            return received;
        }));

    public Task DeleteAsync(ReceivedMessage message, CancellationToken cancellationToken) => Task.FromResult(_file.Write(sql =>
        sql.Execute("DELETE FROM message WHERE id = @id AND receives = @receives", Delivery(message))));

    public Task ChangeVisibilityAsync(ReceivedMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
        Task.FromResult(_file.Write(sql => sql.Execute(
            "UPDATE message SET visible = @visible WHERE id = @id AND receives = @receives",
            [.. Delivery(message), ("@visible", Now + (long)delay.TotalMilliseconds)])));

    public Task DeadLetterAsync(ReceivedMessage message, Failure failure, CancellationToken cancellationToken) =>
        Task.FromResult(_file.Write(sql =>
        {
            sql.Execute(
                """
                INSERT INTO dead_letter (body, weight, reason, detail, died)
                SELECT body, weight, @reason, @detail, @now FROM message WHERE id = @id AND receives = @receives
                """,
                [.. Delivery(message), ("@reason", failure.Reason.ToName()), ("@detail", failure.Detail), ("@now", Now)]);
            return sql.Execute("DELETE FROM message WHERE id = @id AND receives = @receives", Delivery(message));
        }));

    /// <summary>Removes a job's messages: for whoever, alone at work, writes them anew from the ledger.</summary>
    public void Clear(JobId job) => _file.Write(sql => sql.Execute("DELETE FROM message WHERE job = @job", ("@job", job.ToString())));

    /// <summary>When the next message becomes visible; null where there is none.</summary>
    public DateTimeOffset? NextVisible() =>
        _file.Read(sql =>
            sql.Scalar("SELECT MIN(visible) FROM message WHERE @only IS NULL OR job = @only", ("@only", only?.ToString()))) is long next ? DateTimeOffset.FromUnixTimeMilliseconds(next) : null;

    public void Dispose() => _file.Dispose();

    private static (string Name, object? Value)[] Delivery(ReceivedMessage message)
    {
        var parts = message.ReceiptHandle.Split('/');
        return
        [
            ("@id", long.Parse(parts[0], CultureInfo.InvariantCulture)),
            ("@receives", long.Parse(parts[1], CultureInfo.InvariantCulture)),
        ];
    }
}
