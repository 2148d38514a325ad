using ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>Whether a JPEG holds all of its picture. libjpeg decodes a stream that ends early and does not always say so.</summary>
internal static class JpegIntegrity
{
    /// <summary>
    /// Without its EOI marker a file must end exactly behind its last block, and every coefficient have come to its full precision: one
    /// that was cut off and nonZero up, with zeros for instance, does not end so.
    /// </summary>
    /// <exception cref="RefusedException">The file ends before its EOI marker, and not all of the picture is there.</exception>
    public static void RequireEnd(ReadOnlySpan<byte> file, JpegHeader header, CancellationToken cancellationToken)
    {
        if (!header.HasEnd)
        {
            using var frame = EntropyDecoder.TryRead(JpegCorrection.Apply(file, header.Corrections), cancellationToken)
                ?? throw RefusedException.Corrupt("the JPEG is cut off: it has no end marker");
        }
    }
}
