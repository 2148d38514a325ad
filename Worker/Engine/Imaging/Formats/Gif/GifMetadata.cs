using ImgCompress.Engine.Imaging.Pixels;


namespace ImgCompress.Engine.Imaging.Formats.Gif;

/// <summary>Puts an original's comments, application extensions (XMP, ICC) and pixel aspect ratio into a new GIF.</summary>
internal static class GifMetadata
{
    /// <summary>The new file. With <paramref name="strip"/> only the ICC profile is carried.</summary>
    public static byte[] Copy(ReadOnlySpan<byte> original, GifHeader header, ReadOnlySpan<byte> encoded, bool strip)
    {
        var fresh = GifReader.Read(encoded);
        if (fresh.Frames != header.Frames
            || !fresh.Delays.SequenceEqual(header.Delays)
            || (fresh.Frames > 1 && fresh.Repetitions != header.Repetitions))
        {
            throw RefusedException.Unsupported("a GIF whose frames or timing the codec does not keep");
        }

        using var output = new MemoryStream(encoded.Length + header.Extensions.Sum(e => e.End.Value - e.Start.Value));
        var blocks = 13 + GifReader.TableBytes(encoded[10]);
        output.Write(encoded[..12]);
        output.WriteByte(original[12]);
        output.Write(encoded[13..blocks]);
        foreach (var extension in header.Extensions)
        {
            if (!strip || original[extension][2..].StartsWith("\u000BICCRGBG1012"u8))
            {
                output.Write(original[extension]);
            }
        }

        output.Write(encoded[blocks..]);
        return output.ToArray();
    }
}
