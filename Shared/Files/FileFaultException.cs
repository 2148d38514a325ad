using ImgCompress.Contracts;

namespace ImgCompress.Files;

/// <summary>A file could not be read, written or replaced, for a reason that the protocol knows.</summary>
public sealed class FileFaultException(Failure failure) : Exception(failure.Detail)
{
    public Failure Failure { get; } = failure;

    public FileFaultException(FailureReason reason, string detail)
        : this(new Failure(reason, detail))
    {
    }

    /// <summary>
    /// A directory where a file should be loaded: a scan could not read it, whether or not it can be read now. What is in it is no part of
    /// the job, so it is a failure, and nothing that is passed over for what it is.
    /// </summary>
    public static FileFaultException DirectoryNotRead() => new(
        FailureReason.NoPermission, "a directory that could not be read when the files were listed; what is in it was not looked at");
}
