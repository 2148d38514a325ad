using System.Text;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>Reads a PNG's chunk list and IHDR (PNG third edition, sections 5 and 11).</summary>
internal static class PngReader
{
    /// <summary>The last chunk.</summary>
    public static ReadOnlySpan<byte> End => [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82];

    public static PngHeader Read(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        if (bytes.Has(12, "CgBI"u8))
        {
            throw RefusedException.Unsupported(
                "a PNG in Apple's own form for iPhones (CgBI), which other programs do not read: pngcrush"
                + " -revert-iphone-optimizations makes a usual one of it");
        }

        if (bytes.U32(8) != 13 || !bytes.Has(12, "IHDR"u8))
        {
            throw RefusedException.Corrupt("the PNG does not begin with its IHDR chunk");
        }

        var (width, height) = (bytes.U32(16), bytes.U32(20));
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
        {
            throw RefusedException.Corrupt("the PNG's size is out of range");
        }

        var bitDepth = bytes.U8(24);
        var colorType = bytes.U8(25);
        var interlace = bytes.U8(28);
        var chunks = Chunks(bytes, out var endMissing);
        var transparent = chunks.Exists(c => c.Name is "tRNS");
        var legal = colorType switch
        {
            0 => bitDepth is 1 or 2 or 4 or 8 or 16,
            3 => bitDepth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => bitDepth is 8 or 16,
            _ => false,
        };
        if (!legal || interlace > 1)
        {
            throw RefusedException.Corrupt(
                $"the PNG's colour type {colorType}, bit depth {bitDepth} and interlacing {interlace} do not go together");
        }

        var channels = colorType is 0 or 4 ? 1 : 3;
        var animation = PngAnimationReader.Read(bytes, chunks, (int)width, (int)height);
        var storesAlpha = transparent || colorType is 4 or 6;
        var alpha = storesAlpha || (animation is not null
            && FrameCanvas.HasGaps((int)width, (int)height, animation.Frames.Select(frame => (frame.Area, frame.Disposal))));
        return new()
        {
            Width = (int)width,
            Height = (int)height,
            Frames = animation?.Frames.Count ?? 1,
            Channels = alpha ? channels + 1 : channels,
            HasAlpha = alpha,
            BytesPerSample = bitDepth == 16 ? 2 : 1,
            BitDepth = bitDepth,
            Palette = colorType == 3,
            StoresAlpha = storesAlpha,
            Interlaced = interlace == 1,
            IsTurned = IsTurned(bytes, chunks),
            HasCredentials = chunks.Exists(c => c.Name is "caBX"),
            Animation = animation,
            Chunks = chunks,
            EndMissing = endMissing,
        };
    }

    private static bool IsTurned(HeaderBytes bytes, List<PngHeader.Chunk> chunks) =>
        chunks.FirstOrDefault(c => c.Name is "eXIf") is { Length: > 12 } exif
        && ExifTags.Turns(ExifTags.ReadOrientation(bytes.Slice(exif.Offset + 8, exif.Length - 12)));

    private static List<PngHeader.Chunk> Chunks(HeaderBytes bytes, out bool endMissing)
    {
        var chunks = new List<PngHeader.Chunk>();
        for (var at = 8L; ;)
        {
            endMissing = at + End.Length > bytes.Length && End.StartsWith(bytes.Slice(at, bytes.Length - at));
            if (endMissing)
            {
                return chunks;
            }

            var length = bytes.U32(at);
            var name = Encoding.Latin1.GetString(bytes.Slice(at + 4, 4));
            _ = bytes.Slice(at, 12L + length);
            if (!name.All(char.IsAsciiLetter))
            {
                throw RefusedException.Corrupt("a PNG chunk's name is damaged");
            }
            // A capital says that the picture is not to be understood without the chunk.
            if (char.IsAsciiLetterUpper(name[0]) && name is not ("IHDR" or "PLTE" or "IDAT" or "IEND"))
            {
                throw RefusedException.Unsupported($"a PNG with a critical chunk of an unknown kind, {name}");
            }

            if (name is "sTER")
            {
                throw RefusedException.Unsupported("a PNG of two pictures for both eyes (sTER), whose distance depends on their width");
            }

            chunks.Add(new(name, (int)at, (int)(12 + length)));
            if (name is "IEND")
            {
                return chunks;
            }

            at += 12L + length;
        }
    }
}
