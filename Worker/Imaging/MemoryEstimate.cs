using ImgCompress.Contracts;
using ImgCompress.Worker.Imaging.Headers;

namespace ImgCompress.Worker.Imaging;

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

    public static long Of(ImageHeader header, long fileBytes, int newWidth, int newHeight, ResizeSpec spec)
    {
        var decoded = header.DecodedBytes;
        var pixelBytes = header.Channels * header.BytesPerSample;
        var encoded = (long)newWidth * newHeight * header.Frames * pixelBytes;
        var rows = Rows * ((long)header.Width + newWidth) * pixelBytes;
        return Base + fileBytes + rows + Codec.Chosen.Held(header, decoded, encoded) + OutputCopies * Output(header, encoded, decoded, fileBytes, spec);
    }

    private static long Output(ImageHeader header, long encoded, long decoded, long fileBytes, ResizeSpec spec)
    {
        // A little more than the samples themselves: what does not compress. A lossy file that keeps its own quality takes
        // about as many bits a pixel as the original, of which a smaller picture needs up to twice as many.
        var worst = encoded + encoded / 64 + 65_536 + Math.Min(fileBytes, 1 << 20);
        return header is JpegHeader && spec.Quality is null
            ? Math.Min(worst, (long)(2.5 * fileBytes * Math.Max(1, encoded) / Math.Max(1, decoded)) + (1 << 20))
            : worst;
    }
}
