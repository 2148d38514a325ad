using System.Buffers.Binary;

namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>EXIF blocks that tell sizes and places in pixels in every tag that does, written by hand.</summary>
internal static class ExifBlock
{
    /// <param name="littleEndian">The byte order.</param>
    /// <param name="width">Of the image, in pixels.</param>
    /// <param name="height">Of the image, in pixels.</param>
    /// <param name="area">SubjectArea: four numbers.</param>
    /// <param name="focalPlane">FocalPlaneXResolution and FocalPlaneYResolution, each of one above the line.</param>
    public static byte[] Build(bool littleEndian, int width, int height, ushort[] area, uint[] focalPlane)
    {
        var block = new List<byte>(littleEndian ? "II*\0"u8.ToArray() : "MM\0*"u8.ToArray());
        U32(8);
        // The image's directory, at 8.
        U16(3);
        Entry(0x0100, 4, 1, (uint)width);
        Entry(0x0101, 3, 1, (uint)height);
        Entry(0x8769, 4, 1, 50);
        U32(0);
        // EXIF's, at 50, with its values from 128 on.
        U16(6);
        Entry(0x9214, 3, 4, 128);
        Entry(0xA002, 3, 1, (uint)width);
        Entry(0xA003, 4, 1, (uint)height);
        Entry(0xA005, 4, 1, 152);
        Entry(0xA20E, 5, 1, 136);
        Entry(0xA20F, 5, 1, 144);
        U32(0);
        foreach (var number in area)
        {
            U16(number);
        }

        foreach (var number in focalPlane)
        {
            U32(number);
            U32(1);
        }

        // Interoperability's, at 152, and a note behind it that nothing may move.
        U16(2);
        Entry(0x1001, 3, 1, (uint)width);
        Entry(0x1002, 3, 1, (uint)height);
        U32(0);
        return [.. block, .. "a maker's note"u8];

        void Entry(int tag, int kind, uint count, uint value)
        {
            U16(tag);
            U16(kind);
            U32(count);
            if (kind == 3 && count == 1)
            {
                U16((int)value);
                U16(0);
            }
            else
            {
                U32(value);
            }
        }

        void U16(int value)
        {
            var bytes = BitConverter.GetBytes((ushort)value);
            block.AddRange(littleEndian ? bytes : [.. bytes.Reverse()]);
        }

        void U32(uint value)
        {
            var bytes = BitConverter.GetBytes(littleEndian ? value : BinaryPrimitives.ReverseEndianness(value));
            block.AddRange(bytes);
        }
    }
}
