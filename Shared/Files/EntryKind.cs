namespace ImgCompress.Files;

public enum EntryKind
{
    File,
    Directory,
    Link,

    /// <summary>A FIFO, a socket or a device.</summary>
    Other,
}
