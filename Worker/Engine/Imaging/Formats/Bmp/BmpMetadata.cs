using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Bmp;

/// <summary>
/// Gives a new BMP its original's information header, with the new size and form, and the colour profile: resolution and colour space stay
/// as they were. A header of OS/2 becomes BITMAPINFOHEADER.
/// </summary>
internal static class BmpMetadata
{
    private const int FileHeader = BmpReader.FileHeader;
    private const int InfoHeader = BmpReader.InfoHeader;

    /// <summary>The new file. With <paramref name="strip"/> the resolution goes.</summary>
    public static byte[] Copy(ReadOnlySpan<byte> original, BmpHeader header, ReadOnlySpan<byte> encoded, bool strip)
    {
        var isWindows = header.HeaderBytes is InfoHeader or > 64 or 52 or 56;
        var info = isWindows
            ? original.Slice(FileHeader, header.HeaderBytes).ToArray()
            : encoded.Slice(FileHeader, InfoHeader).ToArray();

        // Size, bits and compression; how many colours there are, all of which matter. Larger headers hold the masks.
        encoded.Slice(FileHeader + 4, 20).CopyTo(info.AsSpan(4));
        encoded.Slice(FileHeader + 32, 8).CopyTo(info.AsSpan(32));
        if (strip)
        {
            info.AsSpan(24, 8).Clear();
        }
        else if (header.HeaderBytes == 64)
        {
            original.Slice(FileHeader + 24, 8).CopyTo(info.AsSpan(24));
        }

        var offset = BinaryPrimitives.ReadInt32LittleEndian(encoded[10..]);
        var isMasked = BinaryPrimitives.ReadUInt32LittleEndian(encoded[30..]) is 3 or 6;
        var table = encoded[(FileHeader + InfoHeader)..offset];
        table = isMasked && info.Length > InfoHeader ? [] : table;
        var pixels = encoded[offset..];
        var profile = Profile(original, header);
        offset = FileHeader + info.Length + table.Length;
        if (!profile.IsEmpty)
        {
            BinaryPrimitives.WriteInt32LittleEndian(info.AsSpan(112), offset - FileHeader + pixels.Length);
        }

        var file = new byte[FileHeader];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(2), checked((uint)(offset + (long)pixels.Length + profile.Length)));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), offset);
        return [.. file, .. info, .. table, .. pixels, .. profile];
    }

    /// <summary>BITMAPV5HEADER says where its embedded profile stands, from its own beginning on.</summary>
    private static ReadOnlySpan<byte> Profile(ReadOnlySpan<byte> original, BmpHeader header)
    {
        if (header.HeaderBytes != 124 || BinaryPrimitives.ReadUInt32LittleEndian(original[(FileHeader + 56)..]) != 0x4D424544)
        {
            return [];
        }

        var at = FileHeader + (long)BinaryPrimitives.ReadUInt32LittleEndian(original[(FileHeader + 112)..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(original[(FileHeader + 116)..]);
        return at + length <= original.Length
            ? original.Slice((int)at, (int)length)
            : throw RefusedException.Corrupt("the BMP's colour profile is cut off");
    }
}
