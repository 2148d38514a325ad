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
            default:
                throw new ArgumentOutOfRangeException(nameof(header), header.Format, null);
        }
    }
}
