using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>
/// The shape of an array that the Python package tifffile, and with it scikit-image and imageio, write into a TIFF's description as JSON:
/// <c>{"shape": [480, 640, 3]}</c>. They no longer read a file that is of another one.
/// </summary>
internal static partial class TiffShape
{
    /// <summary>Puts the new size into a description. A shape that does not tell the old one in the usual way is removed.</summary>
    /// <param name="description">The tag's values.</param>
    /// <param name="header">Of the original.</param>
    /// <param name="change">Its size before and after.</param>
    public static byte[] Write(byte[] description, TiffHeader header, SizeChange change)
    {
        var text = Encoding.Latin1.GetString(description);
        if (text is not ['{', ..] || Shape().Match(text) is not { Success: true } match)
        {
            return description;
        }

        var sides = Array.ConvertAll(match.Groups["sides"].Value.Split(','), side => long.Parse(side, CultureInfo.InvariantCulture));
        var scaled = Scaled(sides, header, change);
        return Encoding.Latin1.GetBytes(scaled is not null
            ? text.Replace(match.Groups["sides"].Value, string.Join(", ", scaled), StringComparison.Ordinal)
            : ShapeWithComma().Replace(text, ""));
    }

    /// <summary>Pages, rows, columns and channels; null where they are others, or stored otherwise in the new file.</summary>
    private static long[]? Scaled(long[] sides, TiffHeader header, SizeChange change)
    {
        var channels = sides.Length > 2 && sides[^1] == header.Channels ? 1 : 0;
        var row = sides.Length - channels - 2;
        if (header.Planar
            || header.Palette
            || row < 0
            || (header.Channels > 1 && channels == 0)
            || (sides[row], sides[row + 1]) != (header.Height, header.Width)
            || sides[..row].Aggregate(1.0, (product, side) => product * side) != header.Frames)
        {
            return null;
        }

        (sides[row], sides[row + 1]) = (change.NewHeight, change.NewWidth);
        return sides;
    }

    [GeneratedRegex("""
        "shape": ?\[(?<sides>\d{1,18}(, ?\d{1,18})*)\]
        """, RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();

    /// <summary>With the comma behind it, or the one before it.</summary>
    [GeneratedRegex("""
        "shape": ?\[[^\]]*\], ?|,? ?"shape": ?\[[^\]]*\]
        """)]
    private static partial Regex ShapeWithComma();
}
