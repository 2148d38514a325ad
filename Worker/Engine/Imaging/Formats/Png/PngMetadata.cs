using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>
/// Puts an original's ancillary chunks into a new PNG byte by byte, those of colour before PLTE and IDAT as the format asks.
/// </summary>
internal static class PngMetadata
{
    /// <summary>An iTXt chunk's keyword for XMP, not compressed, of no language.</summary>
    private static ReadOnlySpan<byte> Xmp => "XML:com.adobe.xmp\0\0\0\0\0"u8;

    /// <summary>The new file. With <paramref name="strip"/> only what tells the colours and the orientation is carried.</summary>
    public static byte[] Copy(ReadOnlySpan<byte> original, PngHeader header, ReadOnlySpan<byte> encoded, bool strip)
    {
        var fresh = PngReader.Read(encoded);
        using var output = new MemoryStream(encoded.Length + 4096);
        var headerEnd = fresh.Chunks[0].Offset + fresh.Chunks[0].Length;
        output.Write(encoded[..headerEnd]);
        var change = SizeChange.Between(header, fresh);
        var afterData = false;
        var late = new List<PngHeader.Chunk>();
        foreach (var chunk in header.Chunks)
        {
            afterData |= chunk.Name is "IDAT";
            if (!IsCopied(chunk.Name, header, strip))
            {
                continue;
            }

            if (!PngChunks.IsIntact(original.Slice(chunk.Offset, chunk.Length)))
            {
                throw RefusedException.Corrupt($"the PNG's {chunk.Name} chunk is damaged (CRC)");
            }

            if (afterData)
            {
                late.Add(chunk);
            }
            else
            {
                WriteChunk(output, original.Slice(chunk.Offset, chunk.Length), strip, change);
            }
        }

        foreach (var chunk in fresh.Chunks)
        {
            if (chunk.Name is "IEND")
            {
                foreach (var end in late)
                {
                    WriteChunk(output, original.Slice(end.Offset, end.Length), strip, change);
                }
            }

            if (chunk.Name is "PLTE" or "tRNS" or "IDAT" or "IEND")
            {
                output.Write(encoded.Slice(chunk.Offset, chunk.Length));
            }
        }

        return output.ToArray();
    }

    private static void WriteChunk(Stream output, ReadOnlySpan<byte> chunk, bool strip, SizeChange change)
    {
        var name = chunk.Slice(4, 4);
        var data = chunk[8..^4];
        if (name.SequenceEqual("iTXt"u8) && data.StartsWith(Xmp))
        {
            PngChunks.Write(output, name, [.. Xmp, .. XmpSizes.Write(data[Xmp.Length..], change)]);
        }
        else if (!name.SequenceEqual("eXIf"u8))
        {
            output.Write(chunk);
        }
        else if (!strip)
        {
            var copy = data.ToArray();
            ExifTags.WriteSize(copy, change);
            PngChunks.Write(output, name, copy);
        }
        else if (ExifTags.ReadOrientation(data) is not 1 and var orientation)
        {
            PngChunks.Write(output, name, ExifTags.WithOrientation(orientation));
        }
    }

    private static bool IsCopied(string name, PngHeader header, bool strip) => name switch
    {
        // How the samples are to be read as colours is no metadata to strip: without it the picture looks another one.
        "iCCP" or "gAMA" or "cHRM" or "sRGB" or "cICP" or "mDCV" or "cLLI" or "eXIf" => true,
        _ when strip => false,
        // Significant bits are told for each channel, and the background as an index: both only where the channels stay.
        "sBIT" => !header.Chunks.Any(c => c.Name is "tRNS"),
        "bKGD" => !header.Palette,
        "pHYs" or "tIME" or "tEXt" or "zTXt" or "iTXt" or "sPLT" => true,
        "hIST" or "tRNS" => false,
        // A chunk that this program does not know says by its fourth letter whether it holds for changed pixels.
        _ => char.IsAsciiLetterLower(name[0]) && char.IsAsciiLetterLower(name[3]),
    };
}
