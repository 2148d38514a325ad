using System.Text.Json.Serialization;
using Amazon.Lambda.SQSEvents;

namespace ImgCompress.Lambda.Amazon;

/// <summary>The generated metadata of the types; property names and base 64 come from the options of <see cref="LambdaJson"/>.</summary>
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
public sealed partial class AmazonJson : JsonSerializerContext;
