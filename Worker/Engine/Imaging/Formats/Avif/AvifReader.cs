using System.Text;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>Reads an AVIF's primary item and its properties (ISO/IEC 23008-12; AV1 Image File Format 1.1).</summary>
internal static class AvifReader
{
    public static AvifHeader Read(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        var top = IsoBox.Read(bytes, 0, file.Length);
        var ftyp = top[0];
        for (var at = ftyp.Body + 8; at + 4 <= ftyp.End; at += 4)
        {
            if (bytes.Has(at, "tmap"u8))
            {
                throw RefusedException.Unsupported("an AVIF with a gain map, which would be lost");
            }
        }

        if (bytes.Has(ftyp.Body, "avis"u8) || top.Exists(b => b.Type is "moov"))
        {
            throw RefusedException.Unsupported("an AVIF sequence, of whose frames the codec keeps one");
        }

        var meta = One(top, "meta");
        var boxes = IsoBox.Read(bytes, meta.Body + 4, meta.End);
        var primary = One(boxes, "pitm") is var pitm && bytes.U8(pitm.Body) == 0 ? bytes.U16(pitm.Body + 4) : bytes.U32(pitm.Body + 4);
        RefuseItems(bytes, One(boxes, "iinf"), primary);
        var iprp = One(boxes, "iprp");
        var properties = IsoBox.Read(bytes, iprp.Body, iprp.End);
        var ipco = One(properties, "ipco");
        var all = IsoBox.Read(bytes, ipco.Body, ipco.End);
        foreach (var box in all)
        {
            if (box.Type is "auxC" && Text(bytes, box) is var kind
                && !kind.Contains(":alpha", StringComparison.Ordinal) && !kind.Contains(":auxid:1\0", StringComparison.Ordinal))
            {
                throw RefusedException.Unsupported("an AVIF with a further picture (depth or the like), which would be lost");
            }
        }

        var own = Associated(bytes, One(properties, "ipma"), primary, all);
        return Header(bytes, own);
    }

    private static AvifHeader Header(HeaderBytes bytes, List<IsoBox> own)
    {
        if (own.Exists(b => b.Type is "irot" or "imir" or "clap"))
        {
            throw RefusedException.Unsupported("an AVIF that is shown turned, mirrored or cropped, which the codec does not write");
        }

        var ispe = One(own, "ispe");
        var av1C = One(own, "av1C");
        var (width, height) = (bytes.U32(ispe.Body + 4), bytes.U32(ispe.Body + 8));
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
        {
            throw RefusedException.Corrupt("the AVIF's size is out of range");
        }

        var flags = bytes.U8(av1C.Body + 2);
        if ((flags & 0x10) != 0)
        {
            throw RefusedException.Unsupported("a grey AVIF, which the codec would write in colour");
        }

        RefuseColours(bytes, own);
        var bitDepth = (flags & 0x40) == 0 ? 8 : (flags & 0x20) != 0 ? 12 : 10;
        return new()
        {
            Width = (int)width,
            Height = (int)height,
            Channels = 4,
            HasAlpha = true,
            BytesPerSample = bitDepth > 8 ? 2 : 1,
            BitDepth = bitDepth,
            Subsampled = (flags & 0x0C) == 0x0C,
        };
    }

    /// <summary>
    /// The codec writes sRGB (or an ICC profile). Wide gamuts and high dynamic range that are told by code points
    /// (ITU-T H.273) alone would come out as other colours.
    /// </summary>
    private static void RefuseColours(HeaderBytes bytes, List<IsoBox> own)
    {
        var colours = own.Where(b => b.Type is "colr").ToList();
        var hasProfile = false;
        foreach (var colour in colours)
        {
            hasProfile |= bytes.Has(colour.Body, "prof"u8) || bytes.Has(colour.Body, "rICC"u8);
        }

        foreach (var colour in colours)
        {
            if (hasProfile || !bytes.Has(colour.Body, "nclx"u8))
            {
                continue;
            }

            var (primaries, transfer) = (bytes.U16(colour.Body + 4), bytes.U16(colour.Body + 6));
            if (primaries is not (1 or 2 or 5 or 6) || transfer is not (1 or 2 or 6 or 13))
            {
                throw RefusedException.Unsupported(
                    $"an AVIF in other colours than sRGB (primaries {primaries}, transfer {transfer}), which the codec does not write");
            }
        }
    }

    private static void RefuseItems(HeaderBytes bytes, IsoBox iinf, uint primary)
    {
        var found = false;
        foreach (var entry in IsoBox.Read(bytes, iinf.Body + (bytes.U8(iinf.Body) == 0 ? 6 : 8), iinf.End))
        {
            if (entry.Type is not "infe" || bytes.U8(entry.Body) is var version && version < 2)
            {
                continue;
            }

            var wide = version > 2;
            var id = wide ? bytes.U32(entry.Body + 4) : bytes.U16(entry.Body + 4);
            var type = Encoding.Latin1.GetString(bytes.Slice(entry.Body + (wide ? 10 : 8), 4));
            if (type is "tmap")
            {
                throw RefusedException.Unsupported("an AVIF with a gain map, which would be lost");
            }

            if (id != primary)
            {
                continue;
            }

            found = true;
            if (type is not "av01")
            {
                throw RefusedException.Unsupported(type is "grid"
                    ? "an AVIF put together from a grid of pictures"
                    : "an AVIF whose picture is derived from others");
            }
        }

        if (!found)
        {
            throw RefusedException.Corrupt("the AVIF does not hold its primary picture");
        }
    }

    private static List<IsoBox> Associated(HeaderBytes bytes, IsoBox ipma, uint item, List<IsoBox> all)
    {
        var version = bytes.U8(ipma.Body);
        var wideIndex = (bytes.U8(ipma.Body + 3) & 1) != 0;
        var count = bytes.U32(ipma.Body + 4);
        var at = ipma.Body + 8;
        var own = new List<IsoBox>();
        for (var i = 0u; i < count; i++)
        {
            var id = version == 0 ? bytes.U16(at) : bytes.U32(at);
            at += version == 0 ? 2 : 4;
            var associations = bytes.U8(at++);
            for (var j = 0; j < associations; j++)
            {
                var index = wideIndex ? bytes.U16(at) & 0x7FFF : bytes.U8(at) & 0x7F;
                at += wideIndex ? 2 : 1;
                if (id == item && index > 0)
                {
                    own.Add(index <= all.Count ? all[index - 1] : throw RefusedException.Corrupt("an AVIF property is missing"));
                }
            }
        }

        return own;
    }

    private static string Text(HeaderBytes bytes, IsoBox box) => Encoding.Latin1.GetString(bytes.Slice(box.Body, box.End - box.Body));

    private static IsoBox One(List<IsoBox> boxes, string type)
    {
        var index = boxes.FindIndex(b => b.Type.Equals(type, StringComparison.Ordinal));
        return index >= 0 ? boxes[index] : throw RefusedException.Corrupt($"the AVIF has no {type} box");
    }
}
