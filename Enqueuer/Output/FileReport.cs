using ImgCompress.Contracts;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Output;

/// <summary>
/// A file of a job as <c>results</c> prints it. Bytes are of the file, pixels of all its frames, sizes of one frame as encoded
/// (<c>4000x3000</c>); what is not known is absent. A byte of its name that is no UTF-8 is printed as <c>\xNN</c>.
/// </summary>
/// <param name="Path">Below the root.</param>
/// <param name="Outcome">
/// <c>resized</c>, <c>unchanged</c>, <c>kept</c>, <c>restored</c>, <c>skipped</c>, <c>failed</c>; or <c>unfinished</c>.
/// </param>
/// <param name="Reason">Why it failed or was skipped, by name; of an unfinished file, why the last attempt was given back.</param>
/// <param name="Detail">The same in a sentence.</param>
/// <param name="BytesIn">Before; the scan's where nothing has read the file.</param>
/// <param name="BytesOut">After; of what was not replaced, the same.</param>
/// <param name="PixelsIn">Of an image that was decoded.</param>
/// <param name="PixelsOut">Of an image that was decoded.</param>
/// <param name="OriginalSize">The size before the first job that changed the file.</param>
/// <param name="Size">The size that the last job left.</param>
/// <param name="Attempts">Claims of the job that count.</param>
/// <param name="Seconds">From the last claim to the end.</param>
/// <param name="Changed">When its state was last changed.</param>
internal sealed record FileReport(
    string Path, string Outcome, string? Reason, string? Detail, long BytesIn, long? BytesOut, long? PixelsIn, long? PixelsOut,
    string? OriginalSize, string? Size, int Attempts, double? Seconds, DateTimeOffset Changed)
{
    public const string Header =
        "path,outcome,reason,detail,bytes_in,bytes_out,pixels_in,pixels_out,original_size,size,attempts,seconds,changed";

    public static FileReport Of(FileRow row)
    {
        var done = row.State == ItemState.Done;
        var decoded = done && row.Sizes.PixelsIn > 0;
        var history = row.Outcome == Contracts.Outcome.Done ? row.LastResult?.History : null;
        return new(
            FailureReport.PathOf(row),
            OutcomeOf(row),
            row.Failure?.Reason.ToName(),
            row.Failure?.Detail,
            row.Sizes.BytesIn,
            done ? row.Sizes.BytesOut : null,
            decoded ? row.Sizes.PixelsIn : null,
            decoded ? row.Sizes.PixelsOut : null,
            history?.Original?.ToString(),
            history?.Current?.ToString(),
            row.Attempts,
            row.State is ItemState.Done or ItemState.Failed ? row.Took?.TotalSeconds : null,
            row.Changed);
    }

    /// <summary>How a file stands in words.</summary>
    public static string OutcomeOf(FileRow row) => row switch
    {
        { State: ItemState.Done, Outcome: Contracts.Outcome.Done } => "resized",
        { State: ItemState.Done, Outcome: Contracts.Outcome.Kept } => "kept",
        { State: ItemState.Done, Outcome: Contracts.Outcome.Restored } => "restored",
        { State: ItemState.Done } => "unchanged",
        { State: ItemState.Failed } => Counts.IsSkipped(row.Failure) ? "skipped" : "failed",
        _ => "unfinished",
    };

    /// <summary>A line of CSV as RFC 4180 has it, in the order of <see cref="Header"/>, without its end.</summary>
    public string ToCsv() => string.Join(
        ',',
        new object?[]
        {
            Path, Outcome, Reason, Detail, BytesIn, BytesOut, PixelsIn, PixelsOut, OriginalSize, Size, Attempts, Seconds,
            Changed.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture),
        }.Select(value => Quote(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "")));

    private static string Quote(string field) => field.AsSpan().ContainsAny("\",\r\n")
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;
}
