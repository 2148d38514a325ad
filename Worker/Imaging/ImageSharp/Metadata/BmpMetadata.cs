using System.Buffers.Binary;
using ImgCompress.Worker.Imaging.ImageSharp.Headers;

namespace ImgCompress.Worker.Imaging.ImageSharp.Metadata;

/// <summary>
/// Gives a new BMP its original's information header, with the new size, and the colour profile: resolution, colour space and
/// masks stay as they were.
/// </summary>
internal static class BmpMetadata
{
    private const int FileHeader = 14;

    /// <summary>The new file. With <paramref name="strip"/> the resolution goes.</summary>
    public static byte[] Carry(ReadOnlySpan<byte> original, BmpHeader header, ReadOnlySpan<byte> encoded, bool strip)
    {
        var fresh = BmpReader.Read(encoded);
        // Masks of BI_BITFIELDS stand behind a header of 40 bytes, and in all larger ones.
        var masks = header.HeaderBytes == 40 && BinaryPrimitives.ReadUInt32LittleEndian(original[30..]) == 3 ? 12 : 0;
        var info = original.Slice(FileHeader, header.HeaderBytes + masks).ToArray();
        var palette = encoded[(FileHeader + fresh.HeaderBytes)..(int)fresh.PixelOffset];
        var pixels = encoded.Slice((int)fresh.PixelOffset, checked((int)(fresh.RowBytes * fresh.Height)));
        palette = header.BitsPerPixel == 8 ? palette : [];
        var profile = Profile(original, header);

        var offset = FileHeader + info.Length + palette.Length;
        Write(info, 4, fresh.Width);
        Write(info, 8, fresh.Height);
        Write(info, 20, pixels.Length);
        Write(info, 32, palette.Length / 4);
        Write(info, 36, 0);
        if (strip)
            info.AsSpan(24, 8).Clear();
        if (!profile.IsEmpty)
            Write(info, 112, offset - FileHeader + pixels.Length);

        var file = new byte[FileHeader];
        "BM"u8.CopyTo(file);
        Write(file, 2, checked(offset + pixels.Length + profile.Length));
        Write(file, 10, offset);
        return [.. file, .. info, .. palette, .. pixels, .. profile];
    }

    /// <summary>BITMAPV5HEADER says where its embedded profile stands, from its own beginning on.</summary>
    private static ReadOnlySpan<byte> Profile(ReadOnlySpan<byte> original, BmpHeader header)
    {
        if (header.HeaderBytes != 124 || BinaryPrimitives.ReadUInt32LittleEndian(original[(FileHeader + 56)..]) != 0x4D424544)
            return [];
        var at = FileHeader + (long)BinaryPrimitives.ReadUInt32LittleEndian(original[(FileHeader + 112)..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(original[(FileHeader + 116)..]);
        return at + length <= original.Length
            ? original.Slice((int)at, (int)length)
            : throw RefusedException.Corrupt("the BMP's colour profile is cut off");
    }

    private static void Write(Span<byte> to, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(to[at..], value);
}
