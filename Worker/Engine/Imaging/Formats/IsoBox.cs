using System.Buffers.Binary;
using System.Text;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>
/// A box of the ISO base media file format (ISO/IEC 14496-12, section 4.2): its type, and where its body begins and ends.
/// </summary>
internal readonly record struct IsoBox(string Type, long Body, long End)
{
    /// <summary>
    /// The brands in the ftyp box that a file begins with, the major one first and again where it is listed; empty without that box,
    /// and as many as are there where the file is cut off.
    /// </summary>
    public static List<string> Brands(ReadOnlySpan<byte> file)
    {
        var brands = new List<string>();
        if (file.Length < 12 || !file[4..].StartsWith("ftyp"u8))
        {
            return brands;
        }

        brands.Add(Encoding.Latin1.GetString(file.Slice(8, 4)));
        var end = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(file), file.Length);
        for (var at = 16; at + 4 <= end; at += 4)
        {
            brands.Add(Encoding.Latin1.GetString(file.Slice(at, 4)));
        }

        return brands;
    }

    /// <summary>The boxes between two offsets, each wholly inside.</summary>
    public static List<IsoBox> Read(HeaderBytes bytes, long at, long end)
    {
        var boxes = new List<IsoBox>();
        while (at < end)
        {
            long size = bytes.U32(at);
            var type = Encoding.Latin1.GetString(bytes.Slice(at + 4, 4));
            var body = at + 8;
            if (size == 1)
            {
                size = bytes.U64(body);
                body += 8;
            }
            else if (size == 0)
            {
                size = end - at;
            }

            if (size < body - at || size > end - at)
            {
                throw RefusedException.Corrupt("the file is cut off, or one of its boxes has an impossible size");
            }

            boxes.Add(new(type, body, at + size));
            at += size;
        }

        return boxes;
    }
}
