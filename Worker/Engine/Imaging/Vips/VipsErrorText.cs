using NetVips;

namespace ImgCompress.Engine.Imaging.Vips;

/// <summary>What libvips says of an error, on one line.</summary>
internal static class VipsErrorText
{
    private const int MaxLength = 300;

    /// <summary>
    /// The distinct lines of <paramref name="error"/>. libvips has one buffer of words for the process, so images that fail
    /// side by side may get each other's: no decision hangs on them.
    /// </summary>
    public static string Of(VipsException error)
    {
        var lines = error.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith("unable to ", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);
        var words = string.Concat(string.Join("; ", lines).Where(c => !char.IsControl(c)));
        return words.Length switch
        {
            0 => "no more is known",
            > MaxLength => words[..MaxLength],
            _ => words,
        };
    }
}
