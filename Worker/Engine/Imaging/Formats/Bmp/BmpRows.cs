using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Bmp;

/// <summary>The pixels of a bitmap from the highest row on: colours, or lightness; of two colours 0 for the darker and 255.</summary>
/// <param name="file">One whose rows are all there.</param>
/// <param name="header">Its header.</param>
internal sealed class BmpRows(ReadOnlyMemory<byte> file, BmpHeader header) : DecodedImage(header.Shape)
{
    /// <summary>What runs hold, without padding.</summary>
    private readonly byte[]? _unpacked = header.HasRuns ? BmpRuns.Unpack(file.Span, header) : null;

    private int _row;

    public override void ReadRow(Span<byte> row)
    {
        var stored = Stored(header.IsTopDown ? _row : header.Height - 1 - _row);
        _row++;
        if (header.Packed is { } packed)
        {
            var (from, to) = (header.BitsPerPixel / 8, packed.Channels * packed.BytesPerSample);
            for (var x = 0; x < header.Width; x++)
            {
                var pixel = from == 2
                    ? BinaryPrimitives.ReadUInt16LittleEndian(stored[(x * from)..])
                    : BinaryPrimitives.ReadUInt32LittleEndian(stored[(x * from)..]);
                packed.Unpack(pixel, row.Slice(x * to, to));
            }

            return;
        }

        for (var x = 0; x < header.Width; x++)
        {
            if (header.BitsPerPixel == 24)
            {
                (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) = (stored[(3 * x) + 2], stored[(3 * x) + 1], stored[3 * x]);
                continue;
            }

            var index = Index(stored, x);
            if (index >= header.Colours.Count)
            {
                throw RefusedException.Corrupt($"a pixel of the BMP has a colour beyond the {header.Colours.Count} of its table");
            }

            if (header.IsBilevel)
            {
                row[x] = (index == 0) == header.FirstIsLighter ? byte.MaxValue : (byte)0;
            }
            else if (!header.Palette)
            {
                row[x] = (byte)index;
            }
            else
            {
                var colour = header.Colours[index];
                (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) = ((byte)(colour >> 16), (byte)(colour >> 8), (byte)colour);
            }
        }
    }

    /// <summary>All damage is found by the last row.</summary>
    public override void Close()
    {
    }

    /// <summary>A row by its number from the first in the file on.</summary>
    private ReadOnlySpan<byte> Stored(int number)
    {
        if (_unpacked is null)
        {
            return file.Span.Slice((int)(header.PixelOffset + (number * header.RowBytes)), (int)header.RowBytes);
        }

        var rowBytes = header.Width * (header.BitsPerPixel == 24 ? 3 : 1);
        return _unpacked.AsSpan(number * rowBytes, rowBytes);
    }

    private int Index(ReadOnlySpan<byte> stored, int x)
    {
        if (_unpacked is not null || header.BitsPerPixel == 8)
        {
            return stored[x];
        }

        var bit = x * header.BitsPerPixel;
        return stored[bit / 8] >> (8 - header.BitsPerPixel - (bit % 8)) & ((1 << header.BitsPerPixel) - 1);
    }
}
