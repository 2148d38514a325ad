using System.Buffers.Binary;
using System.IO.Compression;

namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>Writes 8-bit RGB PNG files with no codec's help, so that what a codec makes of them is measured from outside.</summary>
internal static class Png
{
    /// <summary>A picture that hardly compresses; another <paramref name="seed"/>, another picture.</summary>
    public static byte[] Noise(int width, int height, int seed = 1)
    {
        var random = new Random(seed);
        var pixels = new byte[width * height * 3];
        random.NextBytes(pixels);
        return Encode(width, height, pixels);
    }

    /// <summary>One black pixel, packed by hand as a run, so that no resized one takes fewer bytes.</summary>
    public static byte[] Smallest { get; } = Assemble(1, 1, [0x78, 0xDA, 0x63, 0, 2, 0, 0, 4, 0, 1]);

    public static byte[] Encode(int width, int height, ReadOnlySpan<byte> rgb)
    {
        using var idat = new MemoryStream();
        using (var zlib = new ZLibStream(idat, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(rgb.Slice(y * width * 3, width * 3));
            }
        }

        return Assemble(width, height, idat.ToArray());
    }

    /// <summary>A few bytes that say they are a very large image.</summary>
    public static byte[] Bomb(int width, int height) => Assemble(width, height, [0x78, 0x9C, 3, 0, 0, 0, 0, 1]);

    /// <summary>Width and height from a PNG's header.</summary>
    public static (int Width, int Height) SizeOf(ReadOnlySpan<byte> png) =>
        (BinaryPrimitives.ReadInt32BigEndian(png[16..]), BinaryPrimitives.ReadInt32BigEndian(png[20..]));

    private static byte[] Assemble(int width, int height, ReadOnlySpan<byte> idat)
    {
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = 2;
        return [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, idat), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    /// <summary>CRC-32 as PNG has it (ISO 3309), bit by bit.</summary>
    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
