using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// What a JPEG may hold beside its picture and a resize would lose or leave wrong: a gain map, a depth map, further pictures, a
/// video. Such a file is refused.
/// </summary>
internal static class JpegUnsupported
{
    private const string GainMap = "a JPEG with a gain map (Ultra HDR), which would be lost";
    private const string MotionPhoto = "a motion photo, whose video would be lost";
    private const string DepthMap = "a JPEG with a depth map, which would not fit any more";
    private const string SecondPicture = "a JPEG with a second picture in its XMP, which would not fit any more";

    public static void Refuse(ReadOnlySpan<byte> file, JpegHeader header)
    {
        var thumbnails = 0;
        foreach (var segment in header.Segments)
        {
            var body = segment.Body(file);
            switch (segment.Marker)
            {
                // ISO 21496-1, annex C.
                case 0xE2 when body.StartsWith("urn:iso:std:iso:ts:21496:-1"u8):
                    throw RefusedException.Unsupported(GainMap);
                case 0xE2 when body.StartsWith("MPF\0"u8):
                    thumbnails += Thumbnails(body[4..]);
                    break;
                case 0xEB when body.StartsWith("HDR_RI"u8):
                    throw RefusedException.Unsupported("a JPEG with a ratio image (JPEG-HDR), which would not fit any more");
                // ISO/IEC 18477-3: boxes in APP11; jumb alone holds metadata.
                case 0xEB when body.StartsWith("JP"u8) && body.Length >= 16 && !body[12..].StartsWith("jumb"u8):
                    throw RefusedException.Unsupported("a JPEG with residual data (JPEG XT), which would not fit any more");
            }
        }

        foreach (var packet in JpegXmp.Packets(file, header))
        {
            RefuseXmp(packet);
        }

        JpegTrailer.Refuse(file[header.End..], thumbnails);
    }

    private static void RefuseXmp(ReadOnlySpan<byte> xmp)
    {
        if (xmp.IndexOf("http://ns.adobe.com/hdr-gain-map/"u8) >= 0)
        {
            throw RefusedException.Unsupported(GainMap);
        }

        foreach (var property in XmpReader.Read(xmp))
        {
            if (Reason(property.Name, property.Length > 4096 ? "…" : XmpReader.Value(xmp, property)) is { } reason)
            {
                throw RefusedException.Unsupported(reason);
            }
        }
    }

    private static string? Reason(XmpName name, string value) => name switch
    {
        { Local: "MotionPhoto" or "MicroVideo" } => value is "" or "0" or "False" or "false" ? null : MotionPhoto,
        { Uri: XmpNames.GainMap or "http://ns.apple.com/HDRGainMap/1.0/" } => GainMap,
        { Uri: XmpNames.DepthMap } => DepthMap,
        { Uri: XmpNames.SecondImage } => SecondPicture,
        { Uri: "http://ns.apple.com/pixeldatainfo/1.0/", Local: "AuxiliaryImageType" } => DepthMap,
        // Its value is XML again, of the files behind the picture.
        { Uri: "http://ns.xiaomi.com/photos/1.0/camera/", Local: "XMPMeta" } => value.Contains("offset", StringComparison.Ordinal)
            ? "a JPEG with further files behind its end (Xiaomi), which would be lost"
            : null,
        { Uri: XmpNames.Item or "http://ns.google.com/photos/dd/1.0/item/", Local: "Semantic" } => value switch
        {
            "Primary" => null,
            "GainMap" => GainMap,
            "MotionPhoto" => MotionPhoto,
            _ => $"a JPEG with a further file in it ({value}), which would be lost",
        },
        { Uri: "http://ns.google.com/photos/dd/1.0/item/", Local: "DataURI" } => value is "primary_image"
            ? null
            : $"a JPEG with a further file in it ({value}), which would be lost",
        _ => null,
    };

    /// <summary>How many large thumbnails the MP index names (CIPA DC-007, Multi-Picture Format, section 5.2.3).</summary>
    /// <exception cref="RefusedException">It names other pictures.</exception>
    private static int Thumbnails(ReadOnlySpan<byte> mpf)
    {
        var littleEndian = mpf.StartsWith("II"u8);
        var bytes = new HeaderBytes(mpf, littleEndian);
        var directory = bytes.U32(4);
        var count = bytes.U16(directory);
        for (var i = 0; i < count; i++)
        {
            var entry = directory + 2L + 12L * i;
            if (bytes.U16(entry) != 0xB002)
            {
                continue;
            }

            var pictures = bytes.U32(entry + 4) / 16;
            var table = bytes.U32(entry + 8);
            for (var picture = 1; picture < pictures; picture++)
            {
                // 0x010001 and 0x010002: large thumbnails, of VGA and of full HD size.
                if ((bytes.U32(table + 16L * picture) & 0xFFFFFF) is not (0x010001 or 0x010002))
                {
                    throw RefusedException.Unsupported($"a JPEG of {pictures} pictures (MPF), of which one would be kept");
                }
            }

            return (int)Math.Max(0, pictures - 1L);
        }

        return 0;
    }
}
