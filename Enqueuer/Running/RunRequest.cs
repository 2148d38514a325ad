using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;

namespace ImgCompress.Enqueuer.Running;

/// <summary>The request of a <c>run</c>.</summary>
internal sealed record RunRequest
{
    /// <summary>The directory with the images; where results go, unless <see cref="Output"/> is given.</summary>
    public required string Directory { get; init; }

    /// <summary>Where results go instead; null: in place.</summary>
    public string? Output { get; init; }

    public required ResizeSpec Spec { get; init; }

    /// <summary>As given; <see cref="JobOptions.Source"/> is filled in from <see cref="Output"/>.</summary>
    public required JobOptions Options { get; init; }

    /// <summary>When the run pauses its job by itself; null: never.</summary>
    public FailureLimit? FailureLimit { get; init; }

    public ImageLimits Limits { get; init; } = new();

    /// <summary>How many images are in progress at a time, at least 1.</summary>
    public int Parallel { get; init; } = Environment.ProcessorCount;

    /// <summary>Bytes of memory that the images in progress may take together.</summary>
    public long Memory { get; init; } = DefaultMemory;

    /// <summary>Six tenths of what the machine, or the container, has.</summary>
    public static long DefaultMemory => (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * 0.6);
}
