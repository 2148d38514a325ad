using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Gif;

/// <summary>Walks a GIF's blocks from the header to the trailer (GIF89a specification).</summary>
internal static class GifReader
{
    public static GifHeader Read(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file, littleEndian: true);
        var (width, height) = (bytes.U16(6), bytes.U16(8));
        if (width == 0 || height == 0)
        {
            throw RefusedException.Corrupt("the GIF's screen has no size");
        }

        var delays = new List<int>();
        var extensions = new List<Range>();
        int? repetitions = null;
        var delay = 0;
        var interlaced = false;
        long at = 13 + TableBytes(bytes.U8(10));
        while (true)
        {
            var start = at;
            switch (bytes.U8(at))
            {
                case 0x3B:
                    if (delays.Count == 0)
                    {
                        throw RefusedException.Corrupt("the GIF has no frame");
                    }

                    return new()
                    {
                        Width = width,
                        Height = height,
                        Frames = delays.Count,
                        Channels = 4,
                        HasAlpha = true,
                        Interlaced = interlaced,
                        Delays = delays,
                        Repetitions = repetitions,
                        Extensions = extensions,
                    };
                case 0x21:
                    var label = bytes.U8(at + 1);
                    var isLoop = label == 0xFF && (bytes.Has(at + 2, "\u000BNETSCAPE2.0"u8) || bytes.Has(at + 2, "\u000BANIMEXTS1.0"u8));
                    if (label == 0xF9)
                    {
                        delay = bytes.U16(at + 4);
                    }
                    else if (isLoop && bytes.U8(at + 14) == 3 && bytes.U8(at + 15) == 1)
                    {
                        repetitions = bytes.U16(at + 16);
                    }

                    at = SkipSubBlocks(bytes, at + 2);
                    if (!isLoop && label is 0xFE or 0xFF)
                    {
                        extensions.Add((int)start..(int)at);
                    }

                    break;
                case 0x2C:
                    if (bytes.U16(at + 1) + bytes.U16(at + 5) > width || bytes.U16(at + 3) + bytes.U16(at + 7) > height)
                    {
                        throw RefusedException.Unsupported("a GIF with a frame that leaves its screen");
                    }

                    var flags = bytes.U8(at + 9);
                    interlaced |= (flags & 0x40) != 0;
                    at = SkipSubBlocks(bytes, at + 10 + TableBytes(flags) + 1);
                    delays.Add(delay);
                    delay = 0;
                    break;
                default:
                    throw RefusedException.Corrupt("the GIF holds a block of no known kind");
            }
        }
    }

    /// <summary>Bytes of the colour table that the flags announce.</summary>
    public static int TableBytes(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;

    /// <summary>Where the sub-blocks from <paramref name="at"/> on, with their terminator, end.</summary>
    public static long SkipSubBlocks(HeaderBytes bytes, long at)
    {
        while (bytes.U8(at) is not 0 and var length)
        {
            at += 1 + length;
        }

        return at + 1;
    }
}
