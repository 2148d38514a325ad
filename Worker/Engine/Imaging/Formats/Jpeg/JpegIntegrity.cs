using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>Whether a JPEG holds all of its picture. libjpeg decodes a stream that ends early and does not always say so.</summary>
internal static class JpegIntegrity
{
    /// <exception cref="RefusedException">The file ends before its EOI marker, and not all of the picture is there.</exception>
    public static void RequireEnd(ReadOnlySpan<byte> file, JpegHeader header, CancellationToken cancellationToken)
    {
        if (!header.HasEnd && !JpegEntropy.HoldsEveryBlock(file, cancellationToken))
        {
            throw RefusedException.Corrupt("the JPEG is cut off: it has no end marker");
        }
    }
}
