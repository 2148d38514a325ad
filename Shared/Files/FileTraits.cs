namespace ImgCompress.Files;

/// <summary>What a file keeps through its replacement besides its content; each platform has a type of its own.</summary>
public abstract record FileTraits
{
    /// <summary>The original's times; null where the replacement is to have its own.</summary>
    public FileTimes? Times { get; init; }

    /// <summary>
    /// A line of text that this program leaves with a file, and that moves and copies of it take along, as an extended attribute
    /// (<c>user.img-compress</c>); null: none. A file system that takes none keeps none.
    /// </summary>
    public string? Note { get; init; }
}
