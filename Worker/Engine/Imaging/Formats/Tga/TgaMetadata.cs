using System.Buffers.Binary;

namespace ImgCompress.Engine.Imaging.Formats.Tga;

/// <summary>Puts an original's free text, extension area (author, comments, gamma, …) and bits of alpha into a new TGA.</summary>
internal static class TgaMetadata
{
    /// <summary>
    /// Pointers of the extension area to a colour table, a thumbnail and a table of rows, none of which fits the new picture.
    /// </summary>
    private const int Pointers = 482;

    /// <summary>
    /// The new file. With <paramref name="strip"/> text and extension area go, but for what says that colours are multiplied by alpha.
    /// </summary>
    public static byte[] Copy(ReadOnlySpan<byte> original, TgaHeader header, ReadOnlySpan<byte> encoded, bool strip)
    {
        var id = strip ? [] : original[header.Id];
        using var output = new MemoryStream(encoded.Length + 1024);
        output.Write(encoded[..TgaReader.HeaderBytes]);
        output.Write(id);
        output.Write(encoded[TgaReader.HeaderBytes..]);
        if (header.HasFooter)
        {
            var footer = new byte[8];
            if (header.Extension is { } range && (!strip || header.IsMultiplied))
            {
                BinaryPrimitives.WriteInt32LittleEndian(footer, (int)output.Length);
                var extension = original[range].ToArray();
                extension.AsSpan(strip ? 2 : Pointers, strip ? extension.Length - 3 : 12).Clear();
                output.Write(extension);
            }

            output.Write(footer);
            output.Write(TgaReader.Signature);
        }

        var result = output.ToArray();
        result[0] = (byte)id.Length;
        result[17] = (byte)((result[17] & 0xF0) | (header.Descriptor & 0x0F));
        return result;
    }
}
