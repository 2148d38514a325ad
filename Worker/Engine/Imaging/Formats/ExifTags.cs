using System.Buffers.Binary;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>
/// The three tags of an EXIF block that a resize must read or write (Exif 3.0, section 4.6). A damaged block is carried as it
/// is, so nothing here refuses an image.
/// </summary>
internal static class ExifTags
{
    private const ushort Orientation = 0x0112;
    private const ushort ExifDirectory = 0x8769;
    private const ushort PixelWidth = 0xA002;
    private const ushort PixelHeight = 0xA003;
    private const ushort Short = 3;

    /// <summary>The orientation, 1 to 8; 1 where there is none.</summary>
    /// <param name="exif">From its TIFF header on.</param>
    public static int ReadOrientation(ReadOnlySpan<byte> exif)
    {
        var at = Value(exif, FirstDirectory(exif), Orientation);
        return at >= 0 && exif.Length >= at + 2 && U16(exif, at) is >= 1 and <= 8 and var value ? value : 1;
    }

    /// <summary>Writes an orientation where the block (from its TIFF header on) has that tag.</summary>
    public static void WriteOrientation(Span<byte> exif, int orientation) =>
        Write(exif, Value(exif, FirstDirectory(exif), Orientation), orientation);

    /// <summary>Writes the size, in pixels, into the tags that tell it, where the block (from its TIFF header on) has them.</summary>
    public static void WriteSize(Span<byte> exif, int width, int height)
    {
        var pointer = Value(exif, FirstDirectory(exif), ExifDirectory);
        if (pointer < 0)
        {
            return;
        }

        var directory = U32(exif, pointer);
        Write(exif, Value(exif, directory, PixelWidth), width);
        Write(exif, Value(exif, directory, PixelHeight), height);
    }

    /// <summary>A block that says the orientation and no more: 26 bytes, little-endian.</summary>
    public static byte[] WithOrientation(int orientation) =>
        [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];

    private static void Write(Span<byte> exif, int at, int size)
    {
        if (at < 0)
        {
            return;
        }

        var isShort = U16(exif, at - 6) == Short;
        if (isShort && size > ushort.MaxValue)
        {
            return;
        }

        switch (isShort, IsLittleEndian(exif))
        {
            case (true, true):
                BinaryPrimitives.WriteUInt16LittleEndian(exif[at..], (ushort)size);
                break;
            case (true, false):
                BinaryPrimitives.WriteUInt16BigEndian(exif[at..], (ushort)size);
                break;
            case (false, true):
                BinaryPrimitives.WriteUInt32LittleEndian(exif[at..], (uint)size);
                break;
            case (false, false):
                BinaryPrimitives.WriteUInt32BigEndian(exif[at..], (uint)size);
                break;
        }
    }

    private static bool IsLittleEndian(ReadOnlySpan<byte> exif) => exif.StartsWith("II"u8);

    private static uint FirstDirectory(ReadOnlySpan<byte> exif) =>
        exif.StartsWith("II*\0"u8) || exif.StartsWith("MM\0*"u8) ? U32(exif, 4) : uint.MaxValue;

    /// <summary>Where the single SHORT or LONG value of a tag stands; −1 where the tag is missing or of another kind.</summary>
    private static int Value(ReadOnlySpan<byte> exif, uint directory, ushort tag)
    {
        if (directory > exif.Length - 2L)
        {
            return -1;
        }

        var count = U16(exif, (int)directory);
        for (var i = 0; i < count; i++)
        {
            var entry = directory + 2L + 12L * i;
            if (entry + 12 > exif.Length)
            {
                return -1;
            }

            var at = (int)entry;
            if (U16(exif, at) == tag)
            {
                return U16(exif, at + 2) is Short or 4 && U32(exif, at + 4) == 1 ? at + 8 : -1;
            }
        }

        return -1;
    }

    private static ushort U16(ReadOnlySpan<byte> exif, int at) => IsLittleEndian(exif)
        ? BinaryPrimitives.ReadUInt16LittleEndian(exif[at..])
        : BinaryPrimitives.ReadUInt16BigEndian(exif[at..]);

    private static uint U32(ReadOnlySpan<byte> exif, int at) => exif.Length < at + 4 ? uint.MaxValue : IsLittleEndian(exif)
        ? BinaryPrimitives.ReadUInt32LittleEndian(exif[at..])
        : BinaryPrimitives.ReadUInt32BigEndian(exif[at..]);
}
