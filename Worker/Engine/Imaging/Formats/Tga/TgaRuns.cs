using System.Buffers.Binary;

namespace ImgCompress.Engine.Imaging.Formats.Tga;

/// <summary>Packs the pixels of a TGA into runs that end with their row (Truevision TGA 2.0, "Run-length encoded images").</summary>
internal static class TgaRuns
{
    private const int MaxPacket = 128;

    /// <summary>Added to the image type where pixels are packed.</summary>
    private const int Packed = 8;

    /// <param name="file">A TGA without text, runs and footer, as ImageSharp writes it.</param>
    public static byte[] Pack(ReadOnlySpan<byte> file)
    {
        var pixelBytes = file[16] / 8;
        var rowBytes = BinaryPrimitives.ReadUInt16LittleEndian(file[12..]) * pixelBytes;
        using var output = new MemoryStream(file.Length);
        output.Write(file[..TgaReader.HeaderBytes]);
        for (var at = TgaReader.HeaderBytes; at < file.Length; at += rowBytes)
        {
            PackRow(output, file.Slice(at, rowBytes), pixelBytes);
        }

        var packed = output.ToArray();
        packed[2] += Packed;
        return packed;
    }

    private static void PackRow(MemoryStream output, ReadOnlySpan<byte> row, int pixelBytes)
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
