namespace ImgCompress.Files;

/// <summary>What a name in a directory stands for.</summary>
public enum EntryKind
{
    File,
    Directory,
    Link,

    /// <summary>A FIFO, a socket or a device.</summary>
    Other,
}
