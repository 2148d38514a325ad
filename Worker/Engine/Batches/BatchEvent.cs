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

        var received = new ReceivedMessage(body, handle, ReceiveCount(record));
        return (id, JobMessage.Parse(body, out var problem), problem, received);
    }

    private static int ReceiveCount(SQSEvent.SQSMessage record) =>
        int.TryParse(
            record.Attributes?.GetValueOrDefault("ApproximateReceiveCount"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : 0;
}
