using ImgCompress.Worker.Imaging.Headers;
using NetVips;

namespace ImgCompress.Worker.Imaging.Vips;

/// <summary>Which loader reads a file, and how.</summary>
internal static class VipsLoaders
{
    /// <summary>The operation's name and its options.</summary>
    public static (string Loader, VOption Options) For(ImageHeader header)
    {
        var options = new VOption { { "access", Enums.Access.Sequential } };
        switch (header)
        {
            case JpegHeader:
                // libjpeg goes on with grey blocks after damaged entropy data, and only warns.
                options.Add("fail_on", Enums.FailOn.Warning);
                return ("jpegload_source", options);
            case PngHeader:
                options.Add("fail_on", Enums.FailOn.Warning);
                return ("pngload_source", options);
            case GifHeader:
                options.Add("fail_on", Enums.FailOn.Warning);
                options.Add("n", -1);
                return ("gifload_source", options);
            case WebPHeader:
                options.Add("fail_on", Enums.FailOn.Warning);
                options.Add("n", -1);
                // The one loader here that decodes all of the image at once; beyond 100 MiB libvips would do that into a temporary file.
                options.Add("memory", true);
                return ("webpload_source", options);
            case TiffHeader:
                options.Add("fail_on", Enums.FailOn.Warning);
                options.Add("n", -1);
                return ("tiffload_source", options);
            case AvifHeader:
                // Without this libheif has limits of its own, below and beside those of the header check.
                options.Add("unlimited", true);
                options.Add("fail_on", Enums.FailOn.Warning);
                return ("heifload_source", options);
            default:
                throw new ArgumentOutOfRangeException(nameof(header), header.Format, null);
        }
    }
}
