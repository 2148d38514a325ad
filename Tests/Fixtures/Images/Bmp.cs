using System.Buffers.Binary;

namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>Bitmaps, written and read by hand; rows bottom-up and padded to four bytes.</summary>
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

    /// <summary>A file of any form.</summary>
    /// <param name="headerBytes">Of the information header: 12, 16 and 64 are OS/2's.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows; negative where the highest is the first.</param>
    /// <param name="bits">Of a pixel.</param>
    /// <param name="compression">0 for none.</param>
    /// <param name="table">What stands from the 40th byte of the header on: masks, and behind the header colours.</param>
    /// <param name="pixels">As they are stored.</param>
    /// <param name="colours">How many the header says that there are.</param>
    public static byte[] Build(
        int headerBytes, int width, int height, int bits, int compression, byte[] table, byte[] pixels, int colours = 0)
    {
        var info = new byte[Math.Max(headerBytes, 40)];
        Write(info, 0, headerBytes);
        Write(info, 4, width);
        Write(info, 8, height);
        Write(info, 12, 1 | bits << 16);
        Write(info, 16, compression);
        Write(info, 20, pixels.Length);
        Write(info, 24, 2835);
        Write(info, 28, 5669);
        Write(info, 32, colours);
        if (headerBytes == 12)
        {
            Write(info, 4, width | height << 16);
            Write(info, 8, 1 | bits << 16);
        }

        var inHeader = Math.Max(0, Math.Min(table.Length, headerBytes is 52 or 56 or > 64 ? headerBytes - 40 : 0));
        table[..inHeader].CopyTo(info, 40);
        byte[] body = [.. info[..headerBytes], .. table[inHeader..]];
        byte[] file = [.. "BM"u8, .. new byte[12], .. body, .. pixels];
        Write(file, 2, file.Length);
        Write(file, 10, 14 + body.Length);
        return file;
    }

    /// <summary>Rows of pixels of some bits each, from the lowest on, as they are stored.</summary>
    public static byte[] Pack(IReadOnlyList<uint> pixels, int width, int bits)
    {
        var rows = pixels.Chunk(width).Reverse().Select(row =>
        {
            if (bits >= 8)
            {
                return row.SelectMany(pixel => BitConverter.GetBytes(pixel)[..(bits / 8)]).ToArray();
            }

            var text = string.Concat(row.Select(pixel => Convert.ToString(pixel, 2).PadLeft(bits, '0')));
            return text.Chunk(8).Select(part => Convert.ToByte(new string(part).PadRight(8, '0'), 2)).ToArray();
        });
        return [.. rows.SelectMany(row => (byte[])[.. row, .. new byte[(4 - (row.Length % 4)) % 4]])];
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
