using System.Buffers.Binary;

namespace ImgCompress.Worker.Imaging.Headers;

/// <summary>Names image formats that are known but not supported, by their signatures.</summary>
internal static class ForeignKinds
{
    /// <summary>For example <c>a BMP image</c>; null where nothing is recognised.</summary>
    public static string? Name(ReadOnlySpan<byte> file)
    {
        if (IsBmp(file))
            return "a BMP image";
        if (IsIcon(file))
            return file[2] == 1 ? "an icon (ICO)" : "a cursor (CUR)";
        if (file.StartsWith("\0\0\0\fJXL \r\n\x87\n"u8) || file.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20])
            || file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]))
            return "a JPEG XL image";
        if (file.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]) || file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51]))
            return "a JPEG 2000 image";
        if (file.Length >= 12 && file[4..].StartsWith("ftyp"u8))
            return Iso(file.Slice(8, 4));
        if (file.StartsWith("8BPS"u8))
            return "a Photoshop document (PSD)";
        if (file.StartsWith("%PDF-"u8))
            return "a PDF document";
        if (file.StartsWith("%!PS"u8) || file.StartsWith((ReadOnlySpan<byte>)[0xC5, 0xD0, 0xD3, 0xC6]))
            return "an EPS or PostScript document";
        if (file.Length > 2 && file[0] == 'P' && file[1] is >= (byte)'1' and <= (byte)'7' && file[2] is 0x0A or 0x0D or 0x20 or 0x09)
            return "a PNM image";
        if (file.StartsWith("qoif"u8))
            return "a QOI image";
        if (file.StartsWith((ReadOnlySpan<byte>)[0x76, 0x2F, 0x31, 0x01]))
            return "an OpenEXR image";
        if (file.StartsWith("#?RADIANCE"u8) || file.StartsWith("#?RGBE"u8))
            return "a Radiance HDR image";
        if (file.StartsWith("FUJIFILMCCD-RAW"u8))
            return "a raw camera image (RAF)";
        if (file.StartsWith("IIU\0"u8))
            return "a raw camera image (RW2)";
        if (file.StartsWith("IIRO"u8) || file.StartsWith("IIRS"u8) || file.StartsWith("MMOR"u8))
            return "a raw camera image (ORF)";
        if (IsSvg(file))
            return "an SVG drawing";
        return IsTga(file) ? "a TGA image" : null;
    }

    private static string Iso(ReadOnlySpan<byte> brand) => brand switch
    {
        _ when brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8) =>
            "a HEIC (HEIF) image",
        _ when brand.SequenceEqual("crx "u8) => "a raw camera image (CR3)",
        _ => "a video or another ISO media file",
    };

    public static bool IsBmp(ReadOnlySpan<byte> file) =>
        file.StartsWith("BM"u8) && file.Length >= 26
        && BinaryPrimitives.ReadUInt32LittleEndian(file[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;

    private static bool IsIcon(ReadOnlySpan<byte> file) =>
        file.Length >= 22 && file[0] == 0 && file[1] == 0 && file[2] is 1 or 2 && file[3] == 0
        && BinaryPrimitives.ReadUInt16LittleEndian(file[4..]) is > 0 and < 256 && file[9] == 0;

    private static bool IsSvg(ReadOnlySpan<byte> file)
    {
        var head = file[..Math.Min(file.Length, 4096)];
        var text = head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head;
        text = text.TrimStart(" \t\r\n"u8);
        return text.StartsWith("<svg"u8) || (text.StartsWith("<"u8) && head.IndexOf("<svg"u8) >= 0);
    }

    /// <summary>The format has no signature at its beginning: all fields must go together.</summary>
    public static bool IsTga(ReadOnlySpan<byte> file)
    {
        if (file.Length < 18)
            return false;
        if (file.EndsWith("TRUEVISION-XFILE.\0"u8))
            return true;
        var (map, kind, depth) = (file[1], file[2], file[16]);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(file[12..]);
        return map <= 1
            && kind is 1 or 2 or 3 or 9 or 10 or 11
            && (kind is 1 or 9) == (map == 1)
            && depth is 8 or 15 or 16 or 24 or 32
            && (size & 0xFFFF) != 0 && size >> 16 != 0
            && (file[17] & 0xC0) == 0 && (file[17] & 0x0F) is 0 or 1 or 8;
    }
}
