namespace ImgCompress.Files;

/// <summary>What a file keeps through its replacement besides its content; each platform has a type of its own.</summary>
public abstract record FileTraits
{
    /// <summary>The original's times; null where the replacement is to have its own.</summary>
    public FileTimes? Times { get; init; }
}
