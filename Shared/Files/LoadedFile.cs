namespace ImgCompress.Files;

/// <summary>A file as it was read in one go.</summary>
/// <param name="Content">All bytes.</param>
/// <param name="Identity">As of the open handle, the same before and after reading.</param>
/// <param name="Traits">What its replacement takes over.</param>
/// <param name="Links">Names that the file has; more than 1: hard links.</param>
public sealed record LoadedFile(ReadOnlyMemory<byte> Content, FileIdentity Identity, FileTraits Traits, int Links);
