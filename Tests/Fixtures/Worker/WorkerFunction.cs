using System.Text;
using System.Text.Json;
using ImgCompress.Engine.Batches;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Logging;
using ImgCompress.Lambda;
using ImgCompress.Ledger;
using ImgCompress.Queue;
using ImgCompress.Queue.Sqlite;
using Microsoft.Data.Sqlite;

namespace ImgCompress.Tests.Fixtures.Worker;

/// <summary>The worker's function, with the embedded queue in place of SQS; the test is the event source mapping.</summary>
internal sealed class WorkerFunction : IDisposable
{
    public static readonly TimeSpan Visibility = TimeSpan.FromHours(1);

    public WorkerFunction() => Queue = new(Fixture.Directory.At(".img-compress/queue.db"), Fixture.Clock);

    public WorkerFixture Fixture { get; } = new();

    public SqliteQueue Queue { get; }

    public StringWriter Log { get; } = new();

    /// <summary>A message's id in events: what its receipt handles begin with.</summary>
    public static string IdOf(ReceivedMessage received) => $"message-{received.ReceiptHandle.Split('/')[0]}";

    public static string EventOf(IEnumerable<ReceivedMessage> received) => JsonSerializer.Serialize(
        new SQSEvent
        {
            Records =
            [
                .. received.Select(message => new SQSEvent.SQSMessage
                {
                    MessageId = IdOf(message),
                    ReceiptHandle = message.ReceiptHandle,
                    Body = message.Body,
                    EventSource = "aws:sqs",
                    Attributes = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["ApproximateReceiveCount"] = $"{message.ReceiveCount}",
                    },
                }),
            ],
        },
        LambdaJson.Default.SQSEvent);

    /// <summary>The answer that reports these messages.</summary>
    public static string Failures(params IEnumerable<string> ids) =>
        $$"""{"batchItemFailures":[{{string.Join(',', ids.Select(id => $$"""{"itemIdentifier":"{{id}}"}"""))}}]}""";

    public Task SendAsync(JobRow job, params IEnumerable<string> paths) => Queue.SendAsync(
        [.. paths.Select(path => new OutgoingMessage(new(job.Id, WorkerFixture.At(path)), 1))], CancellationToken.None);

    /// <summary>Sends a body that <see cref="IJobQueue"/> would not.</summary>
    public async Task SendBodyAsync(JobRow job, string path, string body)
    {
        await SendAsync(job, path);
        using var connection = new SqliteConnection($"Data Source={Fixture.Directory.At(".img-compress/queue.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE message SET body = @body WHERE id = (SELECT MAX(id) FROM message)";
        command.Parameters.AddWithValue("@body", body);
        command.ExecuteNonQuery();
    }

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max = 10) => Queue.ReceiveAsync(max, Visibility, CancellationToken.None);

    public BatchHandler Handler(FileProcessor? processor = null, IJobQueue? queue = null, int parallel = 2) => new(
        queue ?? Queue, processor ?? Fixture.Processor(), parallel, new DeliverySettings().Lease, Fixture.Clock,
        new WorkerLog(TextWriter.Synchronized(Log), json: true, Fixture.Clock));

    /// <summary>Calls the function with a batch, and then deletes what it did not report, as the event source mapping does.</summary>
    public async Task<string> InvokeAsync(IReadOnlyList<ReceivedMessage> batch, BatchHandler? handler = null, TimeSpan? timeout = null)
    {
        var answer = await InvokeAsync(EventOf(batch), handler, timeout);
        foreach (var message in batch.Where(message => !answer.Contains($"\"{IdOf(message)}\"", StringComparison.Ordinal)))
        {
            await Queue.DeleteAsync(message, CancellationToken.None);
        }

        return answer;
    }

    public async Task<string> InvokeAsync(string json, BatchHandler? handler = null, TimeSpan? timeout = null)
    {
        var invocation = new Invocation("request", Fixture.Clock.GetUtcNow() + (timeout ?? TimeSpan.FromMinutes(1)), null);
        var answer = await (handler ?? Handler()).HandleAsync(new(invocation, Encoding.UTF8.GetBytes(json)), CancellationToken.None);
        return Encoding.UTF8.GetString(answer.Span);
    }

    public async Task<IReadOnlyDictionary<string, string>> DeadLettersAsync() =>
        (await Queue.PeekDeadLettersAsync(100, CancellationToken.None))
            .ToDictionary(letter => letter.Body, letter => $"{letter.Failure?.Reason}");

    /// <summary>The one unfinished row.</summary>
    public async Task<FileRow> OpenRowAsync(JobRow job) => await Fixture.Ledger.ListOpenAsync(job.Id, CancellationToken.None).SingleAsync();

    public void Dispose()
    {
        Queue.Dispose();
        Fixture.Dispose();
        Log.Dispose();
    }
}
