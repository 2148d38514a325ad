namespace ImgCompress.Engine.Imaging.Formats.Bmp;

/// <summary>How a BMP stores its pixels, by the numbers that Windows' headers have for it. OS/2's 4 (runs of 24 bits) is 20 here.</summary>
internal enum BmpCompression
{
    None = 0,
    Runs8 = 1,
    Runs4 = 2,
    BitFields = 3,
    AlphaBitFields = 6,
    Runs24 = 20,
}
