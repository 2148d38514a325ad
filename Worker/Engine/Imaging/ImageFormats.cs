using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Formats.Avif;
using ImgCompress.Engine.Imaging.Formats.Bmp;
using ImgCompress.Engine.Imaging.Formats.Gif;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Engine.Imaging.Formats.Png;
using ImgCompress.Engine.Imaging.Formats.Pnm;
using ImgCompress.Engine.Imaging.Formats.Tga;
using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Engine.Imaging.Formats.WebP;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging;

/// <summary>The formats that are resized, and which of them a file is in: its bytes decide, not its name.</summary>
internal static class ImageFormats
{
    public static JpegFormat Jpeg { get; } = new();

    public static PngFormat Png { get; } = new();

    public static WebPFormat WebP { get; } = new();

    public static GifFormat Gif { get; } = new();

    public static TiffFormat Tiff { get; } = new();

    public static AvifFormat Avif { get; } = new();

    public static BmpFormat Bmp { get; } = new();

    public static PnmFormat Pnm { get; } = new();

    public static TgaFormat Tga { get; } = new();

    /// <summary>In the order in which they are tried: TGA, which has no signature, comes last.</summary>
    public static IReadOnlyList<ImageFormat> All { get; } = [Jpeg, Png, WebP, Gif, Tiff, Avif, Bmp, Pnm, Tga];

    private static string Supported { get; } =
        $"supported are {string.Join(", ", All.SkipLast(1).Select(format => format.Name))} and {All[^1].Name}";

    /// <exception cref="RefusedException">The bytes are of no image, or of one in a format that is not supported.</exception>
    public static ImageFormat Recognise(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            throw RefusedException.NotAnImage("the file is empty");
        }

        foreach (var format in All)
        {
            if (format != Tga && format.Matches(file))
            {
                return format;
            }
        }

        // An icon's first bytes could be a TGA's.
        return UnsupportedFormats.Name(file) is { } name ? throw RefusedException.Unsupported($"{name}; {Supported}")
            : Tga.Matches(file) ? Tga
            : throw RefusedException.NotAnImage($"the bytes are of no known image format; {Supported}");
    }
}
