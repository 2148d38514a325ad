using System.Globalization;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>Finds the items of a Container:Directory in the file.</summary>
internal static class ContainerDirectory
{
    /// <summary>The items of a packet's directory, in their order.</summary>
    public static List<ContainerItem> Read(ReadOnlySpan<byte> xmp)
    {
        var items = new SortedDictionary<int, ContainerItem>();
        foreach (var property in XmpReader.Read(xmp))
        {
            if (property.Item == 0 || property.Name.Uri is not (XmpNames.Item or XmpNames.DynamicDepthItem) || property.Length > 4096)
            {
                continue;
            }

            var value = XmpReader.Value(xmp, property);
            var item = items.GetValueOrDefault(property.Item, new(property.Item, "", 0, 0));
            items[property.Item] = property.Name.Local switch
            {
                "Semantic" => item with { Semantic = value },
                "DataURI" when item.Semantic.Length == 0 => item with { Semantic = value },
                "Length" => item with { Length = Number(value) },
                "Padding" => item with { Padding = Number(value) },
                _ => item,
            };
        }

        return [.. items.Values];
    }

    /// <summary>
    /// Where the items stand that are what they are said to be. Their lengths count from the main picture's end; where they do not
    /// lead to them, from the file's end, as some readers do.
    /// </summary>
    /// <param name="items">All of a directory.</param>
    /// <param name="file">The whole file.</param>
    /// <param name="end">Where the main picture ends.</param>
    public static List<(ContainerItem Item, long Start)> Locate(List<ContainerItem> items, ReadOnlySpan<byte> file, long end)
    {
        var behind = items.Where(i => !i.IsPrimary).ToList();
        var forward = Locate(behind, file, end, end + items.Where(i => i.IsPrimary).Sum(i => i.Padding));
        var backward = Locate(behind, file, end, file.Length - behind.Sum(i => i.Length + i.Padding));
        return backward.Count > forward.Count ? backward : forward;
    }

    private static List<(ContainerItem Item, long Start)> Locate(List<ContainerItem> behind, ReadOnlySpan<byte> file, long end, long at)
    {
        var found = new List<(ContainerItem, long)>();
        foreach (var item in behind)
        {
            if (item.Length > 0 && at >= end && at < file.Length && IsFile(file[(int)at..]))
            {
                found.Add((item, at));
            }

            at += item.Length + item.Padding;
        }

        return found;
    }

    /// <summary>A JPEG or a video begins here.</summary>
    private static bool IsFile(ReadOnlySpan<byte> data) =>
        data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || (data.Length >= 8 && data[4..].StartsWith("ftyp"u8));

    private static long Number(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Math.Max(0, number) : 0;
}
