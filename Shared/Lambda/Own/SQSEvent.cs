using System.Text.Json.Serialization;

namespace ImgCompress.Lambda.Own;

/// <summary>
/// What an event source mapping hands to the function: the members of Amazon.Lambda.SQSEvents by their names, in JSON by those of the
/// event. Bytes stay in base 64, since nobody here asks for them.
/// </summary>
public sealed record SQSEvent
{
    /// <summary>Null: it is another event.</summary>
    [JsonPropertyName("Records")]
    public IReadOnlyList<SQSMessage?>? Records { get; init; }

    /// <summary>One delivery of a message.</summary>
    public sealed record SQSMessage
    {
        public string? MessageId { get; init; }

        public string? ReceiptHandle { get; init; }

        public string? Body { get; init; }

        public string? Md5OfBody { get; init; }

        public string? Md5OfMessageAttributes { get; init; }

        [JsonPropertyName("eventSourceARN")]
        public string? EventSourceArn { get; init; }

        public string? EventSource { get; init; }

        public string? AwsRegion { get; init; }

        /// <summary>The system's: <c>SentTimestamp</c> in Unix milliseconds, <c>ApproximateReceiveCount</c>, and others.</summary>
        public IReadOnlyDictionary<string, string>? Attributes { get; init; }

        /// <summary>The sender's.</summary>
        public IReadOnlyDictionary<string, MessageAttribute>? MessageAttributes { get; init; }
    }

    /// <summary>A typed value that the sender added to a message.</summary>
    public sealed record MessageAttribute
    {
        public string? StringValue { get; init; }

        /// <summary>In base 64.</summary>
        public string? BinaryValue { get; init; }

        public IReadOnlyList<string>? StringListValues { get; init; }

        public IReadOnlyList<string>? BinaryListValues { get; init; }

        public string? DataType { get; init; }
    }
}
