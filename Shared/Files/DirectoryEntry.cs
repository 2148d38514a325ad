namespace ImgCompress.Files;

/// <summary>One name in a directory.</summary>
/// <param name="Name">In the text form of <see cref="Contracts.RelativePath"/>.</param>
/// <param name="Kind">What the name stands for; links are not followed.</param>
/// <param name="IsWanted">Whether the caller of <see cref="IFileRoot.List"/> wants this name.</param>
/// <param name="Identity">The identity of a regular file that is wanted; else null.</param>
public sealed record DirectoryEntry(string Name, EntryKind Kind, bool IsWanted, FileIdentity? Identity);
