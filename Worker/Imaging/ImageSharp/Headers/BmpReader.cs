using ImgCompress.Worker.Imaging.Headers;

namespace ImgCompress.Worker.Imaging.ImageSharp.Headers;

/// <summary>Reads BITMAPFILEHEADER, BITMAPINFOHEADER and its later versions (Windows GDI).</summary>
internal static class BmpReader
{
    private const int FileHeader = 14;
    private const uint BitFields = 3;

    /// <param name="file">One that <see cref="ForeignKinds.IsBmp"/>.</param>
    public static BmpHeader Read(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file, littleEndian: true);
        var size = (int)bytes.U32(FileHeader);
        if (size is 12 or 16 or 64)
            throw RefusedException.Unsupported("a BMP of OS/2, whose header ImageSharp does not write");
        var (width, height) = ((int)bytes.U32(18), (int)bytes.U32(22));
        if (width <= 0 || height is 0 or int.MinValue)
            throw RefusedException.Corrupt("the BMP's size is out of range");
        int bits = bytes.U16(28);
        var compression = bytes.U32(30);
        var hasAlpha = bits == 32;
        switch (bits, compression)
        {
            case (8 or 24 or 32, 0):
                break;
            case (32, BitFields) when IsPlain(bytes, size, out hasAlpha):
                break;
            case (_, 1 or 2):
                throw RefusedException.Unsupported("a BMP with run-length compression, which ImageSharp does not write");
            case (_, 4 or 5):
                throw RefusedException.Unsupported("a BMP with a JPEG or a PNG inside");
            default:
                throw RefusedException.Unsupported($"a BMP of {bits} bits a pixel and compression {compression}; 8, 24 and 32 bits without are supported");
        }

        if (size == 124 && bytes.U32(FileHeader + 56) == 0x4C494E4B)
            throw RefusedException.Unsupported("a BMP with its colour profile in another file");
        var isGrey = bits == 8 && IsGreyRamp(bytes, FileHeader + size);
        return new()
        {
            Width = width,
            Height = Math.Abs(height),
            Channels = isGrey ? 1 : bits == 32 ? 4 : 3,
            HasAlpha = hasAlpha,
            BitsPerPixel = bits,
            Palette = bits == 8 && !isGrey,
            HeaderBytes = size,
            PixelOffset = bytes.U32(10),
        };
    }

    /// <summary>The masks say blue, green, red in the order of the bytes, and alpha or nothing in the fourth.</summary>
    private static bool IsPlain(HeaderBytes bytes, int size, out bool hasAlpha)
    {
        var alpha = size >= 56 ? bytes.U32(66) : 0;
        hasAlpha = alpha != 0;
        return bytes.U32(54) == 0x00FF0000 && bytes.U32(58) == 0x0000FF00 && bytes.U32(62) == 0x000000FF && alpha is 0 or 0xFF000000;
    }

    /// <summary>All 256 greys in their order: an index is a lightness.</summary>
    private static bool IsGreyRamp(HeaderBytes bytes, long palette)
    {
        if (bytes.U32(46) is not (0 or 256))
            return false;
        for (var i = 0; i < 256; i++)
        {
            if (bytes.U32(palette + 4L * i) != (uint)(i * 0x010101))
                return false;
        }

        return true;
    }
}
