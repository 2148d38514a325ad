using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>Writes PNG chunks (PNG third edition, section 5.3).</summary>
internal static class PngChunks
{
    private static readonly uint[] Table = MakeTable();

    public static void Write(Stream output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, (uint)data.Length);
        output.Write(number);
        output.Write(name);
        output.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Add(Add(uint.MaxValue, name), data));
        output.Write(number);
    }

    /// <summary>Requires that a whole chunk (length, name, data, CRC) has the CRC that its bytes ask for.</summary>
    /// <exception cref="RefusedException">It has another one.</exception>
    public static void RequireIntact(string name, ReadOnlySpan<byte> chunk)
    {
        if (!IsIntact(chunk))
        {
            throw RefusedException.Corrupt($"the PNG's {name} chunk is damaged (CRC)");
        }
    }

    /// <summary>True where a whole chunk has the CRC that its bytes ask for.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> chunk) =>
        BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..]) == ~Add(uint.MaxValue, chunk[4..^4]);

    private static uint Add(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
