using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>
/// What a result says of itself to a ledger that does not know it, in the note that goes with its file
/// (<see cref="Files.FileTraits.Note"/>). As text, the first digits of its fingerprint, by which a note on a content that has been changed
/// since is told, and its <see cref="FileHistory"/>: <c>2f1a90bc77d3 4000x3000 ? scaled ?=down_2_gaussian</c>.
/// </summary>
/// <remarks>
/// Of the history no more than the original's size and the last spec, without its job, so that most notes have the 60 bytes that ext4 has
/// room for beside a file's other data: a longer one takes a block of the disk.
/// </remarks>
public static class HistoryNote
{
    private const int Digits = 12;

    public static string Of(Fingerprint content, FileHistory history)
    {
        var last = history with { Current = null, Specs = [.. history.Specs.TakeLast(1).Select(applied => applied with { Job = null })] };
        return $"{content.Sha256[..Digits]} {last}";
    }

    /// <summary>The history of <paramref name="content"/>; null where the note is none, or was made for another content.</summary>
    public static FileHistory? Read(string? note, Fingerprint content) =>
        note?.Split(' ', 2) is [{ Length: Digits } digits, var text]
            && content.Sha256.StartsWith(digits, StringComparison.Ordinal)
            && FileHistory.TryParse(text, out var history)
            && history.Specs.Count > 0
            ? history
            : null;
}
