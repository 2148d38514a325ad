namespace ImgCompress.Enqueuer.Output;

/// <summary>What a run would make of one file, as <c>--dry-run --json</c> prints it; what is not known is absent.</summary>
/// <param name="Path">As <c>results</c> has it: below the root that results go to.</param>
/// <param name="Outcome">
/// <c>resize</c>; <c>unchanged</c>: an earlier run has done it, or it fits; <c>skipped</c>, <c>failed</c>; <c>left-out</c>: it is
/// unfinished in another job.
/// </param>
/// <param name="Bytes">Of the file.</param>
/// <param name="Format">What its bytes are: <c>JPEG</c>.</param>
/// <param name="Frames">Frames or pages.</param>
/// <param name="Size">Of one frame, as it is shown: <c>4000x3000</c>.</param>
/// <param name="NewSize">The same of the result.</param>
/// <param name="Reason">Why it would not be resized, by name.</param>
/// <param name="Detail">The same in a sentence.</param>
internal sealed record DryRunFile(
    string Path, string Outcome, long Bytes, string? Format, int? Frames, string? Size, string? NewSize, string? Reason, string? Detail)
{
    public const string Resize = "resize";
    public const string Unchanged = "unchanged";
    public const string LeftOut = "left-out";

    /// <summary>One line of text.</summary>
    public string ToText()
    {
        var image = Format is null ? "" : $" {Format}{(Frames > 1 ? $", {Frames} frames" : "")}, {Spaced(Size)}";
        var why = $"{Outcome}{(Reason is null ? "" : $" ({Reason})")}: {Detail}";
        return Outcome == Resize ? $"{Path}:{image} to {Spaced(NewSize)}" : $"{Path}:{image}{(Format is null ? "" : ",")} {why}";
    }

    private static string? Spaced(string? size) => size?.Replace("x", " x ", StringComparison.Ordinal);
}
