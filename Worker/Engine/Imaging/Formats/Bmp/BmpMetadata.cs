using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Bmp;

/// <summary>
/// Gives a new BMP its original's information header, with the new size, and the colour profile: resolution, colour space and
/// masks stay as they were, and the unused fourth byte of a pixel is zero.
/// </summary>
internal static class BmpMetadata
{
    private const int FileHeader = BmpReader.FileHeader;

    /// <summary>The new file. With <paramref name="strip"/> the resolution goes.</summary>
    public static byte[] Copy(ReadOnlySpan<byte> original, BmpHeader header, ReadOnlySpan<byte> encoded, bool strip)
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
        {
            info.AsSpan(24, 8).Clear();
        }

        var rows = pixels.ToArray();
        for (var at = 3; header.BitsPerPixel == 32 && !header.HasAlpha && at < rows.Length; at += 4)
        {
            rows[at] = 0;
        }

        if (!profile.IsEmpty)
        {
            Write(info, 112, offset - FileHeader + pixels.Length);
        }

        var file = new byte[FileHeader];
        "BM"u8.CopyTo(file);
        Write(file, 2, checked(offset + pixels.Length + profile.Length));
        Write(file, 10, offset);
        return [.. file, .. info, .. palette, .. rows, .. profile];
    }

    /// <summary>Says how many entries the colour table has.</summary>
    public static void WriteColours(Span<byte> file, int colours) => Write(file, FileHeader + 32, colours);

    /// <summary>A new file of 256 greys with other colours in their place.</summary>
    /// <param name="encoded">The file; changed.</param>
    /// <param name="colours">RGBA, at most 256.</param>
    public static byte[] WithPalette(byte[] encoded, IReadOnlyList<uint> colours)
    {
        var table = encoded.AsSpan(FileHeader + BmpReader.Read(encoded).HeaderBytes, 4 * 256);
        table.Clear();
        for (var i = 0; i < colours.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(table[(4 * i)..], colours[i] >> 8);
        }

        return encoded;
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

    private static void Write(Span<byte> to, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(to[at..], value);
}
