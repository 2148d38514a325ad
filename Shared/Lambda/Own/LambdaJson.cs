using System.Text.Json.Serialization;

namespace ImgCompress.Lambda.Own;

/// <summary>The JSON of the Runtime API and of the events that come by it; no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuntimeError))]
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
public sealed partial class LambdaJson : JsonSerializerContext;
