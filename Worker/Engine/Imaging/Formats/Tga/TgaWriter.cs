using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tga;

/// <summary>Writes a TGA without text and footer, rows from the lowest on, from the left.</summary>
internal static class TgaWriter
{
    /// <param name="rows">The picture.</param>
    /// <param name="header">The form.</param>
    /// <param name="cancellationToken">Looked at before each row.</param>
    public static byte[] Write(RowSource rows, TgaHeader header, CancellationToken cancellationToken)
    {
        using var pixels = MemoryRows.Of(rows, cancellationToken);
        var palette = header.Palette is null ? null : Pixels.Palette.Of(pixels);
        var (shape, channels) = (pixels.Shape, pixels.Shape.Channels);
        var pixelBytes = palette is not null ? 1 : header.Packed is not null ? 2 : channels;
        using var output = new MemoryStream();
        output.Write(Head(shape, header, palette, pixelBytes));
        foreach (var colour in palette?.Colours ?? [])
        {
            byte[] entry = [(byte)(colour >> 8), (byte)(colour >> 16), (byte)(colour >> 24), (byte)colour];
            output.Write(entry.AsSpan(0, channels));
        }

        var stored = new byte[shape.Width * pixelBytes];
        for (var y = shape.Height - 1; y >= 0; y--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (palette is null)
            {
                Store(pixels.Pixels.Slice(y * shape.RowBytes, shape.RowBytes), stored, header);
            }
            else
            {
                palette.Indices.AsSpan(y * shape.Width, shape.Width).CopyTo(stored);
            }

            if (header.RunLength)
            {
                TgaRuns.Pack(output, stored, pixelBytes);
            }
            else
            {
                output.Write(stored);
            }
        }

        return output.ToArray();
    }

    private static byte[] Head(RowShape shape, TgaHeader header, Palette? palette, int pixelBytes)
    {
        var head = new byte[TgaReader.HeaderBytes];
        var kind = palette is not null ? 1 : shape.Channels <= 2 ? 3 : 2;
        head[2] = (byte)(kind + (header.RunLength ? 8 : 0));
        if (palette is not null)
        {
            head[1] = 1;
            BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(5), (ushort)palette.Colours.Count);
            head[7] = (byte)(8 * shape.Channels);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(12), (ushort)shape.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(14), (ushort)shape.FrameHeight);
        head[16] = (byte)(header.Packed is null ? 8 * pixelBytes : header.Depth);
        head[17] = (byte)(header.Descriptor & 0x0F);
        return head;
    }

    private static void Store(ReadOnlySpan<byte> row, Span<byte> stored, TgaHeader header)
    {
        var channels = header.Channels;
        for (var (at, to) = (0, 0); at < row.Length; at += channels)
        {
            var samples = row.Slice(at, channels);
            if (header.Packed is { } packed)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(stored[to..], (ushort)packed.Pack(samples));
                to += 2;
                continue;
            }

            samples.CopyTo(stored[to..]);
            if (channels > 2)
            {
                (stored[to], stored[to + 2]) = (samples[2], samples[0]);
            }

            to += channels;
        }
    }
}
