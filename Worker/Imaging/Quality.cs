using ImgCompress.Contracts;
using ImgCompress.Worker.Imaging.Headers;

namespace ImgCompress.Worker.Imaging;

/// <summary>The quality, 1 to 100, that lossy encoding is asked for.</summary>
internal static class Quality
{
    /// <summary>Above this, an original's own quality is not followed: the bytes grow fast and the picture does not.</summary>
    public const int MaxOwn = 95;

    /// <summary>For a lossy WebP; its own quality does not stand in the file.</summary>
    private const int WebP = 80;

    /// <summary>For an AVIF; its own quality does not stand in the file.</summary>
    private const int Avif = 60;

    public static int Of(ImageHeader header, ResizeSpec spec) => spec.Quality ?? header switch
    {
        JpegHeader jpeg => Math.Min(jpeg.Quality, MaxOwn),
        WebPHeader => WebP,
        AvifHeader => Avif,
        _ => throw new ArgumentOutOfRangeException(nameof(header), header.Format, null),
    };
}
