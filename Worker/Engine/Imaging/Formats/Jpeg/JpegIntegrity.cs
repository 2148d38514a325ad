using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>Whether a JPEG's scans run to its EOI marker. libjpeg decodes a stream without one and does not always say so.</summary>
internal static class JpegIntegrity
{
    /// <exception cref="RefusedException">The file ends before its EOI marker.</exception>
    public static void RequireEnd(ReadOnlySpan<byte> file, int scanOffset)
    {
        var at = scanOffset;
        while (file[at..].IndexOf((byte)0xFF) is >= 0 and var skip)
        {
            at += skip + 1;
            if (at >= file.Length)
            {
                break;
            }

            switch (file[at])
            {
                case 0xFF:
                    break;
                case 0xD9:
                    return;
                // A stuffed zero, TEM or a restart marker.
                case 0x00 or 0x01 or (>= 0xD0 and <= 0xD7):
                    at++;
                    break;
                default:
                    if (at + 3 > file.Length)
                    {
                        throw RefusedException.Corrupt("the JPEG is cut off");
                    }

                    at = Math.Min(file.Length, at + 1 + Math.Max(2, (file[at + 1] << 8) | file[at + 2]));
                    break;
            }
        }

        throw RefusedException.Corrupt("the JPEG is cut off: it has no end marker");
    }
}
