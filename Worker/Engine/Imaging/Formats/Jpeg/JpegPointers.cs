using System.Globalization;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>Puts right what an XMP packet says of where files stand behind the main picture.</summary>
internal sealed class JpegPointers
{
    private readonly Dictionary<(int Item, string Property), long> _items = [];
    private readonly JpegLayout _layout;
    private readonly long? _video;

    /// <param name="file">The original.</param>
    /// <param name="header">Its header.</param>
    /// <param name="xmp">The packet.</param>
    /// <param name="layout">Where everything comes to stand.</param>
    public JpegPointers(ReadOnlySpan<byte> file, JpegHeader header, ReadOnlySpan<byte> xmp, JpegLayout layout)
    {
        (_layout, _video) = (layout, header.Video is { } video ? layout.Start(video) : null);
        var items = ContainerDirectory.Read(xmp);
        var behind = layout.Primary;
        var before = items.Find(i => i.IsPrimary);
        foreach (var (item, start) in ContainerDirectory.Locate(items, file, header.End))
        {
            if (layout.Start(start) is not { } newStart)
            {
                continue;
            }

            var newEnd = layout.End(start + item.Length);
            _items[(item.Number, "Length")] = newEnd - newStart;
            if (before.Number > 0)
            {
                _items[(before.Number, "Padding")] = Math.Max(0, newStart - behind);
            }

            (before, behind) = (item, newEnd);
        }

        if (_items.Count > 0 && items.Find(i => i.IsPrimary) is { Length: > 0, Number: var primary })
        {
            _items[(primary, "Length")] = layout.Primary;
        }
    }

    /// <summary>A property's new value; null where it stays.</summary>
    public string? Replacement(XmpProperty property, string value) => property.Name switch
    {
        { Uri: XmpNames.Item or XmpNames.DynamicDepthItem, Local: var name }
            when _items.TryGetValue((property.Item, name), out var number) => Text(number),
        // The video's distance from the file's end.
        { Uri: XmpNames.Camera, Local: "MicroVideoOffset" }
            when _video is not null => Text(_layout.Length - _video.Value),
        _ => null,
    };

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
