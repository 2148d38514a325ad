using System.Buffers.Binary;

namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>Bitmaps without compression, written and read by hand: BITMAPINFOHEADER, rows bottom-up and padded to four bytes.</summary>
internal static class Bmp
{
    private static readonly int[] BlueFirst = [2, 1, 0, 3];

    /// <param name="samples">Grey, RGB or RGBA.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1: indices into 256 greys; 3; 4.</param>
    /// <param name="colours">For one channel, other colours than greys: red, green and blue of each.</param>
    public static byte[] Encode(byte[] samples, int width, int height, int channels, byte[]? colours = null)
    {
        var stride = ((width * channels) + 3) / 4 * 4;
        var table = channels == 1 ? 256 * 4 : 0;
        var file = new byte[54 + table + (stride * height)];
        "BM"u8.CopyTo(file);
        Write(file, 2, file.Length);
        Write(file, 10, 54 + table);
        Write(file, 14, 40);
        Write(file, 18, width);
        Write(file, 22, height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), (short)(8 * channels));
        Write(file, 38, 2835);
        Write(file, 42, 5669);
        for (var i = 0; i < table; i++)
        {
            var (entry, part) = (i / 4, i % 4);
            file[54 + i] = part == 3 ? (byte)0
                : colours is null ? (byte)entry
                : entry * 3 < colours.Length ? colours[(entry * 3) + 2 - part]
                : (byte)0;
        }

        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var c = 0; c < channels; c++)
                {
                    file[54 + table + ((height - 1 - y) * stride) + (x * channels) + c] =
                        samples[(((y * width) + x) * channels) + (channels == 1 ? 0 : BlueFirst[c])];
                }
            }
        }

        return file;
    }

    public static (byte[] Samples, int Width, int Height, int Channels) Decode(byte[] file)
    {
        int Read(int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
        var (width, height, bytes) = (Read(18), Read(22), file[28] / 8);
        var (stride, table) = (((width * bytes) + 3) / 4 * 4, 14 + Read(14));
        var isGrey = bytes == 1 && Enumerable.Range(0, 256)
            .All(i => file.AsSpan(table + (4 * i), 3).SequenceEqual((ReadOnlySpan<byte>)[(byte)i, (byte)i, (byte)i]));
        var channels = bytes == 1 && !isGrey ? 3 : bytes;
        var samples = new byte[width * height * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            var (pixel, c) = (i / channels, i % channels);
            var at = Read(10) + ((height - 1 - (pixel / width)) * stride) + (pixel % width * bytes);
            samples[i] = bytes > 1 ? file[at + BlueFirst[c]] : isGrey ? file[at] : file[table + (4 * file[at]) + BlueFirst[c]];
        }

        return (samples, width, height, channels);
    }

    private static void Write(byte[] file, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
}
