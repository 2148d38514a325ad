using System.Text.Unicode;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>Tells what data behind a JPEG's end marker are, by their signatures.</summary>
internal static class KnownData
{
    /// <summary>What is known of a piece of data, as words; null where nothing is.</summary>
    public static string? Name(ReadOnlySpan<byte> data) =>
        IndexOfJpeg(data) >= 0
            || data.IndexOf((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n"u8]) >= 0
            || data.IndexOf("GIF89a"u8) >= 0
            || data.IndexOf("GIF87a"u8) >= 0
            ? "a second picture"
            : Video(data) ?? Container(data) ?? Tags(data);

    /// <summary>Where a JPEG begins: its SOI, and a marker that can come next.</summary>
    public static int IndexOfJpeg(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> beginning = [0xFF, 0xD8, 0xFF];
        for (var from = 0; from < data.Length && data[from..].IndexOf(beginning) is >= 0 and var skip; from += skip + 3)
        {
            var at = from + skip;
            if (at + 3 < data.Length && data[at + 3] is 0xC0 or 0xC1 or 0xC2 or 0xC4 or 0xDB or 0xDD or (>= 0xE0 and <= 0xEF) or 0xFE)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>All of it where it is text, without the zeros around it; else nothing.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> data)
    {
        data = data.Trim((byte)0);
        var isText = data.Length >= 4 && Utf8.IsValid(data) && data.ContainsAnyExcept(" \t\r\n"u8);
        foreach (var value in data)
        {
            isText &= value is >= 0x20 and not 0x7F or (byte)'\t' or (byte)'\r' or (byte)'\n';
        }

        return isText ? data : [];
    }

    private static string? Video(ReadOnlySpan<byte> data)
    {
        if (data.IndexOf("RIFF"u8) is >= 0 and var riff && data.Length >= riff + 12)
        {
            var form = data.Slice(riff + 8, 4);
            if (form.SequenceEqual("WAVE"u8) || form.SequenceEqual("AVI "u8) || form.SequenceEqual("WEBP"u8))
            {
                return form.SequenceEqual("WAVE"u8) ? "a sound" : form.SequenceEqual("AVI "u8) ? "a video" : "a second picture";
            }
        }

        if (MediaFile.IsPicture(data) || IsTiff(data.TrimStart((byte)0)))
        {
            return "a second picture";
        }

        if (HasBox(data, "ftyp"u8) || HasBox(data, "moov"u8) || data.IndexOf((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) >= 0)
        {
            return "a video or another ISO media file";
        }

        return data.IndexOf("#!AMR"u8) >= 0
            || data.IndexOf("OggS\0"u8) >= 0
            || data.IndexOf("fLaC\0"u8) >= 0
            || data.IndexOf("ID3\x03\0"u8) >= 0
                ? "a sound"
                : null;
    }

    /// <summary>Its first directory stands within the data, which rubbish would hardly say.</summary>
    private static bool IsTiff(ReadOnlySpan<byte> data) =>
        data.Length >= 16
        && (data.StartsWith("II*\0"u8) || data.StartsWith("MM\0*"u8))
        && new HeaderBytes(data, littleEndian: data[0] == (byte)'I').U32(4) is >= 8 and var directory
        && directory < data.Length;

    private static string? Container(ReadOnlySpan<byte> data) =>
        data.IndexOf("PK\x03\x04"u8) >= 0
            || data.IndexOf("Rar!\x1A\x07"u8) >= 0
            || data.IndexOf((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) >= 0
            ? "an archive"
            : data.IndexOf("%PDF-"u8) >= 0 ? "a PDF"
            : null;

    /// <summary>Trailers of programs and cameras, by the marks that ExifTool knows them by.</summary>
    private static string? Tags(ReadOnlySpan<byte> data) =>
        data.IndexOf("AXS!"u8) >= 0 || data.IndexOf("AXS*"u8) >= 0 ? "tags of AFCP"
        : data.IndexOf((ReadOnlySpan<byte>)[0xA1, 0xB2, 0xC3, 0xD4]) >= 0 ? "tags of FotoStation"
        : data.IndexOf("cbipcbbl"u8) >= 0 ? "tags of PhotoMechanic"
        : data.IndexOf("CANON OPTIONAL DATA\0"u8) >= 0 ? "an editing recipe of Canon"
        : data.IndexOf("~\0\x04\0zmie"u8) >= 0 ? "tags in MIE"
        : data.IndexOf("8db42d694ccc418790edff439fe026bf"u8) >= 0 ? "Insta360's data"
        : data.EndsWith("QDIOBS"u8) ? "notes of an older Samsung"
        : data.EndsWith("/NIKON APP"u8) ? "tags of a Nikon app"
        : null;

    /// <summary>True where a box of the ISO base media file format begins, of a size that there can be.</summary>
    private static bool HasBox(ReadOnlySpan<byte> data, ReadOnlySpan<byte> type)
    {
        for (var from = 0; from < data.Length && data[from..].IndexOf(type) is >= 0 and var skip; from += skip + 4)
        {
            var at = from + skip;
            if (at >= 4 && new HeaderBytes(data).U32(at - 4) is var size && (size == 1 || (size >= 8 && size <= data.Length - at + 4)))
            {
                return true;
            }
        }

        return false;
    }
}
