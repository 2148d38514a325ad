using System.Text.Json.Serialization;

namespace ImgCompress.Contracts;

/// <summary>The one JSON context of what the two programs exchange and store; no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(JobOptions))]
[JsonSerializable(typeof(WireMessage))]
[JsonSerializable(typeof(Dictionary<string, string>))]
public sealed partial class ContractsJson : JsonSerializerContext;

/// <summary>A message's JSON, before it is checked.</summary>
public sealed record WireMessage(int V, string? Job, string? Path);
