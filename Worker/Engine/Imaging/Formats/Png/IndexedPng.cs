using System.Buffers.Binary;
using System.IO.Compression;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>
/// Writes a palette PNG with exactly the colours it is given (PNG third edition, sections 8 and 11.2). libvips would choose
/// colours of its own, also where there are few enough to keep all.
/// </summary>
internal static class IndexedPng
{
    private static readonly (int X, int Y, int StepX, int StepY)[] WholeImage = [(0, 0, 1, 1)];

    /// <summary>The seven passes of an interlaced image (section 8.1): each one's first pixel, and the steps to the next.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static byte[] Write(Palette palette, int width, int height, bool interlaced)
    {
        var depth = palette.Colours.Count switch
        {
            <= 2 => 1,
            <= 4 => 2,
            <= 16 => 4,
            _ => 8,
        };
        using var output = new MemoryStream();
        output.Write([0x89, .. "PNG\r\n\u001A\n"u8]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, 3, (byte)(interlaced ? 1 : 0));
        PngChunks.Write(output, "IHDR"u8, header);
        PngChunks.Write(output, "PLTE"u8, [.. palette.Colours.SelectMany(c => new[] { (byte)(c >> 24), (byte)(c >> 16), (byte)(c >> 8) })]);
        var alpha = palette.Colours.Select(c => (byte)c).ToArray();
        if (Array.FindLastIndex(alpha, a => a != 255) is >= 0 and var last)
        {
            PngChunks.Write(output, "tRNS"u8, alpha.AsSpan(0, last + 1));
        }

        PngChunks.Write(output, "IDAT"u8, Data(palette.Indices, width, height, depth, interlaced ? Adam7 : WholeImage));
        PngChunks.Write(output, "IEND"u8, []);
        return output.ToArray();
    }

    /// <summary>Rows without a filter: neighbouring indices have no meaning to predict from.</summary>
    private static byte[] Data(byte[] indices, int width, int height, int depth, (int X, int Y, int StepX, int StepY)[] passes)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (var (x0, y0, stepX, stepY) in passes)
            {
                if (x0 >= width)
                {
                    continue;
                }

                var row = new byte[1 + ((width - x0 + stepX - 1) / stepX * depth + 7) / 8];
                for (var y = y0; y < height; y += stepY)
                {
                    row.AsSpan().Clear();
                    var bit = 8;
                    for (var x = x0; x < width; x += stepX, bit += depth)
                    {
                        row[bit >> 3] |= (byte)(indices[y * width + x] << (8 - depth - (bit & 7)));
                    }

                    zlib.Write(row);
                }
            }
        }

        return data.ToArray();
    }
}
