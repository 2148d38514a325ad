using System.Globalization;
using System.Text;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>
/// Puts the properties of an XMP packet right that tell sizes and places in pixels. All other bytes stay, and so does the packet's
/// length where it has padding.
/// </summary>
internal static class XmpSizes
{
    /// <summary>Longer values are no numbers.</summary>
    private const int MaxValueBytes = 64;

    /// <summary>The packet for the new size: the same bytes where it tells no size.</summary>
    public static byte[] Write(ReadOnlySpan<byte> xmp, SizeChange change)
    {
        using var output = new MemoryStream(xmp.Length + 64);
        var at = 0;
        foreach (var property in XmpReader.Read(xmp).OrderBy(p => p.Offset))
        {
            if (property.Offset < at
                || property.Length > MaxValueBytes
                || Replacement(property, XmpReader.Value(xmp, property), change) is not { } value)
            {
                continue;
            }

            output.Write(xmp[at..property.Offset]);
            output.Write(Encoding.ASCII.GetBytes(value));
            at = property.Offset + property.Length;
        }

        output.Write(xmp[at..]);
        return Pad(output.ToArray(), xmp.Length);
    }

    /// <summary>What a property says for the new size; null where it tells none, or no number.</summary>
    /// <param name="property">The property; where it stands is not looked at.</param>
    /// <param name="value">What it says now.</param>
    /// <param name="change">The image's size before and after.</param>
    public static string? Replacement(XmpProperty property, string value, SizeChange change) => property switch
    {
        ({ Uri: XmpNames.Tiff, Local: "ImageWidth" } or { Uri: XmpNames.Exif, Local: "PixelXDimension" }, _, _, _, _) =>
            Text(change.NewWidth),
        ({ Uri: XmpNames.Tiff, Local: "ImageLength" } or { Uri: XmpNames.Exif, Local: "PixelYDimension" }, _, _, _, _) =>
            Text(change.NewHeight),
        ({ Uri: XmpNames.Exif, Local: "FocalPlaneXResolution" }, _, _, _, _) => Rational(value, change.NewWidth, change.OldWidth),
        ({ Uri: XmpNames.Exif, Local: "FocalPlaneYResolution" }, _, _, _, _) => Rational(value, change.NewHeight, change.OldHeight),
        ({ Local: "li" }, { Uri: XmpNames.Exif, Local: "SubjectArea" or "SubjectLocation" }, var index, _, _) =>
            Scaled(value, index % 2 == 0, change),
        ({ Uri: XmpNames.Panorama, Local: var name }, _, _, _, _) => Panorama(name, value, change),
        // Regions are fractions of the image that they were applied to.
        ({ Uri: XmpNames.Dimensions, Local: "w" }, { Local: "AppliedToDimensions" }, _, _, _) => Scaled(value, across: true, change),
        ({ Uri: XmpNames.Dimensions, Local: "h" }, { Local: "AppliedToDimensions" }, _, _, _) => Scaled(value, across: false, change),
        _ => null,
    };

    private static string? Panorama(string name, string value, SizeChange change) => name switch
    {
        "CroppedAreaImageWidthPixels" => Text(change.NewWidth),
        "CroppedAreaImageHeightPixels" => Text(change.NewHeight),
        "FullPanoWidthPixels" or "CroppedAreaLeftPixels" or "LargestValidInteriorRectLeft" or "LargestValidInteriorRectWidth" =>
            Scaled(value, across: true, change),
        "FullPanoHeightPixels" or "CroppedAreaTopPixels" or "LargestValidInteriorRectTop" or "LargestValidInteriorRectHeight" =>
            Scaled(value, across: false, change),
        _ => null,
    };

    private static string? Scaled(string value, bool across, SizeChange change) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var old) && Math.Abs(old) < uint.MaxValue
            ? Text(across ? change.Across((long)Math.Round(old)) : change.Down((long)Math.Round(old)))
            : null;

    private static string? Rational(string value, int to, int from)
    {
        var parts = value.Split('/');
        if (parts.Length > 2
            || !uint.TryParse(parts[0], CultureInfo.InvariantCulture, out var above)
            || !uint.TryParse(parts.ElementAtOrDefault(1) ?? "1", CultureInfo.InvariantCulture, out var below))
        {
            return null;
        }

        (above, below) = ExifTags.ScaledRational(above, below, to, from);
        return $"{Text(above)}/{Text(below)}";
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Gives a packet its length back by the white space before its end, if there is some.</summary>
    private static byte[] Pad(byte[] xmp, int length)
    {
        var end = xmp.AsSpan().LastIndexOf("<?xpacket"u8);
        if (xmp.Length == length || end < 0 || xmp.AsSpan(0, end).LastIndexOf((byte)'>') is not (>= 0 and var last))
        {
            return xmp;
        }

        var padding = end - last - 1;
        var wanted = padding + length - xmp.Length;
        return padding > 0 && wanted >= 0
            ?
            [
                .. xmp[..(last + 1 + Math.Min(padding, wanted))],
                .. Enumerable.Repeat((byte)' ', Math.Max(0, wanted - padding)),
                .. xmp[end..],
            ]
            : xmp;
    }
}
