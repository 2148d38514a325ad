using ImgCompress.Contracts;
using ImgCompress.Files;

namespace ImgCompress.Engine.Delivery;

/// <summary>What reading an item's file showed.</summary>
public abstract record LoadResult
{
    private LoadResult()
    {
    }

    /// <summary>A claim before this one came as far as its rename: the content is one that was recorded.</summary>
    public sealed record Replaced(LoadedFile File, Fingerprint Content) : LoadResult;

    /// <summary>It is what the last job with the same spec left.</summary>
    public sealed record Unchanged(LoadedFile File, Fingerprint Content, Fingerprint? Source) : LoadResult;

    /// <summary>It must not be touched.</summary>
    public sealed record Refused(Failure Failure) : LoadResult;

    /// <summary>It is to be resized. <paramref name="Replaces"/> is what stands where the result goes: the file itself when in place, null where nothing does.</summary>
    public sealed record Original(LoadedFile File, Fingerprint Content, FileIdentity? Replaces) : LoadResult;
}
