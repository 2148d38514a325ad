using System.Globalization;
using ImgCompress.Contracts;
using ImgCompress.Sqlite;
using Microsoft.Data.Sqlite;

namespace ImgCompress.Queue.Sqlite;

/// <summary>
/// The embedded queue: the heaviest visible message first. A receipt handle names one delivery; a later one makes it void. What is
/// acknowledged is removed by the next call of any other kind, in its transaction; should the process end before, it is delivered once
/// more.
/// </summary>
/// <param name="path">The SQLite file.</param>
/// <param name="time">The clock of the visibility timeouts.</param>
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

    /// <summary>So that what other jobs have left in the queue is not looked at.</summary>
    private const string OrderInJob = """
        DROP INDEX message_job;
        CREATE INDEX message_job_order ON message (job, weight DESC, id)
        """;

    private const string Receivable = "SELECT id, receives + 1, body, weight FROM message WHERE visible <= @now";

    // A limit that is a parameter has the statement parsed anew each time: SQLite plans by its value.
    private const string Order = "ORDER BY weight DESC, id LIMIT";

    private const int PageSize = 500;

    private readonly Lock _lock = new();
    private readonly List<ReceivedMessage> _acknowledged = [];

    private readonly SqliteFile _file = new(path, new SqliteFormat("the queue", 0x696D6771, Schema, OrderInJob));

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<IReadOnlyList<Unsent>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Unsent>>(Write(sql =>
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
        Task.FromResult<IReadOnlyList<ReceivedMessage>>(Write(sql =>
        {
            var received = sql.Query(
                only is null ? $"{Receivable} {Order} {max}" : $"{Receivable} AND job = @only {Order} {max}",
                r => new ReceivedMessage(
                    r.GetString(2), string.Create(CultureInfo.InvariantCulture, $"{r.GetInt64(0)}/{r.GetInt64(1)}"), r.GetInt32(1))
                {
                    Weight = r.GetInt64(3),
                },
                ("@now", Now),
                ("@only", only?.ToString()));
            foreach (var message in received)
            {
                sql.Execute(
                    "UPDATE message SET visible = @until, receives = @receives WHERE id = @id",
                    [.. Delivery(message), ("@until", Now + (long)visibility.TotalMilliseconds)]);
            }

            return received;
        }));

    public Task DeleteAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _acknowledged.Add(message);
        }

        return Task.CompletedTask;
    }

    public Task ChangeVisibilityAsync(ReceivedMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
        Task.FromResult(Write(sql => sql.Execute(
            "UPDATE message SET visible = @visible WHERE id = @id AND receives = @receives",
            [.. Delivery(message), ("@visible", Now + (long)delay.TotalMilliseconds)])));

    public Task DeadLetterAsync(ReceivedMessage message, string letter, Failure failure, CancellationToken cancellationToken) =>
        Task.FromResult(Write(sql =>
        {
            sql.Execute(
                """
                INSERT INTO dead_letter (body, weight, reason, detail, died)
                SELECT @letter, weight, @reason, @detail, @now FROM message WHERE id = @id AND receives = @receives
                """,
                [
                    .. Delivery(message), ("@letter", letter), ("@reason", failure.Reason.ToName()), ("@detail", failure.Detail),
                    ("@now", Now),
                ]);
            return sql.Execute("DELETE FROM message WHERE id = @id AND receives = @receives", Delivery(message));
        }));

    /// <summary>A message that a delivery has hidden is in flight, be its worker alive or dead.</summary>
    public Task<MessageCounts> CountMessagesAsync(CancellationToken cancellationToken) => Task.FromResult(Read(sql => sql.Query(
        """
        SELECT COUNT(*) FILTER (WHERE visible <= @now OR receives = 0), COUNT(*) FILTER (WHERE visible > @now AND receives > 0)
        FROM message WHERE @only IS NULL OR job = @only
        """,
        r => new MessageCounts(r.GetInt64(0), r.GetInt64(1)),
        ("@now", Now),
        ("@only", only?.ToString())).Single()));

    public Task<long> CountDeadLettersAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Read(sql => (long)sql.Scalar("SELECT COUNT(*) FROM dead_letter")!));

    public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(int max, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DeadLetter>>([.. Read(sql => DeadLetters(sql, 0, max)).Select(found => found.Letter)]);

    public Task<long> RedriveAsync(RedriveFilter filter, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var (after, sent) = (0L, 0L);
        var last = Read(sql => sql.Scalar("SELECT MAX(id) FROM dead_letter")) as long? ?? 0;
        while (after < last)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (after, var page) = Write(sql => RedrivePage(sql, filter, after, last));
            sent += page;
            progress?.Report(sent);
        }

        return Task.FromResult(sent);
    }

    /// <summary>Removes a job's messages: for whoever, alone at work, writes them anew from the ledger.</summary>
    public void Clear(JobId job) => Write(sql => sql.Execute("DELETE FROM message WHERE job = @job", ("@job", job.ToString())));

    /// <summary>Makes all messages visible: for whoever knows that nobody else is at work on them any more.</summary>
    /// <param name="last">The files whose messages, where they have been received before, come after all others from now on.</param>
    public void Release(IReadOnlySet<RelativePath> last) => Write(sql =>
    {
        sql.Execute("UPDATE message SET visible = 0 WHERE receives > 0");
        var received = last.Count == 0 ? [] : sql.Query(
            "SELECT id, body FROM message WHERE receives > 0", r => (Id: r.GetInt64(0), Message: JobMessage.Parse(r.GetString(1), out _)));
        foreach (var (id, _) in received.Where(one => one.Message is { } message && last.Contains(message.Path)))
        {
            sql.Execute("UPDATE message SET weight = -1 WHERE id = @id", ("@id", id));
        }

        return received.Count;
    });

    /// <summary>When the next message becomes visible; null where there is none.</summary>
    public DateTimeOffset? NextVisible() =>
        Read(sql => sql.Scalar(
            only is null ? "SELECT MIN(visible) FROM message" : "SELECT MIN(visible) FROM message WHERE job = @only",
            ("@only", only?.ToString()))) is long next
            ? DateTimeOffset.FromUnixTimeMilliseconds(next)
            : null;

    public void Dispose()
    {
        try
        {
            _ = Read(_ => true);
        }
        catch (SqliteException)
        {
            // Then it is delivered once more.
        }

        _file.Dispose();
    }

    private T Write<T>(Func<SqliteStatements, T> work)
    {
        lock (_lock)
        {
            var result = _file.Write(sql =>
            {
                foreach (var message in _acknowledged)
                {
                    sql.Execute("DELETE FROM message WHERE id = @id AND receives = @receives", Delivery(message));
                }

                return work(sql);
            });
            _acknowledged.Clear();
            return result;
        }
    }

    private T Read<T>(Func<SqliteStatements, T> work)
    {
        lock (_lock)
        {
            return _acknowledged.Count > 0 ? Write(work) : _file.Read(work);
        }
    }

    /// <summary>The last letter looked at, and how many of the page went back.</summary>
    private (long After, long Sent) RedrivePage(SqliteStatements sql, RedriveFilter filter, long after, long last)
    {
        var page = DeadLetters(sql, after, PageSize).Where(found => found.Id <= last).ToList();
        var taken = page.Where(found => filter.Takes(found.Letter)).ToList();
        foreach (var (id, letter) in taken)
        {
            sql.Execute(
                """
                INSERT INTO message (job, body, weight, sent, visible)
                SELECT @job, body, weight, @now, 0 FROM dead_letter WHERE id = @id
                """,
                ("@job", JobMessage.Parse(letter.Body, out _)?.Job.ToString() ?? ""),
                ("@now", Now),
                ("@id", id));
            sql.Execute("DELETE FROM dead_letter WHERE id = @id", ("@id", id));
        }

        return (page.Count == 0 ? last : page[^1].Id, taken.Count);
    }

    private static List<(long Id, DeadLetter Letter)> DeadLetters(SqliteStatements sql, long after, int max) => sql.Query(
        "SELECT id, body, reason, detail FROM dead_letter WHERE id > @after ORDER BY id LIMIT @max",
        r => (r.GetInt64(0), new DeadLetter(
            r.GetString(1),
            FailureReasons.TryParse(r.GetString(2), out var reason) ? new(reason, r.GetString(3)) : DeadLetter.Undelivered)),
        ("@after", after),
        ("@max", max));

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
