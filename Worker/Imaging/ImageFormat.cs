namespace ImgCompress.Worker.Imaging;

/// <summary>The encoded forms that are read and written.</summary>
internal enum ImageFormat
{
    Jpeg,
    Png,
    WebP,
    Gif,
    Tiff,
    Avif,
}
