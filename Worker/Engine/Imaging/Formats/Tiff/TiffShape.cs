using System.Globalization;
using System.Text;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>
/// The shape of an array that the Python package tifffile, and with it scikit-image and imageio, write into a TIFF's description as JSON:
/// <c>{"shape": [480, 640, 3]}</c>. They no longer read a file that is of another one.
/// </summary>
internal static class TiffShape
{
    private const string Name = "\"shape\": [";

    /// <summary>Puts the new size into a description. A shape that does not tell the old one in the usual way is removed.</summary>
    /// <param name="description">The tag's values.</param>
    /// <param name="header">Of the original.</param>
    /// <param name="change">Its size before and after.</param>
    public static byte[] Write(byte[] description, TiffHeader header, SizeChange change)
    {
        var text = Encoding.Latin1.GetString(description);
        var at = text.IndexOf(Name, StringComparison.Ordinal);
        var from = at + Name.Length;
        if (text is not ['{', ..] || at < 0 || text.IndexOf(']', from) is not (>= 0 and var to))
        {
            return description;
        }

        var scaled = Scaled(text[from..to].Split(','), header, change);
        return Encoding.Latin1.GetBytes(scaled is not null
            ? $"{text[..from]}{string.Join(", ", scaled)}{text[to..]}"
            : Without(text[..at], text[(to + 1)..]));
    }

    /// <summary>Pages, rows, columns and channels; null where they are others, or stored otherwise in the new file.</summary>
    private static int[]? Scaled(string[] values, TiffHeader header, SizeChange change)
    {
        var sides = new int[values.Length];
        for (var i = 0; i < sides.Length; i++)
        {
            if (!int.TryParse(values[i].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out sides[i]))
            {
                return null;
            }
        }

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

    /// <summary>What is left without a member, and the comma behind it or before it.</summary>
    private static string Without(string before, string behind) =>
        behind.StartsWith(',') ? before + behind[1..].TrimStart(' ') : before.TrimEnd(' ').TrimEnd(',') + behind;
}
