using System.Text.Json.Serialization;
using ImgCompress.Configuration;
using ImgCompress.Contracts;

namespace ImgCompress.Enqueuer.Function;

/// <summary>
/// What the function is called with: <c>{"dir":"imgs","scale_op":"down","scale_factor":2,"filter":"gaussian"}</c>, and the
/// command's other options where they are wanted. An unknown property is an error, since it would be ignored otherwise.
/// Setters, not initializers: the JSON source generator sets every init-only property, and with it loses the defaults.
/// </summary>
internal sealed record SubmitPayload
{
    /// <summary>The directory with the images, below the root; required.</summary>
    public string? Dir { get; set; }

    public string ScaleOp { get; set; } = "down";

    public double ScaleFactor { get; set; } = 2;

    public string Filter { get; set; } = "gaussian";

    public int? Quality { get; set; }

    /// <summary>The directory that results go to, below the root; null: in place.</summary>
    public string? Output { get; set; }

    public IReadOnlyList<string> Include { get; set; } = [];

    public IReadOnlyList<string> Exclude { get; set; } = [];

    public bool Recurse { get; set; } = true;

    public bool KeepOriginals { get; set; }

    public bool AllowLarger { get; set; }

    public bool Strip { get; set; }

    public bool Force { get; set; }

    public bool Again { get; set; }

    [JsonPropertyName("break_hardlinks")]
    public bool BreakHardLinks { get; set; }

    /// <summary>The job whose submission is resumed, after an answer with <c>complete</c> false; null: a new job.</summary>
    public string? Job { get; set; }

    /// <exception cref="UsageException">A value cannot be right; the message names it and what it may be.</exception>
    public ResizeSpec Spec() => new()
    {
        ScaleOp = ScaleOp.ToLowerInvariant() switch
        {
            "down" => Contracts.ScaleOp.Down,
            "up" => Contracts.ScaleOp.Up,
            _ => throw new UsageException($"scale_op is '{ScaleOp}'; it must be down or up"),
        },
        ScaleFactor = ScaleFactor is >= ResizeSpec.MinFactor and <= ResizeSpec.MaxFactor && double.IsInteger(ScaleFactor)
            ? (int)ScaleFactor
            : throw new UsageException(
                $"scale_factor is {ScaleFactor}; it must be a whole number from {ResizeSpec.MinFactor} to {ResizeSpec.MaxFactor}"),
        Filter = FilterNames.TryParse(Filter, out var filter)
            ? filter
            : throw new UsageException($"filter is '{Filter}'; it must be {FilterNames.All}"),
        Quality = Quality is null or (>= ResizeSpec.MinQuality and <= ResizeSpec.MaxQuality)
            ? Quality
            : throw new UsageException(
                $"quality is {Quality}; it must be a whole number from {ResizeSpec.MinQuality} to {ResizeSpec.MaxQuality}"),
        Strip = Strip,
        AllowLarger = AllowLarger,
    };

    public JobOptions Options(string? source) => new()
    {
        Include = Include,
        Exclude = Exclude,
        Recurse = Recurse,
        KeepOriginals = KeepOriginals,
        Force = Force,
        Again = Again,
        BreakHardLinks = BreakHardLinks,
        Source = source,
    };
}
