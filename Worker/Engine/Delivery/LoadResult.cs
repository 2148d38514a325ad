using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Engine.Delivery;

/// <summary>What reading an item's file showed.</summary>
public abstract record LoadResult
{
    private LoadResult()
    {
    }

    /// <summary>A claim before this one came as far as its rename: the content is one that was recorded.</summary>
    public sealed record Replaced(LoadedFile File, Fingerprint Content) : LoadResult;

    /// <summary>It is what an earlier job left that did the same to it, here or at another path.</summary>
    /// <param name="File">The file as it stands.</param>
    /// <param name="Content">Its content.</param>
    /// <param name="Source">The content of the original that it was made of, where that is another file; else null.</param>
    /// <param name="OriginalBytes">The size of that original; of a file in place, its own.</param>
    /// <param name="History">What earlier jobs have made of it.</param>
    public sealed record Unchanged(
        LoadedFile File, Fingerprint Content, Fingerprint? Source, long OriginalBytes, FileHistory? History) : LoadResult;

    /// <summary>It was not read: there is less room than its bytes.</summary>
    public sealed record Larger(long Bytes) : LoadResult;

    /// <summary>It must not be touched.</summary>
    public sealed record Refused(Failure Failure) : LoadResult;

    /// <summary>A file that is about to be replaced, by both of which it is known again.</summary>
    public sealed record Replaceable(FileIdentity Identity, Fingerprint Content);

    /// <summary>It is to be resized.</summary>
    /// <param name="File">The original.</param>
    /// <param name="Content">The original's content.</param>
    /// <param name="Replaces">The file that the result replaces, in place the original; null where there is none.</param>
    /// <param name="History">What earlier jobs have made of the original; null: nothing.</param>
    public sealed record Original(LoadedFile File, Fingerprint Content, Replaceable? Replaces, FileHistory? History) : LoadResult;
}
