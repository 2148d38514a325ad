namespace ImgCompress.Worker.Imaging;

/// <summary>The encoded forms that are read and written, by one codec or the other.</summary>
internal enum ImageFormat
{
    Jpeg,
    Png,
    WebP,
    Gif,
    Tiff,
    Avif,
    Bmp,
    Tga,
    Pnm,
    Qoi,
}
