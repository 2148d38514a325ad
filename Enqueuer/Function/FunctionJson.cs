using System.Text.Json.Serialization;

namespace ImgCompress.Enqueuer.Function;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SubmitPayload))]
[JsonSerializable(typeof(SubmitAnswer))]
internal sealed partial class FunctionJson : JsonSerializerContext;
