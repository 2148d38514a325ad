namespace ImgCompress.Files;

/// <summary>A whole file and what its replacement needs to know of it.</summary>
/// <param name="Content">All bytes of the file.</param>
/// <param name="Identity">Read from the open handle, the same before and after reading the content.</param>
/// <param name="Traits">What the replacement takes over.</param>
/// <param name="Links">The number of names that the file has, at least 1; more: hard links.</param>
public sealed record LoadedFile(ReadOnlyMemory<byte> Content, FileIdentity Identity, FileTraits Traits, int Links);
