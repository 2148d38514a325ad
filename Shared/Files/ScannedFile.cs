using ImgCompress.Contracts;

namespace ImgCompress.Files;

/// <summary>A file that a job takes.</summary>
/// <param name="Path">The path that the ledger names it by, below the root that results go to.</param>
/// <param name="Identity">
/// Null for what is no regular file (a link, a directory or a FIFO with an image's name): it is taken, to be reported.
/// </param>
public sealed record ScannedFile(RelativePath Path, FileIdentity? Identity)
{
    /// <summary>Bytes; 0 without an identity.</summary>
    public long Size => Identity?.Size ?? 0;
}
