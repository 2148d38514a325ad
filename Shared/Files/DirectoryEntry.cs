namespace ImgCompress.Files;

/// <summary>One name in a directory.</summary>
/// <param name="Name">In the text form of <see cref="Contracts.RelativePath"/>.</param>
/// <param name="Kind">What the name stands for; links are not followed.</param>
public readonly record struct DirectoryEntry(string Name, EntryKind Kind);
