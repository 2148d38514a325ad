using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Pnm;

/// <summary>Whether a PNM holds all samples. ImageSharp leaves black what is missing.</summary>
internal static class PnmIntegrity
{
    /// <exception cref="RefusedException">
    /// Samples are missing, or of an impossible value, or something stands behind the picture.
    /// </exception>
    public static void RequireWhole(ReadOnlySpan<byte> file, PnmHeader header)
    {
        if (header.Plain)
        {
            _ = PnmText.Samples(file[header.PixelOffset..], header);
            return;
        }

        var (found, expected) = (file.Length - header.PixelOffset, header.RowBytes * header.Height);
        if (found < expected)
        {
            throw RefusedException.Corrupt($"the PNM is cut off: {found} bytes of samples, of {expected}");
        }

        if (found > expected)
        {
            throw RefusedException.Unsupported("a PNM with something behind its picture, such as further pictures, which would be lost");
        }
    }
}
