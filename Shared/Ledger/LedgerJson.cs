using System.Text.Json.Serialization;

namespace ImgCompress.Ledger;

/// <summary>The JSON of a root's mark; no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(RootMark))]
internal sealed partial class LedgerJson : JsonSerializerContext;
