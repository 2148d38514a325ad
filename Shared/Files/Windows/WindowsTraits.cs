using System.Security.AccessControl;

namespace ImgCompress.Files.Windows;

/// <summary>Attributes (hidden, read-only, …), and the owner and the access control list.</summary>
internal sealed record WindowsTraits(FileAttributes Attributes, FileSecurity Security) : FileTraits;
