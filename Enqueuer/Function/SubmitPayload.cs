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

    /// <summary><c>down</c> or <c>up</c>; null: <c>down</c>, unless the size is limited.</summary>
    public string? ScaleOp { get; set; }

    /// <summary>Null: 2, unless the size is limited.</summary>
    public double? ScaleFactor { get; set; }

    /// <summary>The greatest width, in pixels, to which images are reduced; null: any.</summary>
    public double? MaxWidth { get; set; }

    /// <summary>The greatest height, in pixels, to which images are reduced; null: any.</summary>
    public double? MaxHeight { get; set; }

    /// <summary>The same limit for width and height.</summary>
    public double? LongEdge { get; set; }

    /// <summary>Null: <c>gaussian</c>.</summary>
    public string? Filter { get; set; }

    public int? Quality { get; set; }

    /// <summary>The directory that results go to, below the root; null: in place.</summary>
    public string? Output { get; set; }

    public IReadOnlyList<string?>? Include { get; set; }

    public IReadOnlyList<string?>? Exclude { get; set; }

    public bool Recurse { get; set; } = true;

    public bool KeepOriginals { get; set; }

    public bool PreserveTimes { get; set; }

    public bool AllowLarger { get; set; }

    public bool Strip { get; set; }

    public int Effort { get; set; } = ResizeSpec.MinEffort;

    public bool Exact { get; set; }

    public bool Fast { get; set; }

    public bool Force { get; set; }

    public bool Again { get; set; }

    /// <summary>A directory of the system, a home or a whole file system is meant.</summary>
    public bool DangerousDirectory { get; set; }

    /// <summary><c>"10"</c> or <c>"5%"</c>: when the job pauses by itself; null: never.</summary>
    public string? MaxFailures { get; set; }

    [JsonPropertyName("break_hardlinks")]
    public bool BreakHardLinks { get; set; }

    /// <summary>Reconcile all jobs instead of submitting one: nothing else is to be given then.</summary>
    public bool Reconcile { get; set; }

    /// <summary>
    /// Go on with the submissions of functions that were cut off or out of time, instead of submitting a job: nothing else is to be given.
    /// </summary>
    public bool Continue { get; set; }

    /// <summary>The job whose submission is resumed, after an answer with <c>complete</c> false; null: a new job.</summary>
    public string? Job { get; set; }

    /// <exception cref="UsageException">A value cannot be right; the message names it and what it may be.</exception>
    public ResizeSpec Spec() => new()
    {
        Scaling = Scaling(),
        Filter = Filter is null ? default
            : FilterNames.TryParse(Filter, out var filter) ? filter
            : throw new UsageException($"filter is '{Filter}'; it must be {FilterNames.All}"),
        Quality = Quality is null or (>= ResizeSpec.MinQuality and <= ResizeSpec.MaxQuality)
            ? Quality
            : throw new UsageException(
                $"quality is {Quality}; it must be a whole number from {ResizeSpec.MinQuality} to {ResizeSpec.MaxQuality}"),
        Strip = Strip,
        AllowLarger = AllowLarger,
        Effort = Effort is >= ResizeSpec.MinEffort and <= ResizeSpec.MaxEffort
            ? Effort
            : throw new UsageException(
                $"effort is {Effort}; it must be a whole number from {ResizeSpec.MinEffort} to {ResizeSpec.MaxEffort}"),
        ShrinkOnLoad = (Exact, Fast) switch
        {
            (true, true) => throw new UsageException(
                "exact and fast exclude each other; give one, or neither for what is near the exact result"),
            (true, false) => ShrinkOnLoad.Exact,
            (false, true) => ShrinkOnLoad.Fast,
            _ => ShrinkOnLoad.Near,
        },
    };

    public FailureLimit? FailureLimit() => MaxFailures is null ? null
        : Contracts.FailureLimit.TryParse(MaxFailures, out var limit) ? limit
        : throw new UsageException($"max_failures is '{MaxFailures}'; it must be {Contracts.FailureLimit.Form}");

    public JobOptions Options(string? source) => new()
    {
        Include = Globs("include", Include),
        Exclude = Globs("exclude", Exclude),
        Recurse = Recurse,
        KeepOriginals = KeepOriginals,
        PreserveTimes = PreserveTimes,
        Force = Force,
        Again = Again,
        BreakHardLinks = BreakHardLinks,
        Source = source,
    };

    private static IReadOnlyList<string> Globs(string name, IReadOnlyList<string?>? globs) =>
    [
        .. (globs ?? []).Select(glob => string.IsNullOrEmpty(glob)
            ? throw new UsageException($"{name} holds {(glob is null ? "null" : "''")}; it must be a list of globs")
            : glob),
    ];

    private Scaling Scaling()
    {
        var isFactor = ScaleOp is not null || ScaleFactor is not null;
        var isFit = MaxWidth is not null || MaxHeight is not null;
        if ((isFactor, isFit, LongEdge) is (true, true, _) or (true, _, not null) or (_, true, not null))
        {
            throw new UsageException(
                "scale_factor (with scale_op), max_width with max_height, and long_edge exclude each other; give one of the three");
        }

        return isFit ? new Scaling.ToFit(Limit("max_width", MaxWidth), Limit("max_height", MaxHeight))
            : LongEdge is not null ? Contracts.Scaling.ToFit.LongEdge(Limit("long_edge", LongEdge)!.Value)
            : new Scaling.ByFactor(
                (ScaleOp ?? "down").ToLowerInvariant() switch
                {
                    "down" => Contracts.ScaleOp.Down,
                    "up" => Contracts.ScaleOp.Up,
                    _ => throw new UsageException($"scale_op is '{ScaleOp}'; it must be down or up"),
                },
                Whole("scale_factor", ScaleFactor ?? 2, Contracts.Scaling.ByFactor.MinFactor, Contracts.Scaling.ByFactor.MaxFactor));
    }

    private static int? Limit(string name, double? value) =>
        value is { } limit ? Whole(name, limit, 1, Contracts.Scaling.ToFit.MaxSide) : null;

    private static int Whole(string name, double value, int from, int to) => value >= from && value <= to && double.IsInteger(value)
        ? (int)value
        : throw new UsageException($"{name} is {value}; it must be a whole number from {from} to {to}");
}
