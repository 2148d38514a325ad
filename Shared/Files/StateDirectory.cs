using ImgCompress.Contracts;

namespace ImgCompress.Files;

/// <summary>
/// The directory <c>.img-compress</c> at a root: temp files, kept originals, the root's mark, the embedded ledger. A scan never enters
/// it, and it is used only where it is our own (<see cref="IStateDirectory"/>).
/// </summary>
public static class StateDirectory
{
    public const string Name = ".img-compress";
    public const string Temps = "tmp";
    public const string Kept = "keep";
    public const string Found = "found";
    public const string Ledger = "ledger.db";
    public const string Queue = "queue.db";

    /// <summary>Says which ledger is the root's.</summary>
    public const string Mark = "root.json";

    /// <summary>Held by the one process that works on an embedded ledger.</summary>
    public const string Lock = "run.lock";

    /// <summary>Who holds the lock, for messages.</summary>
    public const string LockOwner = "run.owner";

    /// <summary>There while the embedded ledger is open, and so has a log that must not be lost.</summary>
    public const string LedgerIsOpen = "ledger.open";

    /// <summary>Shared by all who have the embedded ledger open: whoever gets it alone is the last of them.</summary>
    public const string LedgerLock = "ledger.lock";

    /// <summary>
    /// Where an adoption puts a temp file that may be what another program saved, by the name that it was taken by: no other one has that.
    /// </summary>
    public static RelativePath FoundAt(TempName taken) => RelativePath.Join($"{Name}/{Found}", taken.Value);

    /// <summary>Where <c>--keep-originals</c> puts a file of a job.</summary>
    public static RelativePath KeptAt(JobId job, RelativePath path) => RelativePath.Join($"{Name}/{Kept}/{job}", path.Value);
}
