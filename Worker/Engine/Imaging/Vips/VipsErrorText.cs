using NetVips;

namespace ImgCompress.Engine.Imaging.Vips;

/// <summary>What libvips says of an error, on one line.</summary>
internal static class VipsErrorText
{
    private const int MaxLength = 300;

    /// <summary>
    /// The distinct lines of <paramref name="error"/>. libvips has one buffer of words for the process, so images that fail
    /// side by side may get each other's, or find theirs cleared: no decision hangs on them.
    /// </summary>
    /// <param name="error">Thrown by NetVips, or made where libvips failed without it: it takes what is in the buffer.</param>
    /// <param name="operation">What failed, as libvips calls it; said where libvips has no words for why.</param>
    public static string Of(VipsException error, string operation) =>
        OneLine($"{error.Message}\n{VipsLibrary.Warning}") is { Length: > 0 } words
            ? words
            : $"{operation} stopped without giving a reason";

    private static string OneLine(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith("unable to ", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);
        var words = string.Concat(string.Join("; ", lines).Where(c => !char.IsControl(c)));
        return words.Length > MaxLength ? words[..MaxLength] : words;
    }
}
