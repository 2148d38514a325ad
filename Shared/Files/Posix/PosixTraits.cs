namespace ImgCompress.Files.Posix;

/// <summary>Permission bits (07777), owner, group, and the extended attributes (which hold access control lists too).</summary>
internal sealed record PosixTraits(uint Mode, uint Owner, uint Group, IReadOnlyList<ExtendedAttribute> Attributes) : FileTraits;
