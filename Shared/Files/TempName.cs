using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using ImgCompress.Contracts;

namespace ImgCompress.Files;

/// <summary>
/// The temp file of one claim: <c>item.epoch</c> in <c>.img-compress/tmp/d/</c>, <c>d</c> its first digit, so that many workers do not
/// change one directory. (Versions before had it in <c>tmp/</c> itself, where it is looked for, too.) No two
/// claims share one, so removing an earlier
/// claim's temp, or renaming it to <c>item.epoch.taker</c>, takes from it, for ever, what its rename would need.
/// </summary>
public sealed record TempName
{
    private TempName(string value) => Value = value;

    public string Value { get; }

    /// <summary>The directory that it is in, below that of all temps: a hex digit.</summary>
    public string Directory => Value[..1];

    /// <summary>Whether a directory of that name may hold temps.</summary>
    public static bool IsDirectory(string name) => name.Length == 1 && char.IsAsciiHexDigitLower(name[0]);

    public static TempName Of(RelativePath path, long epoch)
    {
        var item = Convert.ToHexStringLower(SHA256.HashData(RelativePath.ToBytes(path.Value)).AsSpan(0, 16));
        return new(string.Create(CultureInfo.InvariantCulture, $"{item}.{epoch}"));
    }

    /// <summary>The name that the claim's worker gave it, whoever has taken it since.</summary>
    public TempName AsMade => new(string.Join('.', Value.Split('.').Take(2)));

    /// <summary>The name under which a later claim takes it, so that whoever made it cannot rename it any more.</summary>
    public TempName TakenBy(long epoch) => new(string.Create(CultureInfo.InvariantCulture, $"{AsMade.Value}.{epoch}"));

    /// <summary>
    /// Takes 32 hex digits, a dot and a number, and perhaps one more dot and number; nothing else that may lie in the directory.
    /// </summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out TempName? temp)
    {
        var parts = name.Split('.');
        temp = parts.Length is 2 or 3
            && parts[0].Length == 32 && parts[0].All(char.IsAsciiHexDigitLower)
            && Array.TrueForAll(parts[1..], part => part.Length > 0 && part.All(char.IsAsciiDigit))
            ? new(name)
            : null;
        return temp is not null;
    }

    public override string ToString() => Value;
}
