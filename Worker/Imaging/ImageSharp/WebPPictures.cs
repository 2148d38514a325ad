using System.Buffers.Binary;
using ImgCompress.Worker.Imaging.Headers;

namespace ImgCompress.Worker.Imaging.ImageSharp;

/// <summary>
/// A WebP's pictures in a container of their own, without metadata, over some forms of which ImageSharp stumbles. Each picture's
/// data may be given more bytes at its end, which are no part of it: what decodes to other pixels with them than without has ended
/// before its picture, and ImageSharp read on in zeros.
/// </summary>
internal static class WebPPictures
{
    private const int FrameHeader = 16;
    private const byte Shown = 0x12;

    /// <param name="file">The whole file.</param>
    /// <param name="header">Of this file.</param>
    /// <param name="more">Bytes added to each picture's data, an even number.</param>
    public static byte[] Of(ReadOnlySpan<byte> file, WebPHeader header, ReadOnlySpan<byte> more)
    {
        using var output = new MemoryStream(file.Length + more.Length + 12);
        output.Write("RIFF\0\0\0\0WEBP"u8);
        foreach (var chunk in header.Chunks)
        {
            var whole = file.Slice(chunk.Offset, 8 + chunk.DataLength);
            switch (chunk.Name)
            {
                case "VP8X":
                    output.Write(whole[..8]);
                    // Of its flags those for alpha and animation.
                    output.WriteByte((byte)(whole[8] & Shown));
                    output.Write(whole[9..]);
                    break;
                case "ANIM":
                    output.Write(whole);
                    break;
                case "ANMF":
                    Write(output, whole[..8], [.. whole.Slice(8, FrameHeader), .. Frame(whole[(8 + FrameHeader)..], more)], []);
                    break;
                case "ALPH" or "VP8 " or "VP8L":
                    Write(output, whole[..8], whole[8..], more);
                    break;
            }
        }

        var result = output.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(4), result.Length - 8);
        return result;
    }

    private static byte[] Frame(ReadOnlySpan<byte> chunks, ReadOnlySpan<byte> more)
    {
        using var output = new MemoryStream();
        while (chunks.Length >= 8)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(chunks[4..]);
            var data = chunks.Slice(8, length);
            if (chunks.StartsWith("ALPH"u8) || chunks.StartsWith("VP8 "u8) || chunks.StartsWith("VP8L"u8))
                Write(output, chunks[..8], data, more);
            chunks = chunks[Math.Min(chunks.Length, 8 + length + (length & 1))..];
        }

        return output.ToArray();
    }

    private static void Write(MemoryStream output, ReadOnlySpan<byte> head, ReadOnlySpan<byte> data, ReadOnlySpan<byte> more)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length + more.Length);
        output.Write(head[..4]);
        output.Write(length);
        output.Write(data);
        output.Write(more);
        if ((data.Length & 1) != 0)
            output.WriteByte(0);
    }
}
