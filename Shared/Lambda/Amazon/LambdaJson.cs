using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.SQSEvents;

namespace ImgCompress.Lambda.Amazon;

/// <summary>The JSON of Amazon's records, as the event source mapping writes and reads it; no reflection.</summary>
public static class LambdaJson
{
    public static AmazonJson Default { get; } = new(new() { PropertyNamingPolicy = new Names(), Converters = { new Base64() } });

    /// <summary>The records of events have no names for JSON.</summary>
    private sealed class Names : JsonNamingPolicy
    {
        public override string ConvertName(string name) => name switch
        {
            nameof(SQSEvent.Records) => "Records",
            nameof(SQSEvent.SQSMessage.EventSourceArn) => "eventSourceARN",
            _ => CamelCase.ConvertName(name),
        };
    }

    private sealed class Base64 : JsonConverter<MemoryStream>
    {
        public override MemoryStream Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetBytesFromBase64());

        public override void Write(Utf8JsonWriter writer, MemoryStream value, JsonSerializerOptions options) =>
            writer.WriteBase64StringValue(value.ToArray());
    }
}
