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
}
