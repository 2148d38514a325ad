using System.Buffers.Binary;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>Names image formats that are known but not supported, by their signatures.</summary>
internal static class UnsupportedFormats
{
    /// <summary>For example <c>a QOI image</c>; null where nothing is recognised.</summary>
    public static string? Name(ReadOnlySpan<byte> file)
    {
        if (IsIcon(file))
        {
            return file[2] == 1 ? "an icon (ICO)" : "a cursor (CUR)";
        }

        if (file.StartsWith("\0\0\0\fJXL \r\n\x87\n"u8) || file.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20])
            || file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]))
        {
            return "a JPEG XL image";
        }

        if (file.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20])
            || file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51]))
        {
            return "a JPEG 2000 image";
        }

        if (file.Length >= 12 && file[4..].StartsWith("ftyp"u8))
        {
            return Iso(IsoBox.Brands(file));
        }

        if (file.StartsWith("8BPS"u8))
        {
            return "a Photoshop document (PSD)";
        }

        if (file.StartsWith("%PDF-"u8))
        {
            return "a PDF document";
        }

        if (file.StartsWith("%!PS"u8) || file.StartsWith((ReadOnlySpan<byte>)[0xC5, 0xD0, 0xD3, 0xC6]))
        {
            return "an EPS or PostScript document";
        }

        if (file.StartsWith("Pf\n"u8) || file.StartsWith("PF\n"u8))
        {
            return "a PFM image: convert it to a TIFF of floating-point samples first";
        }

        if (file.StartsWith("qoif"u8))
        {
            return "a QOI image";
        }

        if (file.StartsWith((ReadOnlySpan<byte>)[0x76, 0x2F, 0x31, 0x01]))
        {
            return "an OpenEXR image";
        }

        if (file.StartsWith("#?RADIANCE"u8) || file.StartsWith("#?RGBE"u8))
        {
            return "a Radiance HDR image";
        }

        if (file.StartsWith("FUJIFILMCCD-RAW"u8))
        {
            return "a raw camera image (RAF)";
        }

        if (file.StartsWith("IIU\0"u8))
        {
            return "a raw camera image (RW2)";
        }

        if (file.StartsWith("IIRO"u8) || file.StartsWith("IIRS"u8) || file.StartsWith("MMOR"u8))
        {
            return "a raw camera image (ORF)";
        }

        if (IsSvg(file))
        {
            return "an SVG drawing";
        }

        return null;
    }

    /// <summary>By all brands: the major one of a HEIC or AVIF may be one that any picture or even film may have.</summary>
    private static string Iso(List<string> brands) => brands switch
    {
        _ when brands.Contains("crx ") => "a raw camera image (CR3)",
        _ when brands.Any(b => b is "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" or "hevm" or "hevs") =>
            "a HEIC (HEIF) image, whose HEVC coding cannot be decoded here: convert it to JPEG or AVIF first",
        _ when brands[0] is "mif1" or "mif2" or "msf1" or "miaf" or "avci" or "avcs" or "jpeg" or "jpgs" or "j2ki" or "j2is" or "vvic" =>
            $"a HEIF image of a coding that cannot be decoded here ({string.Join(", ", brands.Distinct())}): "
            + "convert it to JPEG or AVIF first",
        _ => "a video or another ISO media file",
    };

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
}
