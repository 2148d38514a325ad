using System.Text.Json.Serialization;
using ImgCompress.Enqueuer.Estimating;
using ImgCompress.Enqueuer.Running;

namespace ImgCompress.Enqueuer.Output;

/// <summary>The JSON of everything that <c>--json</c> prints; no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(IReadOnlyList<RunReport>))]
[JsonSerializable(typeof(IAsyncEnumerable<FailureReport>))]
[JsonSerializable(typeof(DryRunReport))]
[JsonSerializable(typeof(Estimate))]
[JsonSerializable(typeof(RedriveReport))]
[JsonSerializable(typeof(ReconcileResult))]
[JsonSerializable(typeof(RestoreReport))]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(KeepReport))]
internal sealed partial class OutputJson : JsonSerializerContext;
