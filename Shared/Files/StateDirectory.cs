using ImgCompress.Contracts;

namespace ImgCompress.Files;

/// <summary>
/// The directory <c>.img-compress</c> at a root: temp files, kept originals, the embedded ledger. A scan never enters it.
/// </summary>
public static class StateDirectory
{
    public const string Name = ".img-compress";
    public const string Temps = "tmp";
    public const string Kept = "keep";
    public const string Ledger = "ledger.db";
    public const string Queue = "queue.db";

    /// <summary>Where <c>--keep-originals</c> puts a file of a job.</summary>
    public static RelativePath KeptAt(JobId job, RelativePath path) => RelativePath.Join($"{Name}/{Kept}/{job}", path.Value);
}
