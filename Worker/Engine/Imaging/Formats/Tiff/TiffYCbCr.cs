using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>
/// Luma and chroma in a TIFF without JPEG inside (TIFF 6.0, section 21), with as many samples of each: they are resized as they are stored,
/// and the tags that tell how they become colours stay.
/// </summary>
internal static class TiffYCbCr
{
    public const int Photometric = 6;

    /// <summary>Whether a tag tells how the samples become colours.</summary>
    public static bool Tells(TiffTag tag) => tag is
        TiffTag.YCbCrCoefficients or TiffTag.YCbCrSubSampling or TiffTag.YCbCrPositioning or TiffTag.ReferenceBlackWhite;

    /// <exception cref="RefusedException">Chroma has fewer samples, or there are further ones.</exception>
    public static void RequireWhole(HeaderBytes bytes, IReadOnlyList<TiffEntry> page)
    {
        if (TiffFile.Values(bytes, page, TiffTag.YCbCrSubSampling) is not [1, 1])
        {
            throw RefusedException.Unsupported(
                "a TIFF in YCbCr without JPEG and with fewer samples of chroma, which the codec does not read: convert it to RGB first");
        }

        if (TiffFile.Value(bytes, page, TiffTag.SamplesPerPixel, 1) != 3)
        {
            throw RefusedException.Unsupported("a TIFF in YCbCr with further channels: convert it to RGB first");
        }
    }
}
