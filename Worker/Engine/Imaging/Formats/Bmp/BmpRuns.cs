using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Bmp;

/// <summary>Pixels packed into runs (Windows GDI, "Bitmap Compression"; of 24 bits, OS/2).</summary>
internal static class BmpRuns
{
    private const byte EndOfRow = 0;
    private const byte EndOfPicture = 1;
    private const byte Skip = 2;

    /// <summary>Pixels that are told one by one are at least so many.</summary>
    private const int FewestSingly = 3;

    /// <summary>
    /// Rows from the lowest on: one byte a pixel, its index, or three of 24 bits.
    /// </summary>
    /// <exception cref="RefusedException">
    /// Runs end early or leave the picture, or they leave pixels out, which each program shows in its own way.
    /// </exception>
    public static byte[] Unpack(ReadOnlySpan<byte> file, BmpHeader header)
    {
        var bytes = new HeaderBytes(file, littleEndian: true);
        var bits = header.BitsPerPixel;
        var pixelBytes = bits == 24 ? 3 : 1;
        if (header.Pixels * pixelBytes > Array.MaxLength)
        {
            throw RefusedException.TooLarge($"the runs of a BMP of {header.Pixels} pixels are unpacked as a whole, and do not fit");
        }

        var pixels = new byte[header.Pixels * pixelBytes];
        var (at, x, y, told) = (header.PixelOffset, 0, 0, 0L);
        while (told < header.Pixels && at < file.Length)
        {
            int count = bytes.U8(at++);
            if (count > 0)
            {
                Repeat(bytes.Slice(at, pixelBytes), pixels, count);
                at += pixelBytes;
                continue;
            }

            var command = bytes.U8(at++);
            switch (command)
            {
                case EndOfRow:
                    (x, y) = (0, y + 1);
                    continue;
                case EndOfPicture:
                    throw LeavesOut();
                case Skip:
                    (x, y) = (x + bytes.U8(at), y + bytes.U8(at + 1));
                    at += 2;
                    continue;
            }

            var length = ((command * bits) + 7) / 8;
            Copy(bytes.Slice(at, length), pixels, command);
            at += length + (length & 1);
        }

        return told == header.Pixels ? pixels : throw RefusedException.Corrupt("the BMP is cut off: its runs end early");

        void Repeat(ReadOnlySpan<byte> value, byte[] to, int count)
        {
            var start = Place(count);
            for (var i = 0; i < count; i++)
            {
                // Of 4 bits the two indices of a byte come in turn.
                if (bits == 4)
                {
                    to[start + i] = (byte)(i % 2 == 0 ? value[0] >> 4 : value[0] & 15);
                }
                else
                {
                    value.CopyTo(to.AsSpan(start + (i * pixelBytes)));
                }
            }
        }

        void Copy(ReadOnlySpan<byte> values, byte[] to, int count)
        {
            var start = Place(count);
            for (var i = 0; bits == 4 && i < count; i++)
            {
                to[start + i] = (byte)(i % 2 == 0 ? values[i / 2] >> 4 : values[i / 2] & 15);
            }

            if (bits != 4)
            {
                values.CopyTo(to.AsSpan(start));
            }
        }

        int Place(int count)
        {
            if (y >= header.Height || x + count > header.Width)
            {
                throw RefusedException.Corrupt("a run of the BMP leaves its row or its picture");
            }

            var start = ((y * header.Width) + x) * pixelBytes;
            (x, told) = (x + count, told + count);
            return start;
        }
    }

    /// <summary>Indices of 8 bits in runs.</summary>
    /// <param name="indices">Rows from the lowest on, without padding.</param>
    /// <param name="width">Of a row.</param>
    public static byte[] Pack(ReadOnlySpan<byte> indices, int width)
    {
        using var output = new MemoryStream();
        for (var at = 0; at < indices.Length; at += width)
        {
            PackRow(output, indices.Slice(at, width));
            output.Write([0, at + width < indices.Length ? EndOfRow : EndOfPicture]);
        }

        return output.ToArray();
    }

    private static void PackRow(MemoryStream output, ReadOnlySpan<byte> row)
    {
        for (var first = 0; first < row.Length;)
        {
            // Pixels that differ go together, up to where three are equal.
            var single = 0;
            while (first + single < row.Length && single < byte.MaxValue && RunLength(row, first + single) < FewestSingly)
            {
                single++;
            }

            if (single >= FewestSingly)
            {
                output.Write([0, (byte)single]);
                output.Write(row.Slice(first, single));
                output.Write(new byte[single & 1]);
                first += single;
                continue;
            }

            var count = RunLength(row, first);
            output.Write([(byte)count, row[first]]);
            first += count;
        }
    }

    private static int RunLength(ReadOnlySpan<byte> row, int first)
    {
        var end = row[first..].IndexOfAnyExcept(row[first]);
        return Math.Min(end < 0 ? row.Length - first : end, byte.MaxValue);
    }

    private static RefusedException LeavesOut() => RefusedException.Unsupported(
        "a BMP whose runs leave pixels out, which each program shows in its own way: save it without compression first");
}
