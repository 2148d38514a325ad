using ImgCompress.Contracts;

namespace ImgCompress.Enqueuer.Reporting;

/// <summary>What to do about each reason.</summary>
internal static class FailureAdvice
{
    public static string Of(FailureReason reason) => reason switch
    {
        FailureReason.NotAnImage =>
            "The bytes are of no image. Nothing to do, unless a copy that broke off emptied it, or it is named wrongly.",
        FailureReason.Unsupported => "Images of this kind are left as they are. docs/formats.md says which, and how to convert HEIC.",
        FailureReason.Corrupt => "Put back a sound copy from a backup, or open and save it in an image editor; then run again.",
        FailureReason.TooLarge => "Raise --max-bytes, --max-pixels or --memory, or give the worker more memory; then run again.",
        FailureReason.Link => "A link is not followed. Run on the directory that it leads to.",
        FailureReason.HardLinked => "The file has several names. --break-hardlinks resizes this one alone.",
        FailureReason.NotAFile => "It is no regular file. Nothing to do.",
        FailureReason.NoPermission => "Let the program read and replace it: chmod, chown, or run as its owner; then run again.",
        FailureReason.ReadOnly => "Mount the file system writable, or write elsewhere with --output.",
        FailureReason.OtherFileSystem => "Run on the directory that is mounted there by itself.",
        FailureReason.ChangedByOthers => "Another program changed it meanwhile. Run again when nothing else writes there.",
        FailureReason.TargetExists => "Move the file away that stands in the output directory, or choose another directory.",
        FailureReason.ScaledBefore => "It has been scaled by an earlier job. --again scales it once more, if that is meant.",
        FailureReason.OtherRoot =>
            "Another ledger has it: run on the directory that the detail names. If nothing was begun there, remove its .img-compress/.",
        FailureReason.Exhausted => "It failed at each attempt; the detail has the last reason. Mend that, then run again or redrive.",
        FailureReason.Unknown => "Whether it has been resized could not be read. Run again, or redrive: that looks again.",
        FailureReason.NoSpace => "Make room on the file system or raise the quota; then run again.",
        FailureReason.Missing => "It was moved or removed after it was listed. Run again to take it where it is now.",
        FailureReason.ChangedInWork => "It was written to meanwhile. Run again when it is quiet.",
        FailureReason.OutOfMemory => "Lower --parallel or --memory, or use a larger machine; then run again.",
        FailureReason.DeadlineExceeded => "Give the function more time or memory, or run it with a worker outside of Lambda.",
        _ => "Run again, or redrive. If it stays, the detail says what to look into.",
    };
}
