using System.Buffers.Binary;
using System.Text;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.WebP;

/// <summary>
/// Puts an original's ICC profile, EXIF, XMP and unknown chunks into a new WebP byte by byte, and its animation's background,
/// loop count and timing, which the encoder rounds.
/// </summary>
internal static class WebPMetadata
{
    private const byte Icc = 0x20;
    private const byte Alpha = 0x10;
    private const byte Exif = 0x08;
    private const byte Xmp = 0x04;
    private const byte Animation = 0x02;

    /// <summary>The new file. With <paramref name="strip"/> only the ICC profile and the orientation are carried.</summary>
    public static byte[] Copy(ReadOnlySpan<byte> original, WebPHeader header, byte[] encoded, bool strip)
    {
        var fresh = WebPReader.Read(encoded);
        if (header.Durations.Count > 0)
        {
            KeepTiming(original, header, encoded, fresh);
        }

        using var output = new MemoryStream(encoded.Length + 4096);
        output.Write("RIFF\0\0\0\0WEBP"u8);
        var flags = (byte)((fresh.ShowsAlpha ? Alpha : 0) | (fresh.Durations.Count > 0 ? Animation : 0));
        output.Write(stackalloc byte[18]);
        foreach (var chunk in header.Chunks.Where(c => c.Name is "ICCP"))
        {
            flags |= Write(output, chunk.Name, original[chunk.Data], Icc);
        }

        foreach (var chunk in fresh.Chunks.Where(c => c.Name is not "VP8X"))
        {
            Write(output, chunk.Name, encoded.AsSpan(chunk.Data), 0);
        }

        foreach (var chunk in header.Chunks.Where(c => c.Name is "EXIF" || (!strip && IsCopied(c.Name))))
        {
            flags |= WriteLate(output, chunk.Name, original[chunk.Data], SizeChange.Between(header, fresh), strip);
        }

        var result = output.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(4), result.Length - 8);
        "VP8X\n\0\0\0"u8.CopyTo(result.AsSpan(12));
        result[20] = flags;
        WriteU24(result.AsSpan(24), fresh.Width - 1);
        WriteU24(result.AsSpan(27), fresh.Height - 1);
        return result;
    }

    private static byte WriteLate(MemoryStream output, string name, ReadOnlySpan<byte> data, SizeChange change, bool strip)
    {
        if (name is not "EXIF")
        {
            return name is "XMP " ? Write(output, name, XmpSizes.Write(data, change), Xmp) : Write(output, name, data, 0);
        }

        // Some writers put JPEG's prefix before the TIFF header.
        var prefix = data.StartsWith("Exif\0\0"u8) ? 6 : 0;
        if (strip)
        {
            return ExifTags.ReadOrientation(data[prefix..]) is not 1 and var orientation
                ? Write(output, name, ExifTags.WithOrientation(orientation), Exif)
                : (byte)0;
        }

        var copy = data.ToArray();
        ExifTags.WriteSize(copy.AsSpan(prefix), change);
        return Write(output, name, copy, Exif);
    }

    private static byte Write(MemoryStream output, string name, ReadOnlySpan<byte> data, byte flag)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        output.Write(Encoding.Latin1.GetBytes(name));
        output.Write(length);
        output.Write(data);
        if ((data.Length & 1) != 0)
        {
            output.WriteByte(0);
        }

        return flag;
    }

    private static void WriteU24(Span<byte> to, int value) =>
        (to[0], to[1], to[2]) = ((byte)value, (byte)(value >> 8), (byte)(value >> 16));

    private static bool IsCopied(string name) => name is not ("VP8X" or "ICCP" or "ANIM" or "ANMF" or "ALPH" or "VP8 " or "VP8L");

    private static void KeepTiming(ReadOnlySpan<byte> original, WebPHeader header, byte[] encoded, WebPHeader fresh)
    {
        if (header.Frames == 1 && fresh.Durations.Count == 0)
        {
            throw RefusedException.Unsupported("a WebP animation of one frame, which the codec would write as a still picture");
        }

        if (fresh.Durations.Count != header.Durations.Count)
        {
            throw RefusedException.Unsupported($"an animated WebP of {header.Frames} frames, of which the codec keeps {fresh.Frames}");
        }

        var frame = 0;
        foreach (var chunk in fresh.Chunks)
        {
            if (chunk.Name is "ANMF")
            {
                WriteU24(encoded.AsSpan(chunk.Offset + 8 + 12), header.Durations[frame++]);
            }
            else if (chunk.Name is "ANIM" && header.Chunks.FirstOrDefault(c => c.Name is "ANIM") is { DataLength: >= 6 } animation)
            {
                original.Slice(animation.Offset + 8, 6).CopyTo(encoded.AsSpan(chunk.Offset + 8));
            }
        }
    }
}
