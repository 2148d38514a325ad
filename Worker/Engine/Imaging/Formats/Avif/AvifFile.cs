using System.Text;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>The items of an AVIF, their properties and references (ISO/IEC 14496-12, section 8.11; ISO/IEC 23008-12, section 9).</summary>
internal sealed class AvifFile
{
    /// <summary>Groups (grpl) are of pictures, of which one is kept; nothing else stands in the others that is not read here.</summary>
    private static readonly string[] KnownMeta = ["hdlr", "dinf", "pitm", "iinf", "iloc", "idat", "iref", "iprp", "grpl", "free", "skip"];

    private AvifFile(List<IsoBox> top, uint primary, IReadOnlyDictionary<uint, AvifItem> items) =>
        (Top, Primary, Items) = (top, items.TryGetValue(primary, out var item)
            ? item
            : throw RefusedException.Corrupt("the AVIF does not hold its primary picture"), items);

    /// <summary>The boxes of the file.</summary>
    public IReadOnlyList<IsoBox> Top { get; }

    public AvifItem Primary { get; }

    public IReadOnlyDictionary<uint, AvifItem> Items { get; }

    public static AvifFile Read(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        var top = IsoBox.Read(bytes, 0, file.Length);
        var meta = One(top, "meta");
        var boxes = IsoBox.Read(bytes, meta.Body + 4, meta.End);
        if (boxes.Find(b => !KnownMeta.Contains(b.Type)) is { Type: { } type })
        {
            throw RefusedException.Unsupported($"an AVIF with a {type} box in its description, which would be lost");
        }

        var pitm = One(boxes, "pitm");
        var items = ReadItems(bytes, One(boxes, "iinf"));
        ReadLocations(bytes, One(boxes, "iloc"), boxes.Find(b => b.Type is "idat"), items);
        ReadReferences(bytes, boxes, items);
        ReadProperties(bytes, One(boxes, "iprp"), items);
        return new(top, bytes.U8(pitm.Body) == 0 ? bytes.U16(pitm.Body + 4) : bytes.U32(pitm.Body + 4), items);
    }

    public static IsoBox One(List<IsoBox> boxes, string type)
    {
        var index = boxes.FindIndex(b => b.Type.Equals(type, StringComparison.Ordinal));
        return index >= 0 ? boxes[index] : throw RefusedException.Corrupt($"the AVIF has no {type} box");
    }

    private static Dictionary<uint, AvifItem> ReadItems(HeaderBytes bytes, IsoBox iinf)
    {
        var items = new Dictionary<uint, AvifItem>();
        foreach (var entry in IsoBox.Read(bytes, iinf.Body + (bytes.U8(iinf.Body) == 0 ? 6 : 8), iinf.End))
        {
            if (entry.Type is not "infe" || bytes.U8(entry.Body) is var version && version < 2)
            {
                continue;
            }

            var wide = version > 2;
            var id = wide ? bytes.U32(entry.Body + 4) : bytes.U16(entry.Body + 4);
            var at = entry.Body + (wide ? 8 : 6);
            if (bytes.U16(at) != 0)
            {
                throw RefusedException.Unsupported("an AVIF that is protected");
            }

            var item = new AvifItem
            {
                Id = id,
                Type = Encoding.Latin1.GetString(bytes.Slice(at + 2, 4)),
                Flags = bytes.U8(entry.Body + 3),
                Info = (at + 2, entry.End - at - 2),
            };
            if (!items.TryAdd(id, item))
            {
                throw RefusedException.Corrupt("two items of the AVIF have one number");
            }
        }

        return items;
    }

