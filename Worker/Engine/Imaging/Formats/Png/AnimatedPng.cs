using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>
/// Writes an animated PNG of whole frames: of each one the part that differs from the frame before, which takes that place. All
/// frames share one IHDR, PLTE and tRNS, so each is encoded as a PNG of one and the same form, and gives its data.
/// </summary>
internal static class AnimatedPng
{
    /// <param name="rows">All frames; read to the end.</param>
    /// <param name="animation">How often, how long and which frames are shown.</param>
    /// <param name="encode">Encodes a part of a frame as a PNG.</param>
    /// <param name="cancellationToken">Looked at before each row.</param>
    public static byte[] Write(
        RowSource rows, PngAnimation animation, Func<MemoryRows, byte[]> encode, CancellationToken cancellationToken)
    {
        var shape = rows.Shape with { Frames = 1 };
        using var output = new MemoryStream();
        byte[] form = [];
        var number = 0u;
        MemoryRows? before = null;
        foreach (var frame in animation.Frames)
        {
            var pixels = MemoryRows.OfFrame(rows, cancellationToken);
            var area = before is null ? new(0, 0, shape.Width, shape.Height) : Difference(before.Pixels, pixels.Pixels, shape);
            var encoded = encode(Part(pixels, area));
            var png = PngReader.Read(encoded);
            if (output.Length == 0)
            {
                form = encoded[24..29];
                WriteHead(output, encoded, png, animation);
            }
            else if (!encoded.AsSpan(24, 5).SequenceEqual(form))
            {
                throw new InvalidOperationException("the frames of an animated PNG came out in more than one form");
            }

            var isDefault = ReferenceEquals(frame, animation.Frames[0]);
            if (frame.IsShown)
            {
                PngChunks.Write(output, "fcTL"u8, Control(number++, area, frame.Delay));
                before = pixels;
            }

            WriteData(output, encoded, png, isDefault ? null : number++);
        }

        output.Write(PngReader.End);
        return output.ToArray();
    }

    private static void WriteHead(MemoryStream output, ReadOnlySpan<byte> encoded, PngHeader png, PngAnimation animation)
    {
        output.Write(encoded[..(png.Chunks[0].Offset + png.Chunks[0].Length)]);
        Span<byte> control = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(control, animation.Frames.Count(frame => frame.IsShown));
        BinaryPrimitives.WriteUInt32BigEndian(control[4..], animation.Plays);
        PngChunks.Write(output, "acTL"u8, control);
        foreach (var chunk in png.Chunks.Where(c => c.Name is "PLTE" or "tRNS"))
        {
            output.Write(encoded.Slice(chunk.Offset, chunk.Length));
        }
    }

    /// <summary>A frame that takes its place, and stays there.</summary>
    private static byte[] Control(uint number, FrameArea area, (ushort Numerator, ushort Denominator) delay)
    {
        var control = new byte[26];
        BinaryPrimitives.WriteUInt32BigEndian(control, number);
        BinaryPrimitives.WriteInt32BigEndian(control.AsSpan(4), area.Width);
        BinaryPrimitives.WriteInt32BigEndian(control.AsSpan(8), area.Height);
        BinaryPrimitives.WriteInt32BigEndian(control.AsSpan(12), area.Left);
        BinaryPrimitives.WriteInt32BigEndian(control.AsSpan(16), area.Top);
        BinaryPrimitives.WriteUInt16BigEndian(control.AsSpan(20), delay.Numerator);
        BinaryPrimitives.WriteUInt16BigEndian(control.AsSpan(22), delay.Denominator);
        return control;
    }

    private static void WriteData(MemoryStream output, ReadOnlySpan<byte> encoded, PngHeader png, uint? number)
    {
        using var data = new MemoryStream(encoded.Length);
        if (number is { } value)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
            data.Write(bytes);
        }

        foreach (var chunk in png.Chunks.Where(c => c.Name is "IDAT"))
        {
            data.Write(encoded.Slice(chunk.Offset + 8, chunk.Length - 12));
        }

        PngChunks.Write(output, number is null ? "IDAT"u8 : "fdAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
    }

    /// <summary>The smallest area that holds all that differs; one pixel where nothing does.</summary>
    private static FrameArea Difference(ReadOnlySpan<byte> before, ReadOnlySpan<byte> now, RowShape shape)
    {
        var pixelBytes = shape.Channels * shape.BytesPerSample;
        var (left, right) = (shape.Width, 0);
        int? top = null;
        var bottom = 0;
        for (var y = 0; y < shape.Height; y++)
        {
            var row = now.Slice(y * shape.RowBytes, shape.RowBytes);
            var old = before.Slice(y * shape.RowBytes, shape.RowBytes);
            var same = row.CommonPrefixLength(old);
            if (same == row.Length)
            {
                continue;
            }

            var last = row.Length - 1;
            while (row[last] == old[last])
            {
                last--;
            }

            (left, right) = (Math.Min(left, same / pixelBytes), Math.Max(right, last / pixelBytes + 1));
            top ??= y;
            bottom = y + 1;
        }

        return top is { } first ? new(left, first, right - left, bottom - first) : new(0, 0, 1, 1);
    }

    private static MemoryRows Part(MemoryRows frame, FrameArea area)
    {
        var shape = frame.Shape with { Width = area.Width, FrameHeight = area.Height };
        var pixelBytes = shape.Channels * shape.BytesPerSample;
        var part = new byte[shape.RowBytes * shape.Height];
        for (var y = 0; y < area.Height; y++)
        {
            frame.Pixels.Slice((area.Top + y) * frame.Shape.RowBytes + area.Left * pixelBytes, shape.RowBytes)
                .CopyTo(part.AsSpan(y * shape.RowBytes));
        }

        return new(shape, part);
    }
}
