using System.Text;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>
/// Reads an AVIF's primary item and its properties (ISO/IEC 23008-12; AV1 Image File Format 1.1), and refuses every form that
/// would not come out as it went in.
/// </summary>
internal static class AvifReader
{
    private static readonly string[] KnownBoxes = ["ftyp", "meta", "mdat", "free", "skip", "uuid"];

    public static AvifHeader Read(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        var brands = IsoBox.Brands(file);
        if (brands.Contains("tmap"))
        {
            throw RefusedException.Unsupported("an AVIF with a gain map, which would be lost");
        }

        var top = IsoBox.Read(bytes, 0, file.Length);
        if (brands[0] is "avis" || top.Exists(b => b.Type is "moov"))
        {
            throw RefusedException.Unsupported("an AVIF sequence, of whose frames the codec keeps one");
        }

        var avif = AvifFile.Read(file);
        if (avif.Top.FirstOrDefault(b => !KnownBoxes.Contains(b.Type)) is { Type: { } type })
        {
            throw RefusedException.Unsupported($"an AVIF with a {type} box beside the picture, which would be lost");
        }

        RefuseItems(bytes, avif);
        RefuseProperties(bytes, avif.Primary);
        return Header(bytes, avif);
    }

    /// <summary>The alpha plane of the primary item; null without one.</summary>
    public static AvifItem? Alpha(AvifFile avif) => avif.Items.Values.FirstOrDefault(item => IsAuxiliary(avif, item));

    /// <summary>Whether an item describes the picture: EXIF, XMP and the like.</summary>
    public static bool IsMetadata(AvifFile avif, AvifItem item) =>
        item.Type is "Exif" or "mime" or "uri " && (item.References.Count == 0 || item.RefersTo("cdsc", avif.Primary.Id));

    private static bool IsAuxiliary(AvifFile avif, AvifItem item) => item.RefersTo("auxl", avif.Primary.Id);

    private static AvifHeader Header(HeaderBytes bytes, AvifFile avif)
    {
        var own = avif.Primary;
        var ispe = own.Find("ispe") ?? throw RefusedException.Corrupt("the AVIF has no ispe box");
        var av1C = own.Find("av1C") ?? throw RefusedException.Corrupt("the AVIF has no av1C box");
        var (width, height) = (bytes.U32(ispe.Body + 4), bytes.U32(ispe.Body + 8));
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
        {
            throw RefusedException.Corrupt("the AVIF's size is out of range");
        }

        var flags = bytes.U8(av1C.Body + 2);
        var (isGrey, isSubsampled) = ((flags & 0x10) != 0, (flags & 0x0C) == 0x0C);
        var colours = Colours(bytes, own);
        if (isGrey && !colours.FullRange)
        {
            throw RefusedException.Unsupported("a grey AVIF of limited range, which the codec takes for full range");
        }

        if (!isGrey && colours.Matrix is not (0 or 1 or 2 or 4 or 5 or 6 or 7 or 9) || (colours.Matrix == 0 && !colours.FullRange))
        {
            throw RefusedException.Unsupported(
                $"an AVIF whose colours are coded by a matrix that the codec does not know ({colours.Matrix})");
        }

        var bitDepth = (flags & 0x40) == 0 ? 8 : (flags & 0x20) != 0 ? 12 : 10;
        return new()
        {
            Width = (int)width,
            Height = (int)height,
            Channels = 4,
            HasAlpha = true,
            IsTurned = own.Find("irot") is { } turn && (bytes.U8(turn.Body) & 1) != 0,
            BytesPerSample = bitDepth > 8 ? 2 : 1,
            HasCredentials = HasCredentials(bytes, avif),
            BitDepth = bitDepth,
            Subsampled = isSubsampled,
            Lossless = colours.Quantizer == 0,
            IsRgb = colours.Matrix == 0 && !isGrey,
            Colours = (colours.Primaries, colours.Transfer),
            File = avif,
        };
    }

