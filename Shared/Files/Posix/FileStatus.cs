namespace ImgCompress.Files.Posix;

/// <summary>What <c>fstat</c> tells, the same on every system; the time of access is in nanoseconds since 1970.</summary>
internal sealed record FileStatus(FileIdentity Identity, uint Mode, uint Owner, uint Group, uint Links, long Accessed)
{
    private const uint TypeMask = 0xF000;

    /// <summary>The mount that it was reached through; 0 where the system does not tell.</summary>
    public ulong Mount { get; init; }

    public EntryKind Kind => (Mode & TypeMask) switch
    {
        0x8000 => EntryKind.File,
        0x4000 => EntryKind.Directory,
        0xA000 => EntryKind.Link,
        _ => EntryKind.Other,
    };
}
