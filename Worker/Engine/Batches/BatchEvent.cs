using System.Globalization;
using System.Text.Json;
using ImgCompress.Contracts;
using ImgCompress.Queue;

namespace ImgCompress.Engine.Batches;

/// <summary>Reads the event of an event source mapping, and writes the answer to it.</summary>
public static class BatchEvent
{
    /// <summary>The messages of an event, those received most often first: what ran out of time is begun early the next time.</summary>
    /// <exception cref="InvalidDataException">It is no SQS event.</exception>
    public static IReadOnlyList<BatchItem> Read(ReadOnlyMemory<byte> json) =>
    [
        .. ReadRecords(json)
            .GroupBy(record => (object?)record.Message ?? record.Id)
            .Select(same => new BatchItem(same.First().Message, same.First().Problem, [.. same.Select(r => (r.Id, r.Received))]))
            .OrderByDescending(item => item.ReceiveCount),
    ];

    public static ReadOnlyMemory<byte> Answer(IEnumerable<string> failed) => JsonSerializer.SerializeToUtf8Bytes(
        new SQSBatchResponse(
            [.. failed.Distinct(StringComparer.Ordinal).Select(id => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = id })]),
        LambdaJson.Default.SQSBatchResponse);

    private static IEnumerable<(string Id, JobMessage? Message, string Problem, ReceivedMessage Received)> ReadRecords(
        ReadOnlyMemory<byte> json)
    {
        try
        {
            var records = JsonSerializer.Deserialize(json.Span, LambdaJson.Default.SQSEvent)?.Records
                ?? throw new InvalidDataException(
                    "this is no SQS event: it has no 'Records' (the function is called by an SQS event source mapping)");
            return records.Select(ReadRecord);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"this is no SQS event: {exception.Message}", exception);
        }
    }

    private static (string Id, JobMessage? Message, string Problem, ReceivedMessage Received) ReadRecord(SQSEvent.SQSMessage? record)
    {
        if (record is not { EventSource: "aws:sqs", MessageId: { } id, ReceiptHandle: { } handle, Body: { } body })
        {
            throw new InvalidDataException(
                "this is no SQS event: a record lacks its message id, receipt handle or body, or is not of the source 'aws:sqs'");
        }

        // Without its time a message counts as old: it brings no failed item back to work.
        var sent = DateTimeOffset.FromUnixTimeMilliseconds(Number(record, "SentTimestamp"));
        var received = new ReceivedMessage(body, handle, sent, (int)Number(record, "ApproximateReceiveCount"));
        return (id, JobMessage.Parse(body, out var problem), problem, received);
    }

    private static long Number(SQSEvent.SQSMessage record, string attribute) =>
        record.Attributes?.GetValueOrDefault(attribute) is { } text
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number < MaxTimestamp
            ? number
            : 0;

    /// <summary>One more than the Unix milliseconds that a <see cref="DateTimeOffset"/> can hold.</summary>
    private const long MaxTimestamp = 253_402_300_800_000;
}
