using System.Text.Json.Serialization;
using ImgCompress.Enqueuer.Running;

namespace ImgCompress.Enqueuer.Function;

/// <summary>The JSON of the enqueuer's payload and answer; an unknown property is an error. No reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SubmitPayload))]
[JsonSerializable(typeof(SubmitAnswer))]
[JsonSerializable(typeof(ContinueAnswer))]
[JsonSerializable(typeof(ReconcileResult))]
internal sealed partial class FunctionJson : JsonSerializerContext;
