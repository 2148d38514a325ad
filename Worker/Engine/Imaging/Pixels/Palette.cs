
namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>The colours of an image of at most 256, and each pixel's place among them.</summary>
/// <param name="Colours">RGBA, in the order of their first pixels.</param>
/// <param name="Indices">One byte a pixel, row by row.</param>
internal sealed record Palette(IReadOnlyList<uint> Colours, byte[] Indices)
{
    private const int MaxColours = 256;

    /// <summary>Null where there are more than 256 colours.</summary>
    /// <param name="rows">Rows of three or four channels of 8 bits.</param>
    public static Palette? Of(MemoryRows rows)
    {
        var channels = rows.Shape.Channels;
        var pixels = rows.Pixels;
        var indices = new byte[pixels.Length / channels];
        var places = new Dictionary<uint, byte>();
        var colours = new List<uint>();
        for (var i = 0; i < indices.Length; i++)
        {
            var pixel = pixels.Slice(i * channels, channels);
            var colour = ((uint)pixel[0] << 24) | ((uint)pixel[1] << 16) | ((uint)pixel[2] << 8) | (channels == 4 ? pixel[3] : 255u);
            if (!places.TryGetValue(colour, out var place))
            {
                if (colours.Count == MaxColours)
                {
                    return null;
                }

                place = (byte)colours.Count;
                colours.Add(colour);
                places.Add(colour, place);
            }

            indices[i] = place;
        }

        return new(colours, indices);
    }
}
