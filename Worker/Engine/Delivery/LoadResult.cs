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
    public sealed record Unchanged(LoadedFile File, Fingerprint Content, Fingerprint? Source, FileHistory? History) : LoadResult;

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
