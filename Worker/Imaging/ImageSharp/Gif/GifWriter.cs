using System.Buffers.Binary;
using ImgCompress.Worker.Imaging.Headers;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace ImgCompress.Worker.Imaging.ImageSharp.Gif;

/// <summary>
/// Writes a GIF of whole frames (GIF89a specification). ImageSharp's own writer leaves out what a frame has in common with the one
/// before through a transparent index that may be a colour's, and writes no loop of two showings.
/// </summary>
internal static class GifWriter
{
    private const int LeaveFrame = 1;
    private const int ClearFrame = 2;

    public static byte[] Write(Image<Rgba32> image, GifHeader header, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        output.Write("GIF89a"u8);
        WriteNumbers(output, image.Width, image.Height);
        // No table for all frames, 8 bits a primary; no background; square pixels.
        output.Write([0x70, 0, 0]);
        if (header.Repetitions is { } repetitions)
        {
            output.Write([0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1]);
            WriteNumbers(output, repetitions);
            output.WriteByte(0);
        }

        // Where a pixel may turn transparent again, each frame begins with nothing; else it begins with the frame before.
        var clears = image.Frames.AsEnumerable().Any(frame => GifFrame.IsAnyTransparent(frame.PixelBuffer));
        for (var i = 0; i < image.Frames.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var previous = i == 0 || clears ? null : image.Frames[i - 1];
            WriteFrame(output, GifFrame.Of(image.Frames[i], previous), clears ? ClearFrame : LeaveFrame, header.Delays[i]);
        }

        output.WriteByte(0x3B);
        return output.ToArray();
    }

    private static void WriteFrame(MemoryStream output, GifFrame frame, int disposal, int delay)
    {
        output.Write([0x21, 0xF9, 4, (byte)((disposal << 2) | (frame.Transparent is null ? 0 : 1))]);
        WriteNumbers(output, delay);
        output.Write([(byte)(frame.Transparent ?? 0), 0, 0x2C]);
        WriteNumbers(output, frame.Area.X, frame.Area.Y, frame.Area.Width, frame.Area.Height);
        var bits = Math.Max(1, int.Log2(Math.Max(1, frame.Entries - 1)) + 1);
        output.WriteByte((byte)(0x80 | (bits - 1)));
        for (var i = 0; i < 1 << bits; i++)
        {
            var colour = i < frame.Colours.Count ? frame.Colours[i] : default;
            output.Write([colour.R, colour.G, colour.B]);
        }

        GifLzw.Write(output, frame.Indices, Math.Max(2, bits));
    }

    private static void WriteNumbers(MemoryStream output, params ReadOnlySpan<int> numbers)
    {
        Span<byte> bytes = stackalloc byte[2];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)number);
            output.Write(bytes);
        }
    }
}
