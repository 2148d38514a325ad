#if IMAGESHARP
using ImgCompress.Worker.Imaging.ImageSharp;
#else
using ImgCompress.Worker.Imaging.Vips;
#endif

namespace ImgCompress.Worker.Imaging;

/// <summary>The codec of this build.</summary>
internal static class Codec
{
    public static IImageCodec Chosen { get; } =
#if IMAGESHARP
        new ImageSharpCodec();
#else
        new VipsCodec();
#endif
}
