using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// What a JPEG may hold in its segments beside its picture and a resize would lose or leave wrong: a depth map, a second picture, a
/// ratio image. Such a file is refused.
/// </summary>
internal static class JpegUnsupported
{
    private const string DepthMap = "a JPEG with a depth map, which would not fit any more";
    private const string SecondPicture = "a JPEG with a second picture in its XMP, which would not fit any more";

    public static void Refuse(ReadOnlySpan<byte> file, JpegHeader header)
    {
        foreach (var segment in header.Segments)
        {
            var body = segment.Body(file);
            switch (segment.Marker)
            {
                case 0xEB when body.StartsWith("HDR_RI"u8):
                    throw RefusedException.Unsupported("a JPEG with a ratio image (JPEG-HDR), which would not fit any more");
                // ISO/IEC 18477-3: boxes in APP11; jumb alone holds metadata.
                case 0xEB when body.StartsWith("JP"u8) && body.Length >= 16 && !body[12..].StartsWith("jumb"u8):
                    throw RefusedException.Unsupported("a JPEG with residual data (JPEG XT), which would not fit any more");
            }
        }

        foreach (var packet in JpegXmp.Packets(file, header))
        {
            Refuse(packet, Reason);
        }
    }

    /// <summary>For a file with something behind its end marker.</summary>
    /// <exception cref="RefusedException">The XMP packet names files there of which it is not known how to keep them right.</exception>
    public static void RefuseFiles(ReadOnlySpan<byte> xmp) => Refuse(xmp, FileReason);

    private static void Refuse(ReadOnlySpan<byte> xmp, Func<XmpName, string, string?> reason)
    {
        foreach (var property in XmpReader.Read(xmp))
        {
            if (reason(property.Name, property.Length > 4096 ? "…" : XmpReader.Value(xmp, property)) is { } words)
            {
                throw RefusedException.Unsupported(words);
            }
        }
    }

    private static string? Reason(XmpName name, string value) => name switch
    {
        { Uri: XmpNames.DepthMap } => DepthMap,
        { Uri: XmpNames.SecondImage } => SecondPicture,
        { Uri: XmpNames.ApplePixelData, Local: "AuxiliaryImageType" } =>
            value.EndsWith("hdrgainmap", StringComparison.Ordinal) ? null : DepthMap,
        _ => null,
    };

    private static string? FileReason(XmpName name, string value) => name switch
    {
        // Its value is XML again, of the files behind the picture.
        { Uri: "http://ns.xiaomi.com/photos/1.0/camera/", Local: "XMPMeta" } => value.Contains("offset", StringComparison.Ordinal)
            ? "a JPEG with further files behind its end (Xiaomi), which would be lost"
            : null,
        { Uri: XmpNames.Item or XmpNames.DynamicDepthItem, Local: "Semantic" } => value is "Primary" or "GainMap" or "MotionPhoto"
            ? null
            : $"a JPEG with a further file in it ({value}), which would be lost",
        { Uri: XmpNames.DynamicDepthItem, Local: "DataURI" } => value is "primary_image"
            ? null
            : $"a JPEG with a further file in it ({value}), which would be lost",
        _ => null,
    };
}
