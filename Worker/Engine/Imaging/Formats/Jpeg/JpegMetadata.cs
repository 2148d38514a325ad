namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// Puts an original's segments into a new JPEG byte by byte, so that nothing of EXIF (maker notes), XMP (extended, too), ICC,
/// IPTC, JFIF density or comments passes through a library that knows a part of it. Only sizes and places in pixels are rewritten.
/// </summary>
internal static class JpegMetadata
{
    private const byte Adobe = 0xEE;

    /// <summary>
    /// The new file. With <paramref name="strip"/> only the ICC profile and the orientation are carried; the density goes, too, and
    /// what stands behind the end marker.
    /// </summary>
    /// <param name="original">The original file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="encoded">The new main picture.</param>
    /// <param name="further">The new ones of the header's further pictures, each with its metadata.</param>
    /// <param name="strip">Only the ICC profile and the orientation.</param>
    public static byte[] Copy(
        ReadOnlySpan<byte> original, JpegHeader header, ReadOnlySpan<byte> encoded, IReadOnlyList<byte[]> further, bool strip)
    {
        var fresh = JpegReader.Read(encoded);
        var scans = WithoutSegments(encoded, fresh, header.HasAdobeMarker);
        if (strip)
        {
            return [.. encoded[..2], .. Stripped(original, header), .. scans];
        }

        // The main picture's length stands in its own segments, and its digits are part of it: once more until it is right.
        var change = SizeChange.Between(header, fresh);
        var layout = new JpegLayout(header, header.End, further);
        var segments = Segments(original, header, change, layout);
        while (header.Parts.Count > 0 && 2 + segments.Length + scans.Length != layout.Primary)
        {
            layout = new(header, 2 + segments.Length + scans.Length, further);
            segments = Segments(original, header, change, layout);
        }

        using var output = new MemoryStream((int)layout.Length);
        output.Write(encoded[..2]);
        output.Write(segments);
        output.Write(scans);
        var picture = 0;
        foreach (var part in header.Parts)
        {
            switch (part.Kind)
            {
                case JpegPartKind.Picture:
                    output.Write(further[picture++]);
                    break;
                case JpegPartKind.Carried:
                    output.Write(original.Slice(part.Offset, part.Length));
                    break;
                case JpegPartKind.Afcp:
                    output.Write(TagTrailers.MoveAfcp(original.Slice(part.Offset, part.Length), output.Position));
                    break;
            }
        }

        return output.ToArray();
    }

    private static byte[] Stripped(ReadOnlySpan<byte> original, JpegHeader header)
    {
        using var output = new MemoryStream();
        var orientation = 1;
        foreach (var segment in header.Segments)
        {
            var body = segment.Body(original);
            if (IsExif(segment, body) && orientation == 1)
            {
                orientation = ExifTags.ReadOrientation(body[6..]);
            }

            if (IsProfile(segment, body))
            {
                output.Write(original.Slice(segment.Offset, segment.Length));
            }
        }

        if (orientation != 1)
        {
            output.Write([0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8]);
            output.Write(ExifTags.WithOrientation(orientation));
        }

        return output.ToArray();
    }

    private static byte[] Segments(ReadOnlySpan<byte> original, JpegHeader header, SizeChange change, JpegLayout layout)
    {
        using var output = new MemoryStream(header.Segments.Sum(s => s.Length));
        var credentials = Credentials(original, header);
        var xmp = JpegXmp.Rewrite(original, header, change, layout);
        var index = header.Index;
        for (var i = 0; i < header.Segments.Count; i++)
        {
            var segment = header.Segments[i];
            var body = segment.Body(original);
            if (segment.Marker == 0xE2 && MpfIndex.Read(body, 0) is not null)
            {
                if (index is not null && Pictures(header, index, layout) is { } pictures)
                {
                    output.Write(index.Write(pictures, 2 + output.Position));
                }

                index = null;
            }
            else if (xmp.TryGetValue(i, out var rewritten))
            {
                output.Write(rewritten);
            }
            else if (!IsColourCoding(segment, body) && !(IsBox(segment, body) && credentials.Contains(BoxInstance(body))))
            {
                var copy = original.Slice(segment.Offset, segment.Length).ToArray();
                if (IsExif(segment, body))
                {
                    var exif = copy.AsSpan(copy.Length - body.Length + 6);
                    ExifTags.WriteSize(exif, change);
                    PreviewPointers.Clear(exif, segment.Offset + segment.Length - exif.Length, header.Parts);
                }

                output.Write(copy);
            }
        }

        return output.ToArray();
    }

    /// <summary>
    /// Of the encoder's own segments only Adobe's stays, and that where the original had one, too: a CMYK image without it is read
    /// with its inks the other way round, and libvips turns neither kind.
    /// </summary>
    /// <returns>All behind the start marker.</returns>
    private static byte[] WithoutSegments(ReadOnlySpan<byte> encoded, JpegHeader header, bool withAdobe)
    {
        using var output = new MemoryStream(encoded.Length);
        var at = 2;
        foreach (var segment in header.Segments)
        {
            output.Write(encoded[at..segment.Offset]);
            at = segment.Offset + segment.Length;
            if (segment.Marker == Adobe && withAdobe)
            {
                output.Write(encoded[segment.Offset..at]);
            }
        }

        output.Write(encoded[at..]);
        return output.ToArray();
    }

    /// <summary>
    /// Where the pictures of an index stand now; null where none but the main one is left. An index that cannot be read gets all.
    /// </summary>
    private static List<(long Offset, long Length)?>? Pictures(JpegHeader header, MpfIndex index, JpegLayout layout)
    {
        if (header.Further.Count == 0)
        {
            return null;
        }

        var places = new List<(long, long)?> { (0, layout.Primary) };
        places.AddRange(index.IsDamaged
            ? header.Further.Select(picture => layout.Place(picture))
            : header.IndexPictures.Skip(1).Select(at =>
                header.Further.FirstOrDefault(p => p.Offset == at) is { } picture ? layout.Place(picture) : null));
        return places.Count(p => p is not null) > 1 ? places : null;
    }

    private static bool IsExif(JpegHeader.Segment segment, ReadOnlySpan<byte> body) =>
        segment.Marker == 0xE1 && body.StartsWith("Exif\0"u8) && body.Length > 6;

    private static bool IsProfile(JpegHeader.Segment segment, ReadOnlySpan<byte> body) =>
        segment.Marker == 0xE2 && body.StartsWith("ICC_PROFILE\0"u8);

    /// <summary>How the old picture's colours were coded.</summary>
    private static bool IsColourCoding(JpegHeader.Segment segment, ReadOnlySpan<byte> body) =>
        segment.Marker == Adobe && body.StartsWith("Adobe"u8);

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
