using System.Text;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.WebP;

/// <summary>Reads a WebP's chunks (WebP container specification).</summary>
internal static class WebPReader
{
    public static WebPHeader Read(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file, littleEndian: true);
        var end = 8L + bytes.U32(4);
        if (end > file.Length)
        {
            throw RefusedException.Corrupt($"the WebP is cut off: {file.Length} bytes of {end}");
        }

        var chunks = Chunks(bytes, 12, end);
        if (chunks.Count == 0)
        {
            throw RefusedException.Corrupt("the WebP holds nothing");
        }

        var frames = chunks.Where(c => c.Name is "ANMF").ToList();
        var (lossy, lossless) = (0, 0);
        Count(chunks, ref lossy, ref lossless);
        var durations = new List<int>();
        foreach (var frame in frames)
        {
            durations.Add(bytes.U24Little(frame.Offset + 8 + 12));
            Count(Chunks(bytes, frame.Offset + 8 + 16, frame.Offset + 8L + frame.DataLength), ref lossy, ref lossless);
        }

        if (lossy + lossless != Math.Max(1, frames.Count))
        {
            throw RefusedException.Corrupt("the WebP's frames and its pictures differ in number");
        }

        var (width, height) = Size(bytes, chunks[0]);
        return new()
        {
            Width = width,
            Height = height,
            Frames = Math.Max(1, frames.Count),
            Channels = 4,
            HasAlpha = true,
            HasCredentials = chunks.Exists(c => c.Name is "C2PA"),
            ShowsAlpha = ShowsAlpha(bytes, chunks[0]),
            Lossless = lossy == 0,
            Mixed = lossy > 0 && lossless > 0,
            IsTurned = IsTurned(file, chunks),
            Durations = durations,
            Chunks = chunks,
        };
    }

    private static (int Width, int Height) Size(HeaderBytes bytes, WebPHeader.Chunk first)
    {
        var at = first.Offset + 8L;
        switch (first.Name)
        {
            case "VP8X":
                return (bytes.U24Little(at + 4) + 1, bytes.U24Little(at + 7) + 1);
            case "VP8 ":
                if (!bytes.Has(at + 3, [0x9D, 0x01, 0x2A]))
                {
                    throw RefusedException.Corrupt("the WebP's picture does not begin with a key frame");
                }

                return (bytes.U16(at + 6) & 0x3FFF, bytes.U16(at + 8) & 0x3FFF) is ( > 0, > 0) and var size
                    ? size
                    : throw RefusedException.Corrupt("the WebP has no size");
            case "VP8L":
                var bits = bytes.U32(at + 1);
                return bytes.U8(at) == 0x2F
                    ? ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1)
                    : throw RefusedException.Corrupt("the WebP's lossless picture has no signature");
            default:
                throw RefusedException.Corrupt($"the WebP begins with a chunk {Printable(first.Name)}");
        }
    }

    private static bool ShowsAlpha(HeaderBytes bytes, WebPHeader.Chunk first) => first.Name switch
    {
        "VP8X" => (bytes.U8(first.Offset + 8) & 0x10) != 0,
        // Bit 28 of the lossless header, after its signature byte.
        "VP8L" => (bytes.U8(first.Offset + 12) & 0x10) != 0,
        _ => false,
    };

    private static bool IsTurned(ReadOnlySpan<byte> file, List<WebPHeader.Chunk> chunks)
    {
        var exif = chunks.FirstOrDefault(c => c.Name is "EXIF");
        var data = exif.Name is null ? [] : file[exif.Data];
        return ExifTags.Turns(ExifTags.ReadOrientation(data.StartsWith("Exif\0\0"u8) ? data[6..] : data));
    }

    private static void Count(List<WebPHeader.Chunk> chunks, ref int lossy, ref int lossless)
    {
        lossy += chunks.Count(c => c.Name is "VP8 ");
        lossless += chunks.Count(c => c.Name is "VP8L");
    }

    private static List<WebPHeader.Chunk> Chunks(HeaderBytes bytes, long at, long end)
    {
        var chunks = new List<WebPHeader.Chunk>();
        while (at + 8 <= end)
        {
            var length = bytes.U32(at + 4);
            _ = bytes.Slice(at + 8, length);
            if (at + 8 + length > end)
            {
                throw RefusedException.Corrupt("a WebP chunk leaves its container");
            }

            chunks.Add(new(Encoding.Latin1.GetString(bytes.Slice(at, 4)), (int)at, (int)length));
            at += 8L + length + (length & 1);
        }

        return chunks;
    }

    private static string Printable(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit));
}
