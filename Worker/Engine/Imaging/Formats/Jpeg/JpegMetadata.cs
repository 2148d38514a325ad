namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// Puts an original's segments into a new JPEG byte by byte, so that nothing of EXIF (maker notes), XMP (extended, too), ICC,
/// IPTC, JFIF density or comments passes through a library that knows a part of it. Only sizes and places in pixels are rewritten.
/// </summary>
internal static class JpegMetadata
{
    private const byte Adobe = 0xEE;

    /// <summary>
    /// The new file. With <paramref name="strip"/> only the ICC profile and the orientation are carried; the density goes, too.
    /// </summary>
    public static byte[] Copy(ReadOnlySpan<byte> original, JpegHeader header, ReadOnlySpan<byte> encoded, bool strip)
    {
        var fresh = JpegReader.Read(encoded);
        using var output = new MemoryStream(encoded.Length + header.Segments.Sum(s => s.Length));
        output.Write(encoded[..2]);
        var orientation = 1;
        var change = SizeChange.Between(header, fresh);
        var credentials = Credentials(original, header);
        foreach (var segment in header.Segments)
        {
            var body = segment.Body(original);
            var isExif = segment.Marker == 0xE1 && body.StartsWith("Exif\0"u8) && body.Length > 6;
            if (strip && isExif && orientation == 1)
            {
                orientation = ExifTags.ReadOrientation(body[6..]);
            }

            if (strip
                ? !IsProfile(segment, body)
                : IsDropped(segment, body) || (IsBox(segment, body) && credentials.Contains(BoxInstance(body))))
            {
                continue;
            }

            var copy = original.Slice(segment.Offset, segment.Length).ToArray();
            if (isExif)
            {
                ExifTags.WriteSize(copy.AsSpan(copy.Length - body.Length + 6), change);
            }
            else if (segment.Marker == 0xE1 && JpegXmp.Resized(body, change) is { } xmp && !xmp.AsSpan().SequenceEqual(body))
            {
                copy = [0xFF, 0xE1, (byte)((xmp.Length + 2) >> 8), (byte)(xmp.Length + 2), .. xmp];
            }

            output.Write(copy);
        }

        if (orientation != 1)
        {
            output.Write([0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8]);
            output.Write(ExifTags.WithOrientation(orientation));
        }

        // Of the encoder's own segments only Adobe's stays, and that where the original had one, too: a CMYK image without it
        // is read with its inks the other way round, and libvips turns neither kind.
        var at = 2;
        foreach (var segment in fresh.Segments)
        {
            output.Write(encoded[at..segment.Offset]);
            at = segment.Offset + segment.Length;
            if (segment.Marker == Adobe && header.HasAdobeMarker)
            {
                output.Write(encoded[segment.Offset..at]);
            }
        }

        output.Write(encoded[at..]);
        if (!strip)
        {
            output.Write(JpegTrailer.Carried(original[header.End..]));
        }

        return output.ToArray();
    }

    private static bool IsProfile(JpegHeader.Segment segment, ReadOnlySpan<byte> body) =>
        segment.Marker == 0xE2 && body.StartsWith("ICC_PROFILE\0"u8);

    /// <summary>
    /// Segments that would be wrong in the new file: how the old one's colours were coded, and where its large thumbnails lay.
    /// </summary>
    private static bool IsDropped(JpegHeader.Segment segment, ReadOnlySpan<byte> body) =>
        (segment.Marker == Adobe && body.StartsWith("Adobe"u8)) || (segment.Marker == 0xE2 && body.StartsWith("MPF\0"u8));

    /// <summary>
    /// Content credentials (C2PA): the boxes of one instance number, of which the first names them. They are signed for the bytes of
    /// the old picture, and would say of the new one that it was tampered with.
    /// </summary>
    private static HashSet<ushort> Credentials(ReadOnlySpan<byte> original, JpegHeader header)
    {
        var instances = new HashSet<ushort>();
        foreach (var segment in header.Segments)
        {
            var body = segment.Body(original);
            if (IsBox(segment, body) && body[..Math.Min(body.Length, 128)].IndexOf("c2pa"u8) >= 0)
            {
                instances.Add(BoxInstance(body));
            }
        }

        return instances;
    }

    /// <summary>A box in APP11 (ISO/IEC 19566-5, annex D), or a part of one.</summary>
    private static bool IsBox(JpegHeader.Segment segment, ReadOnlySpan<byte> body) =>
        segment.Marker == 0xEB && body.StartsWith("JP"u8) && body.Length >= 16;

    private static ushort BoxInstance(ReadOnlySpan<byte> body) => (ushort)((body[2] << 8) | body[3]);
}
