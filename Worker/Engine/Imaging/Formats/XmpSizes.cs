using System.Globalization;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>
/// Puts the properties of an XMP packet right that tell sizes and places in pixels. All other bytes stay, and so does the packet's
/// length where it has padding.
/// </summary>
internal static class XmpSizes
{
    /// <summary>The packet for the new size: the same bytes where it tells no size.</summary>
    public static byte[] Write(ReadOnlySpan<byte> xmp, SizeChange change) =>
        XmpWriter.Write(xmp, (property, value) => Replacement(property, value, change));

    /// <summary>What a property says for the new size; null where it tells none, or no number.</summary>
    /// <param name="property">The property; where it stands is not looked at.</param>
    /// <param name="value">What it says now.</param>
    /// <param name="change">The image's size before and after.</param>
    public static string? Replacement(XmpProperty property, string value, SizeChange change) => property switch
    {
        { Name: { Uri: XmpNames.Tiff, Local: "ImageWidth" } or { Uri: XmpNames.Exif, Local: "PixelXDimension" } } =>
            Text(change.NewWidth),
        { Name: { Uri: XmpNames.Tiff, Local: "ImageLength" } or { Uri: XmpNames.Exif, Local: "PixelYDimension" } } =>
            Text(change.NewHeight),
        { Name: { Uri: XmpNames.Exif, Local: "FocalPlaneXResolution" } } => Rational(value, change.NewWidth, change.OldWidth),
        { Name: { Uri: XmpNames.Exif, Local: "FocalPlaneYResolution" } } => Rational(value, change.NewHeight, change.OldHeight),
        { Name.Local: "li", Owner: { Uri: XmpNames.Exif, Local: "SubjectArea" or "SubjectLocation" }, Index: var index } =>
            Scaled(value, index % 2 == 0, change),
        { Name: { Uri: XmpNames.Panorama, Local: var name } } => Panorama(name, value, change),
        // Regions are fractions of the image that they were applied to.
        { Name: { Uri: XmpNames.Dimensions, Local: "w" }, Owner.Local: "AppliedToDimensions" } => Scaled(value, across: true, change),
        { Name: { Uri: XmpNames.Dimensions, Local: "h" }, Owner.Local: "AppliedToDimensions" } => Scaled(value, across: false, change),
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
}
