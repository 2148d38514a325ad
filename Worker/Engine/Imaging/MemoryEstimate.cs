using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats;

namespace ImgCompress.Engine.Imaging;

/// <summary>
/// How much one image takes at its peak, from above: what the decoder holds, what the encoder holds, and the bytes of both files.
/// </summary>
internal static class MemoryEstimate
{
    /// <summary>libvips' strips and windows, the resampler's ring and the tables: rows in flight, in source and target.</summary>
    private const int Rows = 256;

    /// <summary>What an image takes whatever its size.</summary>
    private const long Base = 8L << 20;

    /// <summary>A new file is held three times at most: in the saver, in managed memory, and once its metadata is in.</summary>
    private const int OutputCopies = 3;

    public static long Of(ImageFormat format, ImageHeader header, long fileBytes, int newWidth, int newHeight, ResizeSpec spec)
    {
        var decoded = header.DecodedBytes;
        var pixelBytes = header.Channels * header.BytesPerSample;
        var encoded = (long)newWidth * newHeight * header.Frames * pixelBytes;
        var rows = Rows * ((long)header.Width + newWidth) * pixelBytes;
        return Base + fileBytes + rows + Weights(header.Height, newHeight) + format.EstimatePeakBytes(header, decoded, encoded)
            + OutputCopies * format.EstimateFileBytes(header, fileBytes, decoded, encoded, spec)
            + header.Further.Sum(picture => OfFurther(format, header, picture, newWidth, newHeight, spec));
    }

    /// <summary>
    /// The weights of the vertical axis, all of them different at a ratio that is no whole number: for each row a window of six rows of
    /// the larger image at most, its ends rounded; held three times while they are gathered. (Those of the horizontal axis are less than
    /// the rows that are counted.)
    /// </summary>
    private static long Weights(long oldHeight, long newHeight) =>
        3 * sizeof(float) * ((6 * Math.Max(oldHeight, newHeight)) + (6 * newHeight));

    /// <summary>The bytes of the file are counted with the main picture.</summary>
    private static long OfFurther(
        ImageFormat format, ImageHeader main, FurtherPicture picture, int newWidth, int newHeight, ResizeSpec spec)
    {
        var width = (int)((long)picture.Header.Width * newWidth / main.Width) + 1;
        var height = (int)((long)picture.Header.Height * newHeight / main.Height) + 1;
        return Of(format, picture.Header, picture.Length, width, height, spec) - Base - picture.Length;
    }
}
