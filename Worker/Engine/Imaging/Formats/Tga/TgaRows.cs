using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tga;

/// <summary>The pixels of a TGA from the highest row on, each row from the left: grey or colour, and a further channel as it is.</summary>
/// <param name="file">A whole one.</param>
/// <param name="header">Its header.</param>
internal sealed class TgaRows(ReadOnlyMemory<byte> file, TgaHeader header) : DecodedImage(header.Shape)
{
    private readonly ReadOnlyMemory<byte> _pixels = header.RunLength ? TgaRuns.Unpack(file.Span, header) : file[header.PixelOffset..];
    private int _row;

    /// <summary>Whether any pixel has something in its fourth channel, or grey in its second. Missing pixels are damage.</summary>
    public static bool UseFourth(ReadOnlySpan<byte> file, TgaHeader header)
    {
        if (header.Palette is { } palette)
        {
            return header.Channels == 4 && palette.Any(colour => colour >> 24 != 0);
        }

        var (last, mask) = (header.PixelBytes - 1, header.Packed is null ? 0xFF : 0x80);
        for (var at = (long)header.PixelOffset; header.Channels is 2 or 4 && at < file.Length;)
        {
            var packet = header.RunLength ? file[(int)at++] : byte.MaxValue;
            for (var count = packet < 0x80 ? packet + 1 : 1; count > 0 && at + last < file.Length; count--, at += header.PixelBytes)
            {
                if ((file[(int)at + last] & mask) != 0)
                {
                    return true;
                }
            }

            if (at + last >= file.Length)
            {
                break;
            }
        }

        return false;
    }

    /// <exception cref="RefusedException">The file ends early.</exception>
    public static void RequireWhole(ReadOnlySpan<byte> file, TgaHeader header)
    {
        if (!header.RunLength && file.Length < header.PixelOffset + (header.Pixels * header.PixelBytes))
        {
            throw RefusedException.Corrupt("the TGA is cut off");
        }
    }

    public override void ReadRow(Span<byte> row)
    {
        var stored = header.IsTopDown ? _row : header.Height - 1 - _row;
        _row++;
        var rowBytes = header.Width * header.PixelBytes;
        var from = _pixels.Span.Slice(stored * rowBytes, rowBytes);
        for (var x = 0; x < header.Width; x++)
        {
            var place = header.IsRightToLeft ? header.Width - 1 - x : x;
            Read(from.Slice(x * header.PixelBytes, header.PixelBytes), row.Slice(place * header.Channels, header.Channels));
        }
    }

    /// <summary>All damage is found by the last row.</summary>
    public override void Close()
    {
    }

    private void Read(ReadOnlySpan<byte> pixel, Span<byte> samples)
    {
        if (header.Packed is { } packed)
        {
            packed.Unpack(BinaryPrimitives.ReadUInt16LittleEndian(pixel), samples);
            return;
        }

        if (header.Palette is not { } palette)
        {
            pixel.CopyTo(samples);
            if (samples.Length > 2)
            {
                (samples[0], samples[2]) = (samples[2], samples[0]);
            }

            return;
        }

        var index = pixel[0] - header.FirstColour;
        if (index < 0 || index >= palette.Count)
        {
            throw RefusedException.Corrupt("a pixel of the TGA has a colour that its table does not have");
        }

        var colour = palette[index];
        (samples[0], samples[1], samples[2]) = ((byte)(colour >> 16), (byte)(colour >> 8), (byte)colour);
        if (samples.Length == 4)
        {
            samples[3] = (byte)(colour >> 24);
        }
    }
}
