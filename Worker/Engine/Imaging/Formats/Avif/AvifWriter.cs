using System.Buffers.Binary;
using System.Text;

namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>Writes an AVIF of items that are already encoded; the first that is added is the primary one.</summary>
internal sealed class AvifWriter
{
    private readonly byte[] _fileType;
    private readonly List<(byte Flags, byte[] Info, byte[] Data, List<int> Properties)> _items = [];
    private readonly List<Property> _properties = [];
    private readonly List<(string Kind, int From, int To)> _references = [];
    private readonly List<byte[]> _tail = [];

    /// <param name="fileType">The ftyp box.</param>
    public AvifWriter(ReadOnlySpan<byte> fileType) => _fileType = fileType.ToArray();

    /// <summary>Adds an item of another file, and returns its number.</summary>
    /// <param name="file">The other file.</param>
    /// <param name="item">Type, name and flags are kept.</param>
    /// <param name="properties">In order.</param>
    /// <param name="data">Other bytes than the item's own.</param>
    public int Add(HeaderBytes file, AvifItem item, IEnumerable<Property> properties, byte[]? data = null)
    {
        var indices = new List<int>();
        foreach (var property in properties)
        {
            _properties.Add(property);
            indices.Add(_properties.Count);
        }

        _items.Add((item.Flags, file.Slice(item.Info.At, item.Info.Length).ToArray(), data ?? item.Bytes(file), indices));
        return _items.Count;
    }

    public void Refer(string kind, int from, int to) => _references.Add((kind, from, to));

    /// <summary>Adds a box at the end of the file.</summary>
    public void Append(ReadOnlySpan<byte> body, string type) => _tail.Add(Box(type, body));

    public byte[] Write()
    {
        // The offsets do not change the size of the box that holds them.
        var meta = Meta(0);
        meta = Meta(_fileType.Length + meta.Length + 8);
        using var file = new MemoryStream();
        file.Write(_fileType);
        file.Write(meta);
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(size, checked((uint)(8 + _items.Sum(item => (long)item.Data.Length))));
        file.Write(size);
        file.Write("mdat"u8);
        foreach (var (_, _, data, _) in _items)
        {
            file.Write(data);
        }

        foreach (var box in _tail)
        {
            file.Write(box);
        }

        return file.ToArray();
    }

    private static byte[] Box(string type, ReadOnlySpan<byte> body)
    {
        var box = new byte[8 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.Latin1.GetBytes(type, box.AsSpan(4));
        body.CopyTo(box.AsSpan(8));
        return box;
    }

    private static byte[] U16(long value) => [(byte)(value >> 8), (byte)value];

    private static byte[] U32(long value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private byte[] Meta(long data)
    {
        byte[] handler = [0, 0, 0, 0, 0, 0, 0, 0, .. "pict"u8, .. new byte[13]];
        var references = _references
            .GroupBy(r => (r.Kind, r.From))
            .Select(g => Box(g.Key.Kind, [.. U16(g.Key.From), .. U16(g.Count()), .. g.SelectMany(r => U16(r.To))]))
            .ToArray();
        return Box("meta",
        [
            0, 0, 0, 0,
            .. Box("hdlr", handler),
            .. Box("pitm", [0, 0, 0, 0, .. U16(1)]),
            .. Box("iloc", Locations(data)),
            .. Box("iinf", [0, 0, 0, 0, .. U16(_items.Count), .. Infos()]),
            .. references.Length == 0 ? [] : Box("iref", [0, 0, 0, 0, .. references.SelectMany(r => r)]),
            .. Box("iprp", [.. Box("ipco", [.. _properties.SelectMany(p => Box(p.Type, p.Body))]), .. Box("ipma", Associations())]),
        ]);
    }

    private byte[] Locations(long data)
    {
        var locations = new List<byte> { 0, 0, 0, 0, 0x44, 0 };
        locations.AddRange(U16(_items.Count));
        for (var i = 0; i < _items.Count; i++)
        {
            locations.AddRange([.. U16(i + 1), .. U16(0), .. U16(1), .. U32(data), .. U32(_items[i].Data.Length)]);
            data += _items[i].Data.Length;
        }

        return [.. locations];
    }

    private byte[] Infos()
    {
        var infos = new List<byte>();
        for (var i = 0; i < _items.Count; i++)
        {
            infos.AddRange(Box("infe", [2, 0, 0, _items[i].Flags, .. U16(i + 1), 0, 0, .. _items[i].Info]));
        }

        return [.. infos];
    }

    /// <summary>Indices of 15 bits, since of seven there may be too few.</summary>
    private byte[] Associations()
    {
        var withProperties = Enumerable.Range(0, _items.Count).Where(i => _items[i].Properties.Count > 0).ToList();
        var associations = new List<byte> { 0, 0, 0, 1 };
        associations.AddRange(U32(withProperties.Count));
        foreach (var i in withProperties)
        {
            associations.AddRange([.. U16(i + 1), (byte)_items[i].Properties.Count]);
            foreach (var index in _items[i].Properties)
            {
                associations.AddRange(U16(index | (_properties[index - 1].Essential ? 0x8000 : 0)));
            }
        }

        return [.. associations];
    }

    /// <summary>A property of one item.</summary>
    internal sealed record Property(string Type, byte[] Body, bool Essential);
}
