using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tga;

/// <summary>Reads a TGA's header and footer (Truevision TGA file format specification, version 2.0).</summary>
internal static class TgaReader
{
    public const int HeaderBytes = 18;
    private const int FooterBytes = 26;
    private const int ExtensionBytes = 495;

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
            && (kind is 1 or 9) == (map == 1)
            && depth is 8 or 15 or 16 or 24 or 32
            && (size & 0xFFFF) != 0 && size >> 16 != 0
            && (file[17] & 0xC0) == 0 && (file[17] & 0x0F) is 0 or 1 or 8;
    }

    /// <param name="file">One that <see cref="IsTga"/>.</param>
    public static TgaHeader Read(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file, littleEndian: true);
        var (kind, depth, descriptor) = (bytes.U8(2), bytes.U8(16), bytes.U8(17));
        if (bytes.U8(1) != 0 || kind is 1 or 9)
        {
            throw RefusedException.Unsupported("a TGA with a palette, which ImageSharp does not write");
        }

        if (kind is not (2 or 3 or 10 or 11) || (kind is 3 or 11) != (depth == 8) || depth is not (8 or 24 or 32))
        {
            throw RefusedException.Unsupported(
                $"a TGA of kind {kind} and {depth} bits a pixel; grey of 8 and colour of 24 and 32 are supported");
        }

        if ((descriptor & 0x0F) is not (0 or 8) || (descriptor & 0xC0) != 0)
        {
            throw RefusedException.Unsupported("a TGA with interleaved rows, or other than 8 bits of alpha");
        }

        var (width, height) = (bytes.U16(12), bytes.U16(14));
        if (width == 0 || height == 0)
        {
            throw RefusedException.Corrupt("the TGA has no size");
        }

        if (width > short.MaxValue || height > short.MaxValue)
        {
            throw RefusedException.Unsupported($"a TGA of {width}×{height} pixels; ImageSharp reads up to {short.MaxValue} a side");
        }

        var footer = file.EndsWith(Signature) && file.Length >= HeaderBytes + FooterBytes;
        var extension = footer ? bytes.U32(file.Length - FooterBytes) : 0;
        if (footer && bytes.U32(file.Length - FooterBytes + 4) != 0)
        {
            throw RefusedException.Unsupported("a TGA with a developer's area, which would be lost");
        }

        if (extension != 0)
        {
            _ = bytes.Slice(extension, ExtensionBytes);
        }

        return new()
        {
            Width = width,
            Height = height,
            Channels = depth / 8,
            HasAlpha = depth == 32 && (descriptor & 0x0F) == 8,
            RunLength = kind > 8,
            Descriptor = descriptor,
            Id = HeaderBytes..(HeaderBytes + bytes.U8(0)),
            PixelOffset = HeaderBytes + bytes.U8(0),
            Extension = extension != 0 ? (int)extension..((int)extension + ExtensionBytes) : null,
            HasFooter = footer,
        };
    }
}
