using ImgCompress.Contracts;
using ImgCompress.Files;

namespace ImgCompress.Worker;

/// <summary>What reading an item's file showed.</summary>
internal abstract record Loaded
{
    private Loaded()
    {
    }

    /// <summary>A claim before this one came as far as its rename: the content is one that was recorded.</summary>
    internal sealed record Replaced(LoadedFile File, Fingerprint Content) : Loaded;

    /// <summary>It is what the last job with the same spec left.</summary>
    internal sealed record Unchanged(LoadedFile File, Fingerprint Content, Fingerprint? Source) : Loaded;

    /// <summary>It must not be touched.</summary>
    internal sealed record Refused(Failure Failure) : Loaded;

    /// <summary>It is to be resized. <paramref name="Replaces"/> is what stands where the result goes: the file itself when in place, null where nothing does.</summary>
    internal sealed record Original(LoadedFile File, Fingerprint Content, FileIdentity? Replaces) : Loaded;
}
