using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>
/// Puts the sizes right that text chunks tell (PNG third edition, section 11.3.3): in XMP, in the hexadecimal profiles and in the EXIF
/// tags that ImageMagick and ExifTool write as text; compressed or not.
/// </summary>
internal static class PngText
{
    /// <summary>Text that is longer than this when unpacked is carried as it is.</summary>
    private const int MaxBytes = 64 << 20;

    private const int HexDigitsPerLine = 72;

    private static ReadOnlySpan<byte> XmpPrefix => "http://ns.adobe.com/xap/1.0/\0"u8;

    /// <summary>The chunk's data for the new size; null where it tells none, or cannot be read.</summary>
    /// <param name="name"><c>tEXt</c>, <c>zTXt</c> or <c>iTXt</c>.</param>
    /// <param name="data">The chunk's data.</param>
    /// <param name="change">The image's size before and after.</param>
    public static byte[]? Resized(string name, ReadOnlySpan<byte> data, SizeChange change)
    {
        var end = data.IndexOf((byte)0);
        if (end < 0 || TextStart(name, data, end, out var packed) is not { } start)
        {
            return null;
        }

        var keyword = Encoding.Latin1.GetString(data[..end]);
        if ((packed ? Unpack(data[start..]) : data[start..].ToArray()) is not { } text
            || Text(keyword, text, change) is not { } resized
            || resized.AsSpan().SequenceEqual(text))
        {
            return null;
        }

        return [.. data[..start], .. packed ? Pack(resized) : resized];
    }

    private static int? TextStart(string name, ReadOnlySpan<byte> data, int keywordEnd, out bool packed)
    {
        packed = name is "zTXt" || (name is "iTXt" && data.Length > keywordEnd + 1 && data[keywordEnd + 1] == 1);
        switch (name)
        {
            case "tEXt":
                return keywordEnd + 1;
            case "zTXt":
                return keywordEnd + 2 <= data.Length ? keywordEnd + 2 : null;
            default:
                // The flag and the method of compression, then a language and a translated keyword.
                var at = keywordEnd + 3;
                for (var i = 0; i < 2; i++)
                {
                    if (at > data.Length || data[at..].IndexOf((byte)0) is not (>= 0 and var length))
                    {
                        return null;
                    }

                    at += length + 1;
                }

                return at;
        }
    }

    private static byte[]? Text(string keyword, byte[] text, SizeChange change) => keyword switch
    {
        "XML:com.adobe.xmp" => XmpSizes.Write(text, change),
        "exif:ExifImageWidth" or "exif:ImageWidth" => Tag("PixelXDimension", text, change),
        "exif:ExifImageLength" or "exif:ImageLength" => Tag("PixelYDimension", text, change),
        _ when keyword.StartsWith("exif:", StringComparison.Ordinal) => Tag(keyword[5..], text, change),
        _ when keyword.StartsWith("Raw profile type ", StringComparison.Ordinal) => RawProfile(keyword, text, change),
        _ => null,
    };

    /// <summary>A tag of EXIF has the same name and form in XMP.</summary>
    private static byte[]? Tag(string name, byte[] text, SizeChange change) =>
        XmpSizes.Replacement(new(new(XmpNames.Exif, name), default, 0, 0, 0, text.Length), Encoding.Latin1.GetString(text).Trim(), change)
            is { } value ? Encoding.Latin1.GetBytes(value) : null;

    /// <summary>A line with the profile's name, a line with its length, and lines of hexadecimal digits.</summary>
    private static byte[]? RawProfile(string keyword, byte[] text, SizeChange change)
    {
        var lines = Encoding.Latin1.GetString(text).Split('\n', 4);
        if (lines.Length < 4
            || lines[0].Length > 0
            || !int.TryParse(lines[2].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return null;
        }

        var digits = string.Concat(lines[3].Where(char.IsAsciiHexDigit));
        if (digits.Length != 2L * length
            || Profile(keyword, Convert.FromHexString(digits), change) is not { } profile)
        {
            return null;
        }

        var resized = new StringBuilder().Append(CultureInfo.InvariantCulture, $"\n{lines[1]}\n{profile.Length,8}\n");
        foreach (var line in Convert.ToHexStringLower(profile).Chunk(HexDigitsPerLine))
        {
            resized.Append(line).Append('\n');
        }

        return Encoding.Latin1.GetBytes(resized.ToString());
    }

    private static byte[]? Profile(string keyword, byte[] profile, SizeChange change)
    {
        if (profile.AsSpan().StartsWith(XmpPrefix))
        {
            return [.. XmpPrefix, .. XmpSizes.Write(profile.AsSpan(XmpPrefix.Length), change)];
        }

        if (keyword.EndsWith(" xmp", StringComparison.Ordinal))
        {
            return XmpSizes.Write(profile, change);
        }

        var prefix = profile.AsSpan().StartsWith("Exif\0\0"u8) ? 6 : 0;
        var copy = (byte[])profile.Clone();
        ExifTags.WriteSize(copy.AsSpan(prefix), change);
        return copy.AsSpan().SequenceEqual(profile) ? null : copy;
    }

    private static byte[]? Unpack(ReadOnlySpan<byte> packed)
    {
        using var source = new MemoryStream(packed.ToArray());
        using var zlib = new ZLibStream(source, CompressionMode.Decompress);
        using var text = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            for (int count; (count = zlib.Read(buffer)) > 0;)
            {
                text.Write(buffer, 0, count);
                if (text.Length > MaxBytes)
                {
                    return null;
                }
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return text.ToArray();
    }

    private static byte[] Pack(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(text);
        }

        return packed.ToArray();
    }
}
