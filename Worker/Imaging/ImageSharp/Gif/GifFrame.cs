using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace ImgCompress.Worker.Imaging.ImageSharp.Gif;

/// <summary>A frame as a GIF holds it.</summary>
/// <param name="Area">What it changes of the screen.</param>
/// <param name="Colours">At most 256, or 255 beside a transparent index.</param>
/// <param name="Transparent">The index that shows what was there before; null without one.</param>
/// <param name="Indices">One byte a pixel of the area, row by row.</param>
internal sealed record GifFrame(Rectangle Area, IReadOnlyList<Rgba32> Colours, int? Transparent, byte[] Indices)
{
    private const byte Opaque = 128;
    private const int MostColours = 256;

    /// <summary>Colours, and the transparent index.</summary>
    public int Entries => Colours.Count + (Transparent is null ? 0 : 1);

    public static bool IsAnyTransparent(Buffer2D<Rgba32> pixels)
    {
        for (var y = 0; y < pixels.Height; y++)
        {
            foreach (var pixel in pixels.DangerousGetRowSpan(y))
            {
                if (pixel.A < Opaque)
                    return true;
            }
        }

        return false;
    }

    /// <param name="frame">Alpha below one half is transparent, all else opaque.</param>
    /// <param name="previous">What stands on the screen, of which nothing is said again; null for nothing.</param>
    public static GifFrame Of(ImageFrame<Rgba32> frame, ImageFrame<Rgba32>? previous)
    {
        var area = previous is null ? new(0, 0, frame.Width, frame.Height) : Difference(frame.PixelBuffer, previous.PixelBuffer);
        var shown = new bool[area.Width * area.Height];
        var indices = new byte[shown.Length];
        var exact = new List<Rgba32>();
        var places = new Dictionary<Rgba32, byte>();
        var fits = true;
        var at = 0;
        for (var y = area.Top; y < area.Bottom; y++)
        {
            var row = frame.PixelBuffer.DangerousGetRowSpan(y)[area.Left..area.Right];
            var before = previous is null ? [] : previous.PixelBuffer.DangerousGetRowSpan(y)[area.Left..area.Right];
            for (var x = 0; x < row.Length; x++, at++)
            {
                shown[at] = row[x].A >= Opaque && (previous is null || row[x] != before[x]);
                var colour = row[x] with { A = byte.MaxValue };
                if (!fits || !shown[at] || places.TryGetValue(colour, out indices[at]))
                    continue;
                fits = exact.Count < MostColours;
                indices[at] = (byte)exact.Count;
                places[colour] = indices[at];
                exact.Add(colour);
            }
        }

        var hasHoles = shown.AsSpan().Contains(false);
        var most = hasHoles ? MostColours - 1 : MostColours;
        IReadOnlyList<Rgba32> colours = exact.Count <= most ? exact : Choose(frame, area, most, indices);
        for (var i = 0; i < indices.Length && hasHoles; i++)
            indices[i] = shown[i] ? indices[i] : (byte)colours.Count;
        return new(area, colours, hasHoles ? colours.Count : null, indices);
    }

    /// <summary>Finds colours for an area of too many, and the places of all its pixels among them.</summary>
    private static Rgba32[] Choose(ImageFrame<Rgba32> frame, Rectangle area, int most, byte[] indices)
    {
        using var opaque = WithoutAlpha(frame.PixelBuffer, area);
        using var quantizer = new WuQuantizer(new() { MaxColors = most }).CreatePixelSpecificQuantizer<Rgba32>(Library.Configuration);
        using var quantised = quantizer.BuildPaletteAndQuantizeFrame(opaque.Frames.RootFrame, opaque.Bounds);
        for (var y = 0; y < area.Height; y++)
            quantised.DangerousGetRowSpan(y).CopyTo(indices.AsSpan(y * area.Width));
        return quantised.Palette.ToArray();
    }

    /// <summary>The colour of a transparent pixel is not seen, but would get a place in the palette: so it is its neighbour's.</summary>
    private static Image<Rgba32> WithoutAlpha(Buffer2D<Rgba32> pixels, Rectangle area)
    {
        var opaque = new Image<Rgba32>(Library.Configuration, area.Width, area.Height);
        var last = new Rgba32(0, 0, 0);
        for (var y = 0; y < area.Height; y++)
        {
            var to = opaque.Frames.RootFrame.PixelBuffer.DangerousGetRowSpan(y);
            var from = pixels.DangerousGetRowSpan(area.Y + y)[area.Left..area.Right];
            for (var x = 0; x < to.Length; x++)
                to[x] = last = from[x].A < Opaque ? last : from[x] with { A = byte.MaxValue };
        }

        return opaque;
    }

    private static Rectangle Difference(Buffer2D<Rgba32> pixels, Buffer2D<Rgba32> previous)
    {
        var (left, top, right, bottom) = (pixels.Width, pixels.Height, 0, 0);
        for (var y = 0; y < pixels.Height; y++)
        {
            var row = pixels.DangerousGetRowSpan(y);
            var before = previous.DangerousGetRowSpan(y);
            var first = row.CommonPrefixLength(before);
            if (first == row.Length)
                continue;
            var last = row.Length - 1;
            while (row[last] == before[last])
                last--;
            (left, right) = (Math.Min(left, first), Math.Max(right, last + 1));
            (top, bottom) = (Math.Min(top, y), y + 1);
        }

        // A frame has at least one pixel, also where nothing changes.
        return right > 0 ? new(left, top, right - left, bottom - top) : new(0, 0, 1, 1);
    }
}
