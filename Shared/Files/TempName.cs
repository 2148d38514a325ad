using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using ImgCompress.Contracts;

namespace ImgCompress.Files;

/// <summary>
/// The temp file of one claim: <c>item.epoch</c> in <c>.img-compress/tmp/</c>. No two claims share one, so removing an earlier
/// claim's temp takes from it, for ever, what its rename would need.
/// </summary>
public sealed record TempName
{
    private TempName(string value) => Value = value;

    public string Value { get; }

    public static TempName Of(RelativePath path, long epoch)
    {
        var item = Convert.ToHexStringLower(SHA256.HashData(RelativePath.ToBytes(path.Value)).AsSpan(0, 16));
        return new(string.Create(CultureInfo.InvariantCulture, $"{item}.{epoch}"));
    }

    /// <summary>Takes 32 hex digits, a dot and a number, and nothing else that may lie in the directory.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out TempName? temp)
    {
        temp = name.Length > 33 && name[32] == '.'
            && name.Take(32).All(char.IsAsciiHexDigitLower)
            && name.Skip(33).All(char.IsAsciiDigit)
            ? new(name)
            : null;
        return temp is not null;
    }

    public override string ToString() => Value;
}
