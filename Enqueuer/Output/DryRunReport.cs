using System.Text.Json.Serialization;

namespace ImgCompress.Enqueuer.Output;

/// <summary>
/// What a run would do, as <c>--dry-run --json</c> prints it: each file first, as it is found, so that none is kept in memory; and then
/// what has been counted meanwhile.
/// </summary>
internal sealed class DryRunReport
{
    /// <summary>Each file.</summary>
    [JsonPropertyOrder(-1)]
    public IAsyncEnumerable<DryRunFile> Each { get; set; } = AsyncEnumerable.Empty<DryRunFile>();

    /// <summary>The unfinished job that it would go on with; null: a new one.</summary>
    public string? Job { get; set; }

    /// <summary>Files that the job would take, those that would fail included.</summary>
    public long Files { get; set; }

    /// <summary>Bytes of all these files.</summary>
    public long Bytes { get; set; }

    /// <summary>Files that would be resized; some may stay, as their results turn out not to be smaller.</summary>
    public long Resized { get; set; }

    /// <summary>Files that would be left as they are: earlier runs have resized them, or they fit.</summary>
    public long Unchanged { get; set; }

    /// <summary>Files that would be skipped, because of their kind.</summary>
    public long Skipped { get; set; }

    /// <summary>Files that would fail.</summary>
    public long Failed { get; set; }

    /// <summary>Files that are unfinished in other jobs, or whose paths are too long.</summary>
    public long LeftOut { get; set; }

    /// <summary>Pixels, of all frames, of the images that would be resized.</summary>
    public long PixelsIn { get; set; }

    /// <summary>Pixels of their results.</summary>
    public long PixelsOut { get; set; }

    /// <summary>Files that the job would not take, because of their names.</summary>
    public long PassedOver { get; set; }

    /// <summary>Files and directories of the system, and directories named like images.</summary>
    public long SystemPassedOver { get; set; }
}
