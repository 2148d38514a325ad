using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace ImgCompress.Contracts;

/// <summary>Tells one content from another: SHA-256 in lower-case hex, and the length in bytes. As text, <c>hex:length</c>.</summary>
public sealed record Fingerprint(string Sha256, long Length)
{
    public static Fingerprint Of(ReadOnlySpan<byte> content) => new(Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Fingerprint? fingerprint)
    {
        fingerprint = text?.Split(':') is [{ Length: 64 } hash, var length]
            && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? new(hash, bytes)
            : null;
        return fingerprint is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sha256}:{Length}");
}
