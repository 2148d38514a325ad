using System.Text;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// A video or sound behind a JPEG's end marker, in a container that tells its length: ISO media (MP4, QuickTime) or RIFF (AVI, WAVE).
/// </summary>
internal static class MediaFile
{
    private static readonly HashSet<string> TopLevel = new(StringComparer.Ordinal)
    {
        "ftyp", "styp", "moov", "mdat", "free", "skip", "wide", "uuid", "moof", "mfra", "sidx", "meta", "udta", "pnot", "emsg",
    };

    /// <summary>Where the first one begins; −1 where there is none.</summary>
    public static int IndexOf(ReadOnlySpan<byte> data)
    {
        for (var from = 0; data[from..].IndexOf("ftyp"u8) is >= 0 and var skip; from += skip + 4)
        {
            var at = from + skip - 4;
            if (at >= 0 && Begins(data[at..]))
            {
                return Earlier(at, IndexOfRiff(data));
            }
        }

        return IndexOfRiff(data);
    }

    /// <summary>A video or sound in ISO media begins here.</summary>
    public static bool Begins(ReadOnlySpan<byte> data) =>
        data.Length >= 16 && data[4..].StartsWith("ftyp"u8) && new HeaderBytes(data).U32(0) is >= 16 and < 4096 && !IsPicture(data);

    /// <summary>ISO media that is a picture: HEIC, AVIF, …</summary>
    public static bool IsPicture(ReadOnlySpan<byte> data) =>
        IsoBox.Brands(data[..Math.Min(data.Length, 4096)]) is [var major, ..]
        && major is "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" or "mif1" or "mif2" or "msf1" or "miaf" or "avif" or "avis";

    /// <summary>How many bytes a file has that data begin with.</summary>
    /// <exception cref="RefusedException">It is cut off.</exception>
    public static int Extent(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith("RIFF"u8))
        {
            var riff = 8L + new HeaderBytes(data, littleEndian: true).U32(4);
            return riff <= data.Length ? (int)riff : throw CutOff();
        }

        var bytes = new HeaderBytes(data);
        var at = 0L;
        while (at + 8 <= data.Length)
        {
            long size = bytes.U32(at);
            var type = Encoding.Latin1.GetString(bytes.Slice(at + 4, 4));
            var isKnown = TopLevel.Contains(type);
            if (size == 0 && isKnown)
            {
                return data.Length;
            }

            size = size == 1 && isKnown ? bytes.U64(at + 8) : size;
            if (size < 8 || !type.All(char.IsAscii) || type.Any(char.IsControl) || (!isKnown && size > data.Length - at))
            {
                break;
            }

            at += size <= data.Length - at ? size : throw CutOff();
        }

        return (int)at;
    }

    private static int Earlier(int first, int second) => second < 0 ? first : Math.Min(first, second);

    private static int IndexOfRiff(ReadOnlySpan<byte> data)
    {
        for (var from = 0; data[from..].IndexOf("RIFF"u8) is >= 0 and var skip; from += skip + 4)
        {
            var form = data[(from + skip)..];
            if (form.Length >= 12 && (form[8..].StartsWith("WAVE"u8) || form[8..].StartsWith("AVI "u8)))
            {
                return from + skip;
            }
        }

        return -1;
    }

    private static RefusedException CutOff() => RefusedException.Corrupt("the video or sound behind the JPEG's end is cut off");
}
