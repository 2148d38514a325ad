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
