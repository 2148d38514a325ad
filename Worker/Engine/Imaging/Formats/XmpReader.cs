using System.Net;
using System.Text;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>
/// Reads the properties of an XMP packet (ISO 16684-1) in any of the forms that RDF allows: attributes with either quote and
/// spaces around the equals sign, elements, and whatever prefixes they declare. Damage ends the reading and refuses nothing.
/// </summary>
internal ref struct XmpReader
{
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    /// <summary>Prefixes as the vocabularies recommend them, for packets that forget to declare one.</summary>
    private static readonly Dictionary<string, string> UsualPrefixes = new(StringComparer.Ordinal)
    {
        ["rdf"] = Rdf,
        ["tiff"] = XmpNames.Tiff,
        ["exif"] = XmpNames.Exif,
        ["GPano"] = XmpNames.Panorama,
        ["stDim"] = XmpNames.Dimensions,
        ["GCamera"] = XmpNames.Camera,
        ["Camera"] = XmpNames.Camera,
        ["Item"] = XmpNames.Item,
        ["xmpNote"] = XmpNames.Note,
        ["GDepth"] = XmpNames.DepthMap,
        ["GImage"] = XmpNames.SecondImage,
        ["hdrgm"] = XmpNames.GainMap,
    };

    private readonly ReadOnlySpan<byte> _xmp;
    private readonly List<XmpProperty> _properties = [];
    private readonly List<(string Prefix, string Uri)> _declared = [];
    private readonly List<Element> _open = [];
    private int _items;

    private XmpReader(ReadOnlySpan<byte> xmp) => _xmp = xmp;

    /// <summary>The properties in their order; those of a packet that is not UTF-8 are not read.</summary>
    public static List<XmpProperty> Read(ReadOnlySpan<byte> xmp)
    {
        var reader = new XmpReader(xmp);
        reader.Read();
        return reader._properties;
    }

    /// <summary>A property's value, its character references resolved and white space around it trimmed.</summary>
    public static string Value(ReadOnlySpan<byte> xmp, XmpProperty property) =>
        WebUtility.HtmlDecode(Encoding.UTF8.GetString(xmp.Slice(property.Offset, property.Length))).Trim();

    private void Read()
    {
        var at = 0;
        while (at < _xmp.Length && _xmp[at..].IndexOf((byte)'<') is >= 0 and var skip)
        {
            at += skip;
            var rest = _xmp[at..];
            var end = rest.StartsWith("<!--"u8) ? Behind(at, "-->"u8)
                : rest.StartsWith("<![CDATA["u8) ? Behind(at, "]]>"u8)
                : rest.StartsWith("<?"u8) ? Behind(at, "?>"u8)
                : rest.StartsWith("</"u8) ? Close(at)
                : Open(at);
            if (end < 0)
            {
                return;
            }

            at = end;
        }
    }

    private readonly int Behind(int at, ReadOnlySpan<byte> mark) =>
        _xmp[at..].IndexOf(mark) is >= 0 and var found ? at + found + mark.Length : -1;

    private readonly int Close(int at)
    {
        if (_open.Count > 0)
        {
            var element = _open[^1];
            _open.RemoveAt(_open.Count - 1);
            if (!element.HasChildren)
            {
                _properties.Add(new(element.Name, Owner(), element.Index, element.Item, element.TextStart, at - element.TextStart));
            }

            _declared.RemoveRange(element.Declared, _declared.Count - element.Declared);
        }

        return Behind(at, ">"u8);
    }

    private int Open(int start)
    {
        var at = start + 1;
        var name = Name(ref at);
        if (name.Length == 0)
        {
            return -1;
        }

        var declared = _declared.Count;
        var attributes = new List<(string Name, int Offset, int Length)>();
        while (true)
        {
            SkipSpaces(ref at);
            if (at >= _xmp.Length)
            {
                return -1;
            }

            if (_xmp[at] is (byte)'>' or (byte)'/')
            {
                break;
            }

            var attribute = Name(ref at);
            SkipSpaces(ref at);
            if (attribute.Length == 0 || at >= _xmp.Length || _xmp[at++] != '=')
            {
                return -1;
            }

            SkipSpaces(ref at);
            if (at >= _xmp.Length
                || _xmp[at] is not ((byte)'"' or (byte)'\'')
                || _xmp[(at + 1)..].IndexOf(_xmp[at]) is not (>= 0 and var length))
            {
                return -1;
            }

            attributes.Add((attribute, at + 1, length));
            if (attribute.StartsWith("xmlns:", StringComparison.Ordinal))
            {
                _declared.Add((attribute[6..], Encoding.UTF8.GetString(_xmp.Slice(at + 1, length))));
            }

            at += length + 2;
        }

        var isEmpty = _xmp[at] == '/';
        var end = Behind(at, ">"u8);
        if (end < 0)
        {
            return -1;
        }

        var (index, item) = (0, 0);
        if (_open.Count > 0)
        {
            (index, item) = (_open[^1].Children, _open[^1].Item);
            _open[^1] = _open[^1] with { Children = index + 1 };
        }

        var element = Resolve(name);
        item = element is { Uri: Rdf, Local: "li" } ? ++_items : item;
        _open.Add(new(element, declared, end, index, item, 0));
        foreach (var (attribute, offset, length) in attributes)
        {
            if (!attribute.StartsWith("xmlns", StringComparison.Ordinal))
            {
                _properties.Add(new(Resolve(attribute), Owner(), 0, item, offset, length));
            }
        }

        if (isEmpty)
        {
            _open.RemoveAt(_open.Count - 1);
            _declared.RemoveRange(declared, _declared.Count - declared);
        }

        return end;
    }

    /// <summary>The innermost open element that is none of RDF's own.</summary>
    private readonly XmpName Owner() => _open.FindLast(e => e.Name.Uri != Rdf).Name;

    private readonly XmpName Resolve(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return new("", name);
        }

        var prefix = name[..colon];
        var uri = _declared.FindLast(d => d.Prefix == prefix).Uri ?? UsualPrefixes.GetValueOrDefault(prefix, prefix);
        return new(uri, name[(colon + 1)..]);
    }

    private readonly string Name(ref int at)
    {
        var start = at;
        while (at < _xmp.Length && !IsSpace(_xmp[at]) && !"=></\"'"u8.Contains(_xmp[at]))
        {
            at++;
        }

        return Encoding.UTF8.GetString(_xmp[start..at]);
    }

    private readonly void SkipSpaces(ref int at)
    {
        while (at < _xmp.Length && IsSpace(_xmp[at]))
        {
            at++;
        }
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>An element whose end has not come yet.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Declared">How many namespaces were declared before it.</param>
    /// <param name="TextStart">Where its content begins.</param>
    /// <param name="Index">Which child of its parent it is.</param>
    /// <param name="Item">The number of the innermost <c>rdf:li</c> that it is in, or is.</param>
    /// <param name="Children">How many children it has so far.</param>
    private readonly record struct Element(XmpName Name, int Declared, int TextStart, int Index, int Item, int Children)
    {
        public bool HasChildren => Children > 0;
    }
}
