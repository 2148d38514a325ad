using ImgCompress.Contracts;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Output;

/// <summary>A failed or skipped file as <c>--json</c> prints it. A byte of its name that is no UTF-8 is printed as <c>\xNN</c>.</summary>
internal sealed record FailureReport(string Path, string Reason, string Detail, bool Skipped)
{
    public static FailureReport Of(FileRow row) => new(
        PathOf(row),
        row.Failure?.Reason.ToName() ?? "", row.Failure?.Detail ?? "", Counts.IsSkipped(row.Failure));

    /// <summary>The path as a script reads it.</summary>
    public static string PathOf(FileRow row) => row.Path.IsUtf8 ? row.Path.Value : row.Path.ToDisplay();
}
