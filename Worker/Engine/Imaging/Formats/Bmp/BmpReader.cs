using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Bmp;

/// <summary>Reads BITMAPFILEHEADER, BITMAPINFOHEADER and its later versions (Windows GDI), and the headers of OS/2.</summary>
internal static class BmpReader
{
    /// <summary>Bytes before the information header.</summary>
    public const int FileHeader = 14;

    /// <summary>BITMAPINFOHEADER. Masks stand behind it, which larger headers hold.</summary>
    public const int InfoHeader = 40;

    private const int CoreHeader = 12;
    private const int Os2Header = 64;
    private const int MaskAt = FileHeader + InfoHeader;

    /// <summary>The signature, and an information header of a length that there is.</summary>
    public static bool IsBmp(ReadOnlySpan<byte> file) =>
        file.StartsWith("BM"u8) && file.Length >= 26
        && BinaryPrimitives.ReadUInt32LittleEndian(file[FileHeader..])
            is CoreHeader or 16 or InfoHeader or 52 or 56 or Os2Header or 108 or 124;

    /// <param name="file">One that <see cref="IsBmp"/>.</param>
    public static BmpHeader Read(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file, littleEndian: true);
        var size = (int)bytes.U32(FileHeader);
        var isCore = size == CoreHeader;
        var (width, height) = isCore ? (bytes.U16(18), bytes.U16(20)) : ((int)bytes.U32(18), (int)bytes.U32(22));
        if (width <= 0 || height is 0 or int.MinValue)
        {
            throw RefusedException.Corrupt("the BMP's size is out of range");
        }

        int bits = bytes.U16(isCore ? 24 : 28);
        var compression = Compression(size is CoreHeader or 16 ? 0 : bytes.U32(30), size, bits);
        if (size == 124 && bytes.U32(FileHeader + 56) == 0x4C494E4B)
        {
            throw RefusedException.Unsupported("a BMP with its colour profile in another file");
        }

        var colours = bits <= 8 ? Colours(bytes, size, bits) : [];
        var isGrey = bits == 8 && IsGreyRamp(colours);
        var (packed, hasAlpha) = bits is 16 or 32 ? Channels(bytes, size, bits, compression, width, Math.Abs(height)) : (null, false);
        return new()
        {
            Width = width,
            Height = Math.Abs(height),
            Channels = packed?.Channels ?? (isGrey || bits == 1 ? 1 : 3),
            BytesPerSample = packed?.BytesPerSample ?? 1,
            HasAlpha = hasAlpha,
            BitsPerPixel = bits,
            Compression = compression,
            Palette = bits is > 1 and <= 8 && !isGrey,
            Colours = colours,
            Packed = packed,
            HeaderBytes = size,
            IsTopDown = height < 0,
            PixelOffset = bytes.U32(10),
        };
    }

    private static BmpCompression Compression(uint said, int size, int bits) => (said, bits) switch
    {
        (0, 1 or 2 or 4 or 8 or 16 or 24 or 32) => BmpCompression.None,
        (1, 8) => BmpCompression.Runs8,
        (2, 4) => BmpCompression.Runs4,
        (3, 1) when size == Os2Header => throw RefusedException.Unsupported(
            "a BMP of OS/2 in Huffman coding: save it without compression first"),
        (3, 16 or 32) when size != Os2Header => BmpCompression.BitFields,
        (6, 16 or 32) when size is InfoHeader or 56 or 108 or 124 => BmpCompression.AlphaBitFields,
        (4, 24) when size == Os2Header => BmpCompression.Runs24,
        (4 or 5, _) => throw RefusedException.Unsupported("a BMP with a JPEG or a PNG inside: take that out first, as a file of its own"),
        _ => throw RefusedException.Unsupported($"a BMP of {bits} bits a pixel and compression {said}: save it without compression first"),
    };

    /// <summary>
    /// As the masks say; without any, 5 bits of each colour, or bytes. Alpha counts where it is not zero all over, as many programs leave
    /// it: without masks the bytes are none then.
    /// </summary>
    private static (PackedChannels Packed, bool HasAlpha) Channels(
        HeaderBytes bytes, int size, int bits, BmpCompression compression, int width, int height)
    {
        if (compression is BmpCompression.None)
        {
            const uint fourthByte = 0xFF000000;
            var hasFourth = bits == 32 && IsUsed(bytes, fourthByte, bits, width, height);
            return (bits == 16 ? new(0x7C00, 0x03E0, 0x001F, 0) : new(0xFF0000, 0xFF00, 0xFF, hasFourth ? fourthByte : 0), hasFourth);
        }

        var fourth = compression is BmpCompression.AlphaBitFields || size >= 56 ? bytes.U32(MaskAt + 12) : 0;
        var masks = new PackedChannels(bytes.U32(MaskAt), bytes.U32(MaskAt + 4), bytes.U32(MaskAt + 8), fourth);
        return !masks.IsSound || (bits == 16 && (masks.Red | masks.Green | masks.Blue | fourth) > ushort.MaxValue)
            ? throw RefusedException.Corrupt("the BMP's masks of colours have gaps, overlap, or leave the pixel")
            : masks.Widest > 16 ? throw RefusedException.Unsupported("a BMP of more than 16 bits a colour")
            : (masks, fourth != 0 && IsUsed(bytes, fourth, bits, width, height));
    }

    /// <summary>Whether any pixel has one of these bits. Rows that are missing are damage, which is found later.</summary>
    private static bool IsUsed(HeaderBytes bytes, uint mask, int bits, int width, int height)
    {
        var rowBytes = BmpHeader.RowBytesOf(width, bits);
        for (var y = 0; y < height; y++)
        {
            var row = bytes.U32(10) + (y * rowBytes);
            if (row >= bytes.Length)
            {
                break;
            }

            for (var at = row; at < row + ((long)width * bits / 8) && at + (bits / 8) <= bytes.Length; at += bits / 8)
            {
                if (((bits == 16 ? bytes.U16(at) : bytes.U32(at)) & mask) != 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// No more entries than a pixel can name. OS/2's first header does not say how many there are: as many as fit before the pixels.
    /// </summary>
    private static uint[] Colours(HeaderBytes bytes, int size, int bits)
    {
        var (table, entryBytes, most) = (FileHeader + size, size == CoreHeader ? 3 : 4, 1L << bits);
        var fitting = (bytes.U32(10) - table) / entryBytes;
        var said = size is CoreHeader or 16 ? Math.Min(fitting, most) : bytes.U32(46);
        var count = said == 0 ? most : Math.Min(said, most);
        if (count > fitting)
        {
            throw RefusedException.Corrupt($"the BMP's table of {count} colours does not fit before its pixels");
        }

        var colours = new uint[count];
        for (var i = 0; i < count; i++)
        {
            var entry = table + ((long)entryBytes * i);
            colours[i] = (uint)(bytes.U8(entry) | bytes.U8(entry + 1) << 8 | bytes.U8(entry + 2) << 16);
        }

        return colours;
    }

    /// <summary>All 256 greys in their order: an index is a lightness.</summary>
    private static bool IsGreyRamp(uint[] colours) => colours.Length == 256 && !colours.Where((colour, i) => colour != i * 0x010101).Any();
}
