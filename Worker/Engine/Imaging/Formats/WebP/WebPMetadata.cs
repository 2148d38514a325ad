using System.Buffers.Binary;
using System.Text;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.WebP;

/// <summary>
/// Puts an original's ICC profile, EXIF, XMP and unknown chunks into a new WebP byte by byte, and its animation's background,
/// loop count and timing. Equal frames in a row are one frame of the new file, shown as long as they were together.
/// </summary>
internal static class WebPMetadata
{
    /// <summary>
    /// The milliseconds for which the encoder is told to show each frame. It makes one frame of equal ones, and adds their durations: by
    /// this number the new file says how many each of its frames stands for.
    /// </summary>
    public const int EncodedDuration = 100;

    private const int MaxDuration = 0xFF_FFFF;

    private const byte Icc = 0x20;
    private const byte Alpha = 0x10;
    private const byte Exif = 0x08;
    private const byte Xmp = 0x04;
    private const byte Animation = 0x02;
    private const byte DoNotBlend = 0x02;

    /// <summary>The new file. With <paramref name="strip"/> only the ICC profile and the orientation are carried.</summary>
    public static byte[] Copy(ReadOnlySpan<byte> original, WebPHeader header, byte[] encoded, bool strip)
    {
        var fresh = WebPReader.Read(encoded);
        var animated = header.Durations.Count > 0;
        using var output = new MemoryStream(encoded.Length + 4096);
        output.Write("RIFF\0\0\0\0WEBP"u8);
        var flags = (byte)((fresh.ShowsAlpha ? Alpha : 0) | (animated ? Animation : 0));
        output.Write(stackalloc byte[18]);
        foreach (var chunk in header.Chunks.Where(c => c.Name is "ICCP"))
        {
            flags |= Write(output, chunk.Name, original[chunk.Data], Icc);
        }

        if (animated)
        {
            WriteFrames(output, original, header, encoded, fresh);
        }
        else
        {
            WritePicture(output, encoded, fresh);
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

    private static bool IsCopied(string name) => name is not ("VP8X" or "ICCP" or "ANIM" or "ANMF" or "ALPH" or "VP8 " or "VP8L" or "C2PA");

    private static void WritePicture(MemoryStream output, ReadOnlySpan<byte> encoded, WebPHeader fresh)
    {
        foreach (var chunk in fresh.Chunks.Where(c => c.Name is not "VP8X"))
        {
            Write(output, chunk.Name, encoded[chunk.Data], 0);
        }
    }

    private static void WriteFrames(
        MemoryStream output, ReadOnlySpan<byte> original, WebPHeader header, ReadOnlySpan<byte> encoded, WebPHeader fresh)
    {
        var animation = header.Chunks.FirstOrDefault(c => c.Name is "ANIM");
        Write(output, "ANIM", animation.DataLength >= 6 ? original.Slice(animation.Offset + 8, 6) : new byte[6], 0);
        if (fresh.Durations.Count == 0)
        {
            WriteOnlyFrame(output, encoded, fresh, Duration(header.Durations));
            return;
        }

        var (frame, next) = (0, 0);
        foreach (var chunk in fresh.Chunks.Where(c => c.Name is "ANMF"))
        {
            var equal = header.Durations.Skip(next).Take(fresh.Durations[frame++] / EncodedDuration).ToList();
            next += equal.Count;
            var data = encoded[chunk.Data].ToArray();
            WriteU24(data.AsSpan(12), Duration(equal));
            Write(output, chunk.Name, data, 0);
        }

        if (next != header.Frames)
        {
            throw RefusedException.Unsupported($"an animated WebP of {header.Frames} frames, of which the codec keeps {next}");
        }
    }

    /// <summary>Where all frames are equal, the encoder writes a still picture.</summary>
    private static void WriteOnlyFrame(MemoryStream output, ReadOnlySpan<byte> encoded, WebPHeader fresh, int duration)
    {
        using var frame = new MemoryStream();
        var head = new byte[16];
        WriteU24(head.AsSpan(6), fresh.Width - 1);
        WriteU24(head.AsSpan(9), fresh.Height - 1);
        WriteU24(head.AsSpan(12), duration);
        head[15] = DoNotBlend;
        frame.Write(head);
        WritePicture(frame, encoded, fresh);
        Write(output, "ANMF", frame.ToArray(), 0);
    }

    private static int Duration(IReadOnlyList<int> equalFrames) => equalFrames.Sum(d => (long)d) is <= MaxDuration and var sum
        ? (int)sum
        : throw RefusedException.Unsupported("an animated WebP with equal frames that together are shown longer than one frame can be");
}
