using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// What a JPEG may hold beside its picture and a resize would lose or leave wrong: a gain map, further pictures, a video.
/// Such a file is refused.
/// </summary>
internal static class JpegUnsupported
{
    public static void Refuse(ReadOnlySpan<byte> file, JpegHeader header)
    {
        foreach (var segment in header.Segments)
        {
            var body = segment.Body(file);
            switch (segment.Marker)
            {
                case 0xE1:
                    RefuseXmp(body);
                    break;
                // ISO 21496-1, annex C.
                case 0xE2 when body.StartsWith("urn:iso:std:iso:ts:21496:-1"u8):
                    throw RefusedException.Unsupported("a JPEG with a gain map (Ultra HDR), which would be lost");
                case 0xE2 when body.StartsWith("MPF\0"u8):
                    RefusePictures(body[4..]);
                    break;
            }
        }

        // Samsung's motion photos say so behind the picture.
        if (file[^Math.Min(file.Length, 1 << 16)..].IndexOf("MotionPhoto_Data"u8) >= 0)
        {
            throw RefusedException.Unsupported("a motion photo, whose video would be lost");
        }
    }

    private static void RefuseXmp(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith("http://ns.adobe.com/x"u8))
        {
            return;
        }

        if (body.IndexOf("http://ns.adobe.com/hdr-gain-map/"u8) >= 0)
        {
            throw RefusedException.Unsupported("a JPEG with a gain map (Ultra HDR), which would be lost");
        }

        if (Says(body, "MotionPhoto"u8) || Says(body, "MicroVideo"u8))
        {
            throw RefusedException.Unsupported("a motion photo, whose video would be lost");
        }
    }

    /// <summary>True for <c>name="1"</c>, <c>name='1'</c> and <c>name&gt;1&lt;</c>.</summary>
    private static bool Says(ReadOnlySpan<byte> xmp, ReadOnlySpan<byte> name)
    {
        while (xmp.IndexOf(name) is >= 0 and var at)
        {
            xmp = xmp[(at + name.Length)..];
            if (xmp.StartsWith("=\"1\""u8) || xmp.StartsWith("='1'"u8) || xmp.StartsWith(">1<"u8))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>CIPA DC-007 (Multi-Picture Format), section 5.2.3: the entries of the MP index.</summary>
    private static void RefusePictures(ReadOnlySpan<byte> mpf)
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
        }
    }
}
