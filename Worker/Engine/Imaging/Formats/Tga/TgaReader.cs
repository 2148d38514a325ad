using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tga;

/// <summary>Reads a TGA's header, colour table and footer (Truevision TGA file format specification, version 2.0).</summary>
internal static class TgaReader
{
    public const int HeaderBytes = 18;
    private const int FooterBytes = 26;
    private const int ExtensionBytes = 495;

    /// <summary>Of the extension area's byte that says what the fourth channel is: colours are multiplied by it.</summary>
    private const int MultipliedAlpha = 4;

    /// <summary>The last 18 bytes of a file with the footer of TGA 2.0.</summary>
    public static ReadOnlySpan<byte> Signature => "TRUEVISION-XFILE.\0"u8;

    /// <summary>The format has no signature at its beginning: the footer of TGA 2.0, or all fields must go together.</summary>
    public static bool IsTga(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderBytes)
        {
            return false;
        }

        if (file.EndsWith(Signature))
        {
            return true;
        }

        var (map, kind, depth) = (file[1], file[2], file[16]);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(file[12..]);
        return map <= 1
            && kind is 1 or 2 or 3 or 9 or 10 or 11
            && (kind is 1 or 9 ? map == 1 : map == 0 || file[7] is 15 or 16 or 24 or 32)
            && depth is 8 or 15 or 16 or 24 or 32
            && (size & 0xFFFF) != 0 && size >> 16 != 0
            && (file[17] & 0xC0) == 0 && (file[17] & 0x0F) is 0 or 1 or 8;
    }

    /// <param name="file">One that <see cref="IsTga"/>.</param>
    public static TgaHeader Read(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file, littleEndian: true);
        var (kind, depth, descriptor) = (bytes.U8(2) & ~8, bytes.U8(16), bytes.U8(17));
        var (width, height) = (bytes.U16(12), bytes.U16(14));
        Require(bytes.U8(2), depth, descriptor);
        if (width == 0 || height == 0)
        {
            throw RefusedException.Corrupt("the TGA has no size");
        }

        var table = HeaderBytes + bytes.U8(0);
        var (palette, afterTable) = Palette(bytes, table, isUsed: kind == 1);
        var (extension, hasFooter) = Footer(bytes, file);
        var header = new TgaHeader
        {
            Width = width,
            Height = height,
            Channels = kind == 1 ? bytes.U8(7) == 32 ? 4 : 3 : kind == 3 ? depth / 8 : depth switch { 15 or 24 => 3, _ => 4 },
            RunLength = (bytes.U8(2) & 8) != 0,
            Depth = depth,
            Palette = palette,
            FirstColour = bytes.U16(3),
            Packed = kind == 2 && depth is 15 or 16 ? new(0x7C00, 0x03E0, 0x001F, depth == 16 ? 0x8000u : 0) : null,
            Descriptor = descriptor,
            Id = HeaderBytes..table,
            PixelOffset = afterTable,
            Extension = extension,
            IsMultiplied = extension is { } area && file[area][^1] == MultipliedAlpha,
            HasFooter = hasFooter,
        };

        // Where colours are multiplied by alpha, each channel is summed by itself.
        return header with { HasAlpha = (descriptor & 0x0F) != 0 && !header.IsMultiplied && TgaRows.UseFourth(file, header) };
    }

    private static void Require(int kind, int depth, int descriptor)
    {
        var isKnown = (kind & ~8, depth) is (1, 8) or (2, 15 or 16 or 24 or 32) or (3, 8 or 16);
        if (!isKnown)
        {
            throw RefusedException.Unsupported(
                $"a TGA of kind {kind} and {depth} bits a pixel: save it as one of 8, 16, 24 or 32 bits first");
        }

        var alpha = descriptor & 0x0F;
        if ((descriptor & 0xC0) != 0 || !(alpha is 0 or 8 || (alpha == 1 && depth is 15 or 16)))
        {
            throw RefusedException.Unsupported("a TGA with interleaved rows, or with other bits of alpha than 1 of 16 or 8");
        }
    }

    /// <summary>The colours, if pixels are indices, and where the pixels begin.</summary>
    private static (uint[]? Colours, int PixelOffset) Palette(HeaderBytes bytes, int table, bool isUsed)
    {
        if (bytes.U8(1) != 1)
        {
            return isUsed ? throw RefusedException.Corrupt("the TGA's pixels are indices, and it has no colour table") : (null, table);
        }

        var (count, bits) = (bytes.U16(5), bytes.U8(7));
        var entryBytes = (bits + 7) / 8;
        var stored = bytes.Slice(table, (long)count * entryBytes);
        if (!isUsed)
        {
            return (null, table + stored.Length);
        }

        if (bits is not (15 or 16 or 24 or 32))
        {
            throw RefusedException.Unsupported($"a TGA whose colours have {bits} bits each: save it as one of 24 bits a pixel first");
        }

        var packed = new PackedChannels(0x7C00, 0x03E0, 0x001F, 0);
        var colours = new uint[count];
        Span<byte> rgb = stackalloc byte[3];
        for (var i = 0; i < count; i++)
        {
            var entry = stored.Slice(i * entryBytes, entryBytes);
            if (entryBytes > 2)
            {
                colours[i] = (entryBytes == 4 ? (uint)entry[3] << 24 : 0) | (uint)(entry[2] << 16 | entry[1] << 8 | entry[0]);
                continue;
            }

            packed.Unpack(BinaryPrimitives.ReadUInt16LittleEndian(entry), rgb);
            colours[i] = (uint)(rgb[0] << 16 | rgb[1] << 8 | rgb[2]);
        }

        return (colours, table + stored.Length);
    }

    private static (Range? Extension, bool HasFooter) Footer(HeaderBytes bytes, ReadOnlySpan<byte> file)
    {
        if (!file.EndsWith(Signature) || file.Length < HeaderBytes + FooterBytes)
        {
            return (null, false);
        }

        if (bytes.U32(file.Length - FooterBytes + 4) != 0)
        {
            throw RefusedException.Unsupported("a TGA with a developer's area, which would be lost");
        }

        var extension = bytes.U32(file.Length - FooterBytes);
        if (extension == 0)
        {
            return (null, true);
        }

        _ = bytes.Slice(extension, ExtensionBytes);
        return ((int)extension..((int)extension + ExtensionBytes), true);
    }
}
