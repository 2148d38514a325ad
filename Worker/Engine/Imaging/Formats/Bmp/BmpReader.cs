using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Bmp;

/// <summary>Reads BITMAPFILEHEADER, BITMAPINFOHEADER and its later versions (Windows GDI).</summary>
internal static class BmpReader
{
    /// <summary>Bytes before the information header.</summary>
    public const int FileHeader = 14;

    private const uint BitFields = 3;

    /// <summary>The signature, and an information header of a length that there is.</summary>
    public static bool IsBmp(ReadOnlySpan<byte> file) =>
        file.StartsWith("BM"u8) && file.Length >= 26
        && BinaryPrimitives.ReadUInt32LittleEndian(file[FileHeader..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;

    /// <param name="file">One that <see cref="IsBmp"/>.</param>
    public static BmpHeader Read(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file, littleEndian: true);
        var size = (int)bytes.U32(FileHeader);
        if (size is 12 or 16 or 64)
        {
            throw RefusedException.Unsupported("a BMP of OS/2, whose header ImageSharp does not write");
        }

        var (width, height) = ((int)bytes.U32(18), (int)bytes.U32(22));
        if (width <= 0 || height is 0 or int.MinValue)
        {
            throw RefusedException.Corrupt("the BMP's size is out of range");
        }

        int bits = bytes.U16(28);
        var compression = bytes.U32(30);
        var hasAlpha = false;
        switch (bits, compression)
        {
            case (8 or 24, 0):
                break;
            case (32, 0):
                hasAlpha = HasFourthBytes(bytes, width, Math.Abs(height));
                break;
            case (32, BitFields) when IsPlain(bytes, size, out hasAlpha):
                break;
            case (_, 1 or 2):
                throw RefusedException.Unsupported("a BMP with run-length compression, which ImageSharp does not write");
            case (_, 4 or 5):
                throw RefusedException.Unsupported("a BMP with a JPEG or a PNG inside");
            default:
                throw RefusedException.Unsupported(
                    $"a BMP of {bits} bits a pixel and compression {compression}; 8, 24 and 32 bits without are supported");
        }

        if (size == 124 && bytes.U32(FileHeader + 56) == 0x4C494E4B)
        {
            throw RefusedException.Unsupported("a BMP with its colour profile in another file");
        }

        var colours = bits == 8 ? Colours(bytes, FileHeader + size) : 0;
        var isGrey = colours == 256 && IsGreyRamp(bytes, FileHeader + size);
        return new()
        {
            Width = width,
            Height = Math.Abs(height),
            Channels = isGrey ? 1 : bits == 32 ? 4 : 3,
            HasAlpha = hasAlpha,
            BitsPerPixel = bits,
            Palette = bits == 8 && !isGrey,
            Colours = colours,
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

    /// <summary>
    /// The fourth byte of a pixel is alpha where any is not zero; Windows itself leaves it zero. Rows that are missing are damage, which is
    /// found later.
    /// </summary>
    private static bool HasFourthBytes(HeaderBytes bytes, int width, int height)
    {
        var start = bytes.U32(10);
        var end = Math.Min(bytes.Length, start + (4L * width * height));
        for (var at = start + 3L; at < end; at += 4)
        {
            if (bytes.U8(at) != 0)
            {
                return true;
            }
        }

        return false;
    }

    private static int Colours(HeaderBytes bytes, long table)
    {
        var said = bytes.U32(46);
        var colours = said == 0 ? 256 : said;
        return colours > 256 ? throw RefusedException.Unsupported($"a BMP of 8 bits a pixel with a table of {colours} colours")
            : table + (4 * colours) <= bytes.U32(10) ? (int)colours
            : throw RefusedException.Corrupt($"the BMP's table of {colours} colours does not fit before its pixels");
    }

    /// <summary>All 256 greys in their order: an index is a lightness.</summary>
    private static bool IsGreyRamp(HeaderBytes bytes, long palette)
    {
        for (var i = 0; i < 256; i++)
        {
            if (bytes.U32(palette + 4L * i) != (uint)(i * 0x010101))
            {
                return false;
            }
        }

        return true;
    }
}
