using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using ImgCompress.Contracts;

namespace ImgCompress.Files;

/// <summary>
/// The temp file of one claim: <c>item-ledger.epoch</c> in <c>.img-compress/tmp/d/</c>, <c>d</c> its first digit, so that many workers do
/// not change one directory. (Versions before had it in <c>tmp/</c> itself, or without the ledger, where it is looked for, too.) No two
/// claims share one, nor do those of two ledgers that a root is given to, one after the other, and which count epochs each for itself. So
/// removing an earlier claim's temp, or renaming it to <c>item-ledger.epoch.taker</c>, takes from it, for ever, what its rename would need.
/// </summary>
public sealed record TempName
{
    private const int ItemDigits = 32;
    private const int LedgerDigits = 12;

    private TempName(string value) => Value = value;

    public string Value { get; }

    /// <summary>The directory that it is in, below that of all temps: a hex digit.</summary>
    public string Directory => Value[..1];

    /// <summary>Whether a directory of that name may hold temps.</summary>
    public static bool IsDirectory(string name) => name.Length == 1 && char.IsAsciiHexDigitLower(name[0]);

    /// <param name="path">The file.</param>
    /// <param name="ledger">The id of the ledger whose claim it is: hex digits, of which the first 12 are used.</param>
    /// <param name="epoch">The claim.</param>
    public static TempName Of(RelativePath path, string ledger, long epoch) => new(string.Create(
        CultureInfo.InvariantCulture, $"{ItemOf(path)}-{ledger[..Math.Min(LedgerDigits, ledger.Length)]}.{epoch}"));

    /// <summary>What the names of all temp files of a file begin with: 32 hex digits.</summary>
    public static string ItemOf(RelativePath path) =>
        Convert.ToHexStringLower(SHA256.HashData(RelativePath.ToBytes(path.Value)).AsSpan(0, ItemDigits / 2));

    /// <summary>As <see cref="ItemOf(RelativePath)"/>, from the name of what may be a temp file.</summary>
    public static string ItemOf(string name) => name[..Math.Min(ItemDigits, name.Length)];

    /// <summary>The name that the claim's worker gave it, whoever has taken it since.</summary>
    public TempName AsMade => new(string.Join('.', Value.Split('.').Take(2)));

    /// <summary>The name under which a later claim takes it, so that whoever made it cannot rename it any more.</summary>
    public TempName TakenBy(long epoch) => new(string.Create(CultureInfo.InvariantCulture, $"{AsMade.Value}.{epoch}"));

    /// <summary>
    /// Takes 32 hex digits, perhaps a hyphen and up to 12 of them, a dot and a number, and perhaps one more dot and number; nothing else
    /// that may lie in the directory.
    /// </summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out TempName? temp)
    {
        var parts = name.Split('.');
        temp = parts.Length is 2 or 3
            && IsOwner(parts[0].Split('-'))
            && Array.TrueForAll(parts[1..], part => part.Length > 0 && part.All(char.IsAsciiDigit))
            ? new(name)
            : null;
        return temp is not null;
    }

    public override string ToString() => Value;

    private static bool IsOwner(string[] parts) => parts.Length is 1 or 2
        && parts[0].Length == ItemDigits
        && (parts.Length == 1 || parts[1].Length is > 0 and <= LedgerDigits)
        && Array.TrueForAll(parts, part => part.All(char.IsAsciiHexDigitLower));
}
