using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>
/// Puts an original's ancillary chunks into a new PNG byte by byte, those of colour before PLTE and IDAT as the format asks.
/// </summary>
internal static class PngMetadata
{
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
            if (!IsCopied(chunk.Name, header, fresh, strip))
            {
                continue;
            }

            PngChunks.RequireIntact(chunk.Name, original.Slice(chunk.Offset, chunk.Length));
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

            if (chunk.Name is "acTL" or "PLTE" or "tRNS" or "fcTL" or "IDAT" or "fdAT" or "IEND")
            {
                output.Write(encoded.Slice(chunk.Offset, chunk.Length));
            }
        }

        return output.ToArray();
    }

    private static void WriteChunk(Stream output, ReadOnlySpan<byte> chunk, bool strip, SizeChange change)
    {
        var data = chunk[8..^4];
        var name = Encoding.Latin1.GetString(chunk.Slice(4, 4));
        if (strip && name is "eXIf")
        {
            if (ExifTags.ReadOrientation(data) is not 1 and var orientation)
            {
                PngChunks.Write(output, chunk.Slice(4, 4), ExifTags.WithOrientation(orientation));
            }

            return;
        }

        var resized = name switch
        {
            "eXIf" => Exif(data, change),
            "tEXt" or "zTXt" or "iTXt" => PngText.Resized(name, data, change),
            // Where the picture lies on a page, and the page's size, in pixels; the latter two are ImageMagick's.
            "oFFs" or "vpAg" when data.Length == 9 && data[8] == 0 => Places(data, change),
            "caNv" when data.Length == 16 => Places(data, change),
            "sCAL" => Scale(data, change),
            _ => null,
        };
        if (resized is null)
        {
            output.Write(chunk);
        }
        else
        {
            PngChunks.Write(output, chunk.Slice(4, 4), resized);
        }
    }

    private static byte[] Exif(ReadOnlySpan<byte> data, SizeChange change)
    {
        var copy = data.ToArray();
        ExifTags.WriteSize(copy, change);
        return copy;
    }

    /// <summary>Distances across and down in turn, of four bytes each.</summary>
    private static byte[] Places(ReadOnlySpan<byte> data, SizeChange change)
    {
        var copy = data.ToArray();
        for (var at = 0; at + 4 <= data.Length; at += 4)
        {
            var old = BinaryPrimitives.ReadInt32BigEndian(data[at..]);
            var value = at % 8 == 0 ? change.Across(old) : change.Down(old);
            BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(at), (int)Math.Clamp(value, int.MinValue, int.MaxValue));
        }

        return copy;
    }

    /// <summary>
    /// How large a pixel of the subject is: a unit, then its width, a zero and its height, as decimal numbers in ASCII. A pixel of the
    /// new image stands for more of the subject, or for less. What cannot be read stays as it is.
    /// </summary>
    private static byte[]? Scale(ReadOnlySpan<byte> data, SizeChange change)
    {
        var numbers = data.Length > 1 ? Encoding.Latin1.GetString(data[1..]).Split('\0') : [];
        return numbers.Length == 2
            && double.TryParse(numbers[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var width)
            && double.TryParse(numbers[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var height)
            ? [data[0], .. Encoding.Latin1.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"{width * change.OldWidth / change.NewWidth:R}\0{height * change.OldHeight / change.NewHeight:R}"))]
            : null;
    }

    private static bool IsCopied(string name, PngHeader header, PngHeader fresh, bool strip) => name switch
    {
        // How the samples are to be read as colours is no metadata to strip: without it the picture looks another one.
        "iCCP" or "gAMA" or "cHRM" or "sRGB" or "cICP" or "mDCV" or "cLLI" or "eXIf" => true,
        _ when strip => false,
        // Significant bits are told for each channel, and the background in the image's own samples or as an index.
        "sBIT" => fresh.Palette
            ? header.Palette
            : !header.Chunks.Any(c => c.Name is "tRNS")
                && header.StoresAlpha == fresh.StoresAlpha
                && (header.Palette ? 8 : header.BitDepth) == fresh.BitDepth,
        "bKGD" => !header.Palette && header.BitDepth == fresh.BitDepth,
        "pHYs" or "tIME" or "tEXt" or "zTXt" or "iTXt" or "sPLT" => true,
        "sCAL" => true,

        // What samples measure, told for the numbers that they are.
        "pCAL" => header.BitDepth == fresh.BitDepth && header.Palette == fresh.Palette,
        "hIST" or "tRNS" => false,
        // A chunk that this program does not know says by its fourth letter whether it holds for changed pixels.
        _ => char.IsAsciiLetterLower(name[0]) && char.IsAsciiLetterLower(name[3]),
    };
}
