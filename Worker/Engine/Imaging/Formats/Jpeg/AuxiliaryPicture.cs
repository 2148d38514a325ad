using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>Whether a picture behind the main one tells something of its pixels, by its own segments.</summary>
internal static class AuxiliaryPicture
{
    /// <summary>
    /// True of a gain map (ISO 21496-1, Adobe's and Android's, Apple's) and of a matte, which fit the main picture at any size.
    /// </summary>
    /// <exception cref="RefusedException">It is a depth map.</exception>
    public static bool Is(ReadOnlySpan<byte> file, JpegHeader header)
    {
        foreach (var segment in header.Segments)
        {
            if (segment.Marker == 0xE2 && segment.Body(file).StartsWith("urn:iso:std:iso:ts:21496:-1"u8))
            {
                return true;
            }
        }

        foreach (var xmp in JpegXmp.Packets(file, header))
        {
            foreach (var property in XmpReader.Read(xmp))
            {
                if (property.Name.Uri is XmpNames.GainMap or XmpNames.AppleGainMap)
                {
                    return true;
                }

                if (property.Name is { Uri: XmpNames.ApplePixelData, Local: "AuxiliaryImageType" })
                {
                    var type = XmpReader.Value(xmp, property);
                    return type.EndsWith("hdrgainmap", StringComparison.Ordinal) || type.EndsWith("matte", StringComparison.Ordinal)
                        ? true
                        : throw RefusedException.Unsupported("a JPEG with a depth map behind its end, which would not fit any more");
                }
            }
        }

        return false;
    }
}
