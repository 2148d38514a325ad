using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;

namespace ImgCompress.Engine.Logging;

/// <summary>
/// One line for each delivery that was not completed and for each batch; never an event. JSON lines in Lambda, where the log is
/// searched by field, and plain text elsewhere. Safe to use from several threads.
/// </summary>
public sealed class WorkerLog(TextWriter writer, bool json, TimeProvider time)
{
    private const int MaxValue = 500;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _lock = new();

    public void Information(string message, params ReadOnlySpan<(string Name, string Value)> fields) => Write("info", message, fields);

    /// <summary>Something around the items went wrong.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="id">The id of the request or the message; null: unknown.</param>
    public void Fault(string message, string? id = null)
    {
        if (id is null)
        {
            Write("error", message, []);
        }
        else
        {
            Write("error", message, [("id", id)]);
        }
    }

    /// <summary>Logs a delivery that failed or will be retried, and of a completed one what the file has lost.</summary>
    public void Delivery(DeliveryReport delivered)
    {
        var job = delivered.Message?.Job.ToString() ?? "";
        var path = delivered.Message?.Path.ToDisplay() ?? "";
        switch (delivered.Result)
        {
            case DeliveryResult.Completed { DroppedCredentials: true }:
                Write(
                    "info",
                    "its content credentials (C2PA) were dropped: they are signed for the bytes of the original",
                    [("event", "credentials"), ("job", job), ("path", path)]);
                break;
            case DeliveryResult.DeadLettered(var failure, _):
                Write("warn", failure.Detail, [("event", "failed"), ("reason", failure.Reason.ToName()), ("job", job), ("path", path)]);
                break;
            case DeliveryResult.Skipped(var failure):
                Write("info", failure.Detail, [("event", "skipped"), ("reason", failure.Reason.ToName()), ("job", job), ("path", path)]);
                break;
            case DeliveryResult.Retry(_, { } failure):
                Write("warn", failure.Detail, [("event", "again"), ("reason", failure.Reason.ToName()), ("job", job), ("path", path)]);
                break;
            case DeliveryResult.Retry:
                Write("info", "another worker holds it", [("event", "held"), ("job", job), ("path", path)]);
                break;
        }
    }

    /// <summary>The end of an invocation: the records that came, the messages among them, and how many of those come again.</summary>
    public void Batch(int records, int messages, int retried, TimeSpan took, string requestId) => Write(
        "info",
        "batch ended",
        [
            ("event", "batch"), ("records", $"{records}"), ("messages", $"{messages}"), ("retried", $"{retried}"),
            ("ms", $"{took.TotalMilliseconds:F0}"), ("requestId", requestId),
        ]);

    private void Write(string level, string message, ReadOnlySpan<(string Name, string Value)> fields)
    {
        var line = json ? Json(level, message, fields) : Plain(level, message, fields);
        lock (_lock)
        {
            writer.WriteLine(line);
        }
    }

    private string Json(string level, string message, ReadOnlySpan<(string Name, string Value)> fields)
    {
        using var buffer = new MemoryStream();
        using (var members = new Utf8JsonWriter(buffer, Options))
        {
            members.WriteStartObject();
            members.WriteString("time", time.GetUtcNow());
            members.WriteString("level", level);
            members.WriteString("message", Cut(message));
            foreach (var (name, value) in fields)
            {
                members.WriteString(name, Cut(value));
            }

            members.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private string Plain(string level, string message, ReadOnlySpan<(string Name, string Value)> fields)
    {
        var line = new StringBuilder($"{time.GetUtcNow():u} {level}: {OneLine(message)}");
        foreach (var (name, value) in fields)
        {
            line.Append($" {name}={OneLine(value)}");
        }

        return line.ToString();
    }

    /// <summary>What came from outside starts no line of its own and moves no cursor.</summary>
    private static string OneLine(string text) => string.Concat(Cut(text).Select(c => char.IsControl(c) ? ' ' : c));

    private static string Cut(string text) =>
        text.Length <= MaxValue ? text : text[..(char.IsHighSurrogate(text[MaxValue - 1]) ? MaxValue - 1 : MaxValue)];
}
