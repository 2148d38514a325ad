namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>
/// An AVIF is shown as its transformative properties say, and the EXIF orientation beside them is for information alone
/// (ISO/IEC 23008-12, annex A). libvips makes such properties out of the tag, which would turn the picture: so the tag is set to
/// 1 before libvips sees it, and to its own value again in what libvips wrote.
/// </summary>
internal static class AvifOrientation
{
    /// <summary>Sets the tag of an EXIF block to 1, and returns what it was: 1 to 8.</summary>
    public static int Hide(Span<byte> exif)
    {
        var block = exif[Math.Max(0, Find(exif))..];
        var orientation = ExifTags.ReadOrientation(block);
        ExifTags.WriteOrientation(block, 1);
        return orientation;
    }

    /// <summary>Sets the tag in an encoded file.</summary>
    public static void Show(Span<byte> encoded, int orientation)
    {
        if (orientation != 1 && Find(encoded) is >= 0 and var at)
        {
            ExifTags.WriteOrientation(encoded[at..], orientation);
        }
    }

    /// <summary>Where a TIFF header with its first directory right behind it stands, as libexif writes it; −1 without one.</summary>
    private static int Find(ReadOnlySpan<byte> bytes)
    {
        var little = bytes.IndexOf("II*\0\b\0\0\0"u8);
        return little >= 0 ? little : bytes.IndexOf("MM\0*\0\0\0\b"u8);
    }
}
