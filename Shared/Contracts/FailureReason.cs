namespace ImgCompress.Contracts;

/// <summary>
/// Why a file was not resized. The first group is permanent: the same bytes would fail again, so the item fails at once.
/// The second is transient: the delivery is given back and the file is tried again, until its attempts are used up.
/// </summary>
public enum FailureReason
{
    // Permanent.
    NotAnImage,
    Unsupported,
    Corrupt,
    TooLarge,
    Link,
    HardLinked,
    NotAFile,
    NoPermission,
    ReadOnly,
    OtherFileSystem,
    ChangedByOthers,
    TargetExists,
    BadMessage,
    NotInLedger,
    Exhausted,

    // Transient.
    Missing,
    ChangedInWork,
    NoSpace,
    StaleHandle,
    IoError,
    OutOfMemory,
    DeadlineExceeded,
    InternalError,
}
