using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ImgCompress.Files;

/// <summary>Tells whether a name still stands for the same, untouched file. Times are nanoseconds since 1970.</summary>
public sealed record FileIdentity(ulong Device, ulong Inode, long Size, long Modified, long Changed)
{
    /// <summary>
    /// What a ledger records of it: <c>inode:size:modified:changed</c>. The device is left out, because the same network file
    /// system has another device number on each machine.
    /// </summary>
    public string ToRecord() => string.Create(CultureInfo.InvariantCulture, $"{Inode}:{Size}:{Modified}:{Changed}");

    /// <summary>True where <paramref name="record"/> is what <see cref="ToRecord"/> gives.</summary>
    public bool Matches([NotNullWhen(true)] string? record) => string.Equals(record, ToRecord(), StringComparison.Ordinal);
}