    private static void ReadLocations(HeaderBytes bytes, IsoBox iloc, IsoBox idat, Dictionary<uint, AvifItem> items)
    {
        var version = bytes.U8(iloc.Body);
        var (first, second) = (bytes.U8(iloc.Body + 4), bytes.U8(iloc.Body + 5));
        var (offsetSize, lengthSize, baseSize, indexSize) = (first >> 4, first & 15, second >> 4, version == 0 ? 0 : second & 15);
        if (version > 2 || lengthSize == 0)
        {
            throw RefusedException.Unsupported("an AVIF that tells in an unusual form where its pictures stand");
        }

        var wide = version == 2;
        var at = iloc.Body + 6;
        var count = wide ? bytes.U32(at) : bytes.U16(at);
        at += wide ? 4 : 2;
        for (var i = 0u; i < count; i++)
        {
            var id = wide ? bytes.U32(at) : bytes.U16(at);
            at += wide ? 4 : 2;
            var method = 0;
            if (version > 0)
            {
                method = bytes.U16(at) & 15;
                at += 2;
            }

            if (method > 1 || bytes.U16(at) != 0)
            {
                throw RefusedException.Unsupported("an AVIF whose pictures stand in another file, or inside of each other");
            }

            var start = Number(bytes, at + 2, baseSize) + (method == 1 ? idat.Body : 0);
            at += 2 + baseSize;
            var extents = bytes.U16(at);
            at += 2;
            for (var j = 0; j < extents; j++)
            {
                var offset = Number(bytes, at + indexSize, offsetSize);
                var length = Number(bytes, at + indexSize + offsetSize, lengthSize);
                at += indexSize + offsetSize + lengthSize;
                if (length > bytes.Length || offset > bytes.Length || start > bytes.Length)
                {
                    throw RefusedException.Corrupt("the file ends early");
                }

                _ = bytes.Slice(start + offset, length);
                if (items.TryGetValue(id, out var item))
                {
                    item.Extents.Add((start + offset, length));
                }
            }
        }
    }

    private static long Number(HeaderBytes bytes, long at, int size) => size switch
    {
        0 => 0,
        4 => bytes.U32(at),
        8 => bytes.U64(at),
        _ => throw RefusedException.Corrupt("a number in the AVIF's header is of an impossible size"),
    };

    private static void ReadReferences(HeaderBytes bytes, List<IsoBox> boxes, Dictionary<uint, AvifItem> items)
    {
        foreach (var iref in boxes.Where(b => b.Type is "iref").Take(1))
        {
            var size = bytes.U8(iref.Body) == 0 ? 2 : 4;
            foreach (var box in IsoBox.Read(bytes, iref.Body + 4, iref.End))
            {
                var from = size == 2 ? bytes.U16(box.Body) : bytes.U32(box.Body);
                var count = bytes.U16(box.Body + size);
                for (var i = 0; i < count; i++)
                {
                    var at = box.Body + size + 2 + (i * size);
                    var to = size == 2 ? bytes.U16(at) : bytes.U32(at);
                    if (items.TryGetValue(from, out var item))
                    {
                        item.References.Add((box.Type, to));
                    }
                }
            }
        }
    }

    private static void ReadProperties(HeaderBytes bytes, IsoBox iprp, Dictionary<uint, AvifItem> items)
    {
        var properties = IsoBox.Read(bytes, iprp.Body, iprp.End);
        var ipco = One(properties, "ipco");
        var all = IsoBox.Read(bytes, ipco.Body, ipco.End);
        foreach (var ipma in properties.Where(b => b.Type is "ipma"))
        {
            var version = bytes.U8(ipma.Body);
            var indexBytes = (bytes.U8(ipma.Body + 3) & 1) != 0 ? 2 : 1;
            var count = bytes.U32(ipma.Body + 4);
            var at = ipma.Body + 8;
            for (var i = 0u; i < count; i++)
            {
                var id = version == 0 ? bytes.U16(at) : bytes.U32(at);
                at += version == 0 ? 2 : 4;
                var associations = bytes.U8(at++);
                for (var j = 0; j < associations; j++, at += indexBytes)
                {
                    var value = indexBytes == 2 ? bytes.U16(at) : bytes.U8(at) << 8;
                    var index = (value & 0x7FFF) >> (indexBytes == 2 ? 0 : 8);
                    if (index == 0 || !items.TryGetValue(id, out var item))
                    {
                        continue;
                    }

                    item.Properties.Add(index <= all.Count
                        ? new(all[index - 1], (value & 0x8000) != 0, at, indexBytes)
                        : throw RefusedException.Corrupt("an AVIF property is missing"));
                }
            }
        }
    }
}
