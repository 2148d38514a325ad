using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tga;

/// <summary>Pixels packed into runs (Truevision TGA 2.0, "Run-length encoded images").</summary>
internal static class TgaRuns
{
    private const int MaxPacket = 128;

    /// <summary>All pixels, as they are stored without runs. Runs of older programs cross rows.</summary>
    /// <exception cref="RefusedException">Runs end early, or the last one leaves the picture.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> file, TgaHeader header)
    {
        var bytes = new HeaderBytes(file);
        var pixelBytes = header.PixelBytes;
        if (header.Pixels * pixelBytes > Array.MaxLength)
        {
            throw RefusedException.TooLarge($"the runs of a TGA of {header.Pixels} pixels are unpacked as a whole, and do not fit");
        }

        var pixels = new byte[header.Pixels * pixelBytes];
        for (var (at, to) = (header.PixelOffset, 0); to < pixels.Length;)
        {
            if (at >= file.Length)
            {
                throw RefusedException.Corrupt("the TGA is cut off");
            }

            var packet = bytes.U8(at++);
            var length = ((packet & 0x7F) + 1) * pixelBytes;
            if (length > pixels.Length - to)
            {
                throw RefusedException.Corrupt("the TGA's last run leaves its picture");
            }

            var told = bytes.Slice(at, packet > 0x7F ? pixelBytes : length);
            at += told.Length;
            for (; length > 0; length -= told.Length, to += told.Length)
            {
                told.CopyTo(pixels.AsSpan(to));
            }
        }

        return pixels;
    }

    /// <summary>Packs a row: a run ends with it.</summary>
    public static void Pack(MemoryStream output, ReadOnlySpan<byte> row, int pixelBytes)
    {
        var pixels = row.Length / pixelBytes;
        for (var first = 0; first < pixels;)
        {
            var run = RunLength(row, first, pixelBytes);
            var count = run;

            // Pixels that differ go together, up to where two are equal.
            while (run == 1 && first + count < pixels && count < MaxPacket && RunLength(row, first + count, pixelBytes) == 1)
            {
                count++;
            }

            output.WriteByte((byte)(count - 1 + (run > 1 ? 0x80 : 0)));
            output.Write(row.Slice(first * pixelBytes, (run > 1 ? 1 : count) * pixelBytes));
            first += count;
        }
    }

    private static int RunLength(ReadOnlySpan<byte> row, int first, int pixelBytes)
    {
        var pixel = row.Slice(first * pixelBytes, pixelBytes);
        var count = 1;
        while (count < MaxPacket && (first + count + 1) * pixelBytes <= row.Length
            && row.Slice((first + count) * pixelBytes, pixelBytes).SequenceEqual(pixel))
        {
            count++;
        }

        return count;
    }
}
