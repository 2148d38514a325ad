using System.Text.Json.Serialization;

namespace ImgCompress.Enqueuer.Output;

/// <summary>The JSON of what is printed a line at a time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FileReport))]
internal sealed partial class ResultsJson : JsonSerializerContext;
