namespace ImgCompress.Files.Posix;

/// <summary>An extended attribute of a file (xattr).</summary>
/// <param name="Name">With its namespace (<c>user.comment</c>), zero-terminated.</param>
/// <param name="Value">Any bytes.</param>
internal sealed record ExtendedAttribute(byte[] Name, byte[] Value);