    /// <summary>Whether a box holds content credentials (C2PA).</summary>
    public static bool IsCredentials(HeaderBytes bytes, IsoBox box) =>
        box.Type is "uuid" && bytes.Has(box.Body, ContentCredentials.BoxId);

    private static bool HasCredentials(HeaderBytes bytes, AvifFile avif)
    {
        foreach (var box in avif.Top)
        {
            if (IsCredentials(bytes, box))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the colour box says, and the coded picture where there is none.</summary>
    private static Av1Header Colours(HeaderBytes bytes, AvifItem own)
    {
        var coded = Av1Header.Read(own.Bytes(bytes));
        foreach (var (box, _, _, _) in own.Properties)
        {
            if (box.Type is "colr" && bytes.Has(box.Body, "nclx"u8))
            {
                return coded with
                {
                    Primaries = bytes.U16(box.Body + 4),
                    Transfer = bytes.U16(box.Body + 6),
                    Matrix = bytes.U16(box.Body + 8),
                    FullRange = bytes.U8(box.Body + 10) >= 0x80,
                };
            }
        }

        return coded;
    }

    private static void RefuseItems(HeaderBytes bytes, AvifFile avif)
    {
        if (avif.Items.Values.Any(item => item.Type is "tmap"))
        {
            throw RefusedException.Unsupported("an AVIF with a gain map, which would be lost");
        }

        if (avif.Primary.Type is not "av01")
        {
            throw RefusedException.Unsupported(avif.Primary.Type switch
            {
                "grid" => "an AVIF put together from a grid of pictures",
                "hvc1" => "an AVIF that shows a HEVC picture, which cannot be decoded here: convert it to JPEG or AVIF first",
                _ => "an AVIF whose picture is derived from others",
            });
        }

        var thumbnails = avif.Items.Values.Where(item => item.RefersTo("thmb", avif.Primary.Id)).ToHashSet();
        foreach (var item in avif.Items.Values)
        {
            var isAlpha = IsAuxiliary(avif, item) && item.Type is "av01" && IsAlpha(bytes, item);
            if (isAlpha && avif.Primary.RefersTo("prem", item.Id))
            {
                throw RefusedException.Unsupported("an AVIF with its colours multiplied by alpha, which the codec does not write");
            }

            if (item != avif.Primary && !isAlpha && !IsMetadata(avif, item) && !thumbnails.Contains(item)
                && !thumbnails.Any(thumbnail => item.RefersTo("auxl", thumbnail.Id) || thumbnail.RefersTo("dimg", item.Id)))
            {
                throw RefusedException.Unsupported("an AVIF with a further picture (depth or the like), which would be lost");
            }
        }
    }

    private static bool IsAlpha(HeaderBytes bytes, AvifItem item) =>
        item.Find("auxC") is { } box && Encoding.Latin1.GetString(bytes.Slice(box.Body, box.End - box.Body)) is var kind
        && (kind.Contains(":alpha", StringComparison.Ordinal) || kind.Contains(":auxid:1\0", StringComparison.Ordinal));

    private static void RefuseProperties(HeaderBytes bytes, AvifItem own)
    {
        foreach (var (box, isEssential, _, _) in own.Properties)
        {
            var reason = box.Type switch
            {
                "clap" => "an AVIF that is shown cropped (clap), which would no longer fit its pixels",
                "lsel" when bytes.U16(box.Body) != 0xFFFF => "an AVIF of which one layer of several is shown",
                "a1op" when bytes.U8(box.Body) != 0 => "an AVIF of which one operating point of several is shown",
                _ when isEssential && !AvifMetadata.IsKnown(box.Type) => $"an AVIF with a property that is not known ({box.Type})",
                _ => null,
            };
            if (reason is not null)
            {
                throw RefusedException.Unsupported(reason);
            }
        }
    }
}
