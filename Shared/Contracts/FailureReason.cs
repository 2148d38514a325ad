namespace ImgCompress.Contracts;

/// <summary>
/// Why a file was not resized. The first group is permanent: the same bytes would fail again, so the item fails at once.
/// The second is transient: the delivery is given back and the file is tried again, until its attempts are used up.
/// </summary>
public enum FailureReason
{
    // Permanent.

    /// <summary>The bytes are of no known image format.</summary>
    NotAnImage,

    /// <summary>The format, or its form, would not come out as it went in.</summary>
    Unsupported,

    /// <summary>The file is damaged.</summary>
    Corrupt,

    /// <summary>The image exceeds a limit of bytes, pixels or memory, before or after.</summary>
    TooLarge,

    /// <summary>The path, or a directory on it, is a link.</summary>
    Link,

    /// <summary>The file has several names, and the job does not break hard links.</summary>
    HardLinked,

    /// <summary>The path is a directory, a FIFO, a socket or a device.</summary>
    NotAFile,

    /// <summary>The file may not be read, or its owner cannot be kept.</summary>
    NoPermission,

    /// <summary>The directory or the file system does not allow files to be replaced.</summary>
    ReadOnly,

    /// <summary>The temp file and the target are on different file systems, so that no rename leads from one to the other.</summary>
    OtherFileSystem,

    /// <summary>Another program changed the file while it was being replaced.</summary>
    ChangedByOthers,

    /// <summary>The output directory has a file of that name that no job wrote.</summary>
    TargetExists,

    /// <summary>An earlier job has scaled the file, and this one is not asked to scale it again.</summary>
    ScaledBefore,

    /// <summary>The file lies in a directory that is a root of its own, with another ledger.</summary>
    OtherRoot,

    /// <summary>The body of the message is not a valid message.</summary>
    BadMessage,

    /// <summary>The ledger has no row of the item.</summary>
    NotInLedger,

    /// <summary>The attempts are used up; the detail is that of the last one.</summary>
    Exhausted,

    /// <summary>
    /// The attempts are used up, and whether the file has been resized could not be read. A redrive, or the next job, reads it and knows.
    /// </summary>
    Unknown,

    /// <summary>
    /// The queue itself gave the message up: no delivery of it came to an end, be it that no worker could start. The item is unfinished.
    /// </summary>
    Undelivered,

    // Transient.

    /// <summary>The file does not exist.</summary>
    Missing,

    /// <summary>The file was changed or removed while it was being resized.</summary>
    ChangedInWork,

    /// <summary>The file system is full, or a quota is used up.</summary>
    NoSpace,

    /// <summary>The network file system no longer knows the handle (ESTALE).</summary>
    StaleHandle,

    /// <summary>Reading or writing failed.</summary>
    IoError,

    /// <summary>The process ran out of memory.</summary>
    OutOfMemory,

    /// <summary>The attempt took longer than the function has.</summary>
    DeadlineExceeded,

    /// <summary>An exception that no other reason covers; the detail has its type and message.</summary>
    InternalError,
}
