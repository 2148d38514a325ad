using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ImgCompress.Contracts;

/// <summary>
/// A file's path below the root: components joined by '/', none of them empty, "." or "..", so that it cannot name anything
/// outside. A file system's names are bytes and need not be UTF-8: a byte that is part of no valid sequence is held as
/// U+F700 plus the byte (and a name that really holds one of those private characters has its bytes held the same way), so
/// that every name has exactly one text, which travels through JSON and DynamoDB unharmed.
/// </summary>
public readonly record struct RelativePath : IComparable<RelativePath>
{
    private const char EscapeBase = '\uF700';
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string? _value;

    private RelativePath(string value) => _value = value;

    /// <summary>The longest path taken, in bytes; what Linux takes at most.</summary>
    public const int MaxBytes = 4096;

    public string Value => _value ?? "";

    /// <summary>The directory that the file is in; empty at the root.</summary>
    public string Directory => Value.LastIndexOf('/') is > 0 and var slash ? Value[..slash] : "";

    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>Whether the text is the name itself, with no byte held in the private characters.</summary>
    public bool IsUtf8 => !Value.AsSpan().ContainsAnyInRange(EscapeBase, (char)(EscapeBase + 0xFF));

    /// <summary>Takes the text form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RelativePath path)
    {
        path = default;
        if (string.IsNullOrEmpty(text)
            || text.Contains('\0', StringComparison.Ordinal)
            || text.Split('/').Any(c => c is "" or "." or "..")
            || !IsWellFormed(text)
            || ToBytes(text).Length > MaxBytes
            || !string.Equals(FromBytes(ToBytes(text)), text, StringComparison.Ordinal))
        {
            return false;
        }

        path = new(text);
        return true;
    }

    /// <summary>The path of an entry of <paramref name="directory"/> (empty: the root) that the file system itself named.</summary>
    public static RelativePath Join(string directory, string name) => new(directory.Length == 0 ? name : $"{directory}/{name}");

    /// <summary>A name's bytes as text.</summary>
    public static string FromBytes(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (valid && rune.Value is < EscapeBase or > EscapeBase + 0xFF)
            {
                text.Append(rune.ToString());
            }
            else
            {
                foreach (var b in bytes[..length])
                {
                    text.Append((char)(EscapeBase + b));
                }
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    /// <summary>The bytes that the text stands for.</summary>
    public static byte[] ToBytes(string text)
    {
        var bytes = new List<byte>(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is >= EscapeBase and <= EscapeBase + 0xFF)
            {
                bytes.Add((byte)(rune.Value - EscapeBase));
            }
            else
            {
                bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
            }
        }

        return [.. bytes];
    }

    /// <summary>
    /// For people: on one line, with control characters and bytes that are no UTF-8 as <c>\n</c>, <c>\t</c> or <c>\xFF</c>.
    /// </summary>
    public string ToDisplay()
    {
        var text = new StringBuilder(Value.Length);
        foreach (var c in Value)
        {
            _ = c switch
            {
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                >= EscapeBase and <= (char)(EscapeBase + 0xFF) => text.Append($"\\x{c - EscapeBase:X2}"),
                _ when char.IsControl(c) => text.Append($"\\x{(int)c:X2}"),
                _ => text.Append(c),
            };
        }

        return text.ToString();
    }

    public int CompareTo(RelativePath other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    public static bool operator <(RelativePath left, RelativePath right) => left.CompareTo(right) < 0;

    public static bool operator >(RelativePath left, RelativePath right) => left.CompareTo(right) > 0;

    public static bool operator <=(RelativePath left, RelativePath right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RelativePath left, RelativePath right) => left.CompareTo(right) >= 0;

    private static bool IsWellFormed(string text)
    {
        try
        {
            _ = Strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
