namespace ImgCompress.Files;

/// <summary>When a file was last read and last written, in nanoseconds since 1970.</summary>
public sealed record FileTimes(long Accessed, long Modified);
