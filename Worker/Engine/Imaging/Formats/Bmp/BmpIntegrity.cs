using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Bmp;

/// <summary>Whether a BMP holds all rows, and only colours that its table has. ImageSharp leaves black what is missing.</summary>
internal static class BmpIntegrity
{
    /// <exception cref="RefusedException">The file ends early, or a pixel has an index beyond the colours.</exception>
    public static void RequireWhole(ReadOnlySpan<byte> file, BmpHeader header)
    {
        var end = header.PixelOffset + header.RowBytes * header.Height;
        if (file.Length < end)
        {
            throw RefusedException.Corrupt($"the BMP is cut off: {file.Length} bytes of {end}");
        }

        for (var y = 0; header.BitsPerPixel == 8 && header.Colours < 256 && y < header.Height; y++)
        {
            var row = file.Slice((int)(header.PixelOffset + y * header.RowBytes), header.Width);
            if (row.ContainsAnyExceptInRange((byte)0, (byte)(header.Colours - 1)))
            {
                throw RefusedException.Corrupt($"a pixel of the BMP has a colour beyond the {header.Colours} of its table");
            }
        }
    }
}
