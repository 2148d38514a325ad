using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Pnm;

/// <summary>The samples of a PNM as they are stored; where there are two greys, 0 for black and 255 for white.</summary>
/// <param name="file">A whole one, as <see cref="PnmIntegrity"/> finds it.</param>
/// <param name="header">Its header.</param>
internal sealed class PnmRows(ReadOnlyMemory<byte> file, PnmHeader header) : DecodedImage(header.Shape)
{
    private int _at = header.PixelOffset;

    public override void ReadRow(Span<byte> row)
    {
        row = row[..Shape.RowBytes];
        if (header.Plain)
        {
            ReadText(row);
            return;
        }

        var stored = file.Span.Slice(_at, (int)header.RowBytes);
        _at += stored.Length;
        if (header.Bitmap)
        {
            for (var x = 0; x < row.Length; x++)
            {
                row[x] = (stored[x / 8] >> (7 - x % 8) & 1) == 0 ? byte.MaxValue : (byte)0;
            }
        }
        else if (Shape.BytesPerSample == 1)
        {
            stored.CopyTo(row);
            for (var x = 0; header.IsBilevel && x < row.Length; x++)
            {
                row[x] *= byte.MaxValue;
            }
        }
        else
        {
            BinaryPrimitives.ReverseEndianness(
                MemoryMarshal.Cast<byte, ushort>(stored), MemoryMarshal.Cast<byte, ushort>(row));
        }
    }

    public override void Close()
    {
    }

    private void ReadText(Span<byte> row)
    {
        var wide = MemoryMarshal.Cast<byte, ushort>(row);
        for (var i = 0; i < Shape.Width * Shape.Channels; i++)
        {
            var sample = PnmText.Next(file.Span, ref _at, header);
            if (Shape.BytesPerSample == 2)
            {
                wide[i] = (ushort)sample;
            }
            else
            {
                row[i] = (byte)(!header.IsBilevel ? sample : (sample == 0) == header.Bitmap ? byte.MaxValue : 0);
            }
        }
    }
}
