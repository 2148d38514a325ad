using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>
/// A picture put together from a grid of coded ones (ISO/IEC 23008-12, section 6.6.2.3), as encoders make of large ones.
/// </summary>
internal static class AvifGrid
{
    /// <summary>The coded pictures of an item: itself, or its grid's, row by row.</summary>
    /// <exception cref="RefusedException">The grid is damaged, or of other pictures than AV1's.</exception>
    public static IReadOnlyList<AvifItem> Tiles(HeaderBytes bytes, AvifFile avif, AvifItem item)
    {
        if (item.Type is not "grid")
        {
            return [item];
        }

        var layout = new HeaderBytes(item.Bytes(bytes));
        var expected = (layout.U8(2) + 1) * (layout.U8(3) + 1);
        var tiles = item.References
            .Where(r => r.Kind is "dimg")
            .Select(r => avif.Items.GetValueOrDefault(r.To))
            .OfType<AvifItem>()
            .ToList();
        return tiles.Count != expected ? throw RefusedException.Corrupt($"the AVIF's grid has {tiles.Count} pictures of {expected}")
            : tiles.TrueForAll(tile => tile.Type is "av01") ? tiles
            : throw RefusedException.Unsupported("an AVIF put together from a grid of pictures that are put together themselves");
    }
}
