namespace ImgCompress.Engine.Samples;

/// <summary>Pictures made by formulas: interleaved 8-bit samples, the same on every machine.</summary>
internal static class Painting
{
    /// <summary>Hills below a sunset, with a camera's grain: RGB, three bytes a pixel.</summary>
    public static byte[] Landscape(int width, int height, int seed)
    {
        var pixels = new byte[width * height * 3];
        var ridges = Enumerable.Range(0, 4).Select(layer => Ridge(width, height, layer, seed)).ToArray();
        var random = new Random(seed);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (r, g, b) = Ground(ridges, x, y, height) ?? Sky((double)x / width, (double)y / height);
                var grain = (random.NextDouble() - 0.5) * 9;
                var at = ((y * width) + x) * 3;
                (pixels[at], pixels[at + 1], pixels[at + 2]) = (Clamp(r + grain), Clamp(g + grain), Clamp(b + grain));
            }
        }

        return pixels;
    }

    /// <summary>A disc that fades out at its edge: RGBA.</summary>
    public static byte[] Disc(int size)
    {
        var pixels = new byte[size * size * 4];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var distance = Math.Sqrt(Square(x - (size / 2.0)) + Square(y - (size / 2.0))) / (size / 2.0);
                var at = ((y * size) + x) * 4;
                pixels[at] = Clamp(255 - (distance * 120));
                pixels[at + 1] = Clamp(90 + (80.0 * x / size));
                pixels[at + 2] = Clamp(60 + (120.0 * y / size));
                pixels[at + 3] = Clamp((1 - distance) * 1200);
            }
        }

        return pixels;
    }

    /// <summary>Bars in a few flat colours, as a chart has them: RGB.</summary>
    public static byte[] Chart(int width, int height)
    {
        (byte R, byte G, byte B)[] colours = [(38, 70, 83), (42, 157, 143), (233, 196, 106), (244, 162, 97), (231, 111, 81)];
        var pixels = new byte[width * height * 3];
        Array.Fill(pixels, (byte)255);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var bar = x * 10 / width;
                var top = height * (0.15 + (0.6 * Square(Math.Sin(bar * 1.7))));
                if (bar % 2 == 1 && y > top)
                {
                    var at = ((y * width) + x) * 3;
                    (pixels[at], pixels[at + 1], pixels[at + 2]) = colours[bar / 2];
                }
            }
        }

        return pixels;
    }

    /// <summary>The lightness of an RGB picture (ITU-R BT.601): one sample a pixel.</summary>
    public static byte[] Grey(byte[] rgb)
    {
        var grey = new byte[rgb.Length / 3];
        for (var i = 0; i < grey.Length; i++)
        {
            grey[i] = Clamp((0.299 * rgb[3 * i]) + (0.587 * rgb[(3 * i) + 1]) + (0.114 * rgb[(3 * i) + 2]) + 0.5);
        }

        return grey;
    }

    /// <summary>CMYK with ink where an RGB picture has no light, and no black: enough of a separation for a sample.</summary>
    public static byte[] Inks(byte[] rgb)
    {
        var inks = new byte[rgb.Length / 3 * 4];
        for (var i = 0; i < rgb.Length; i++)
        {
            inks[(i / 3 * 4) + (i % 3)] = (byte)~rgb[i];
        }

        return inks;
    }

    /// <summary>A slope from black to white with a little grain: one sample of two bytes a pixel, little-endian.</summary>
    public static byte[] DeepSlope(int width, int height)
    {
        var random = new Random(3);
        var pixels = new byte[width * height * 2];
        for (var i = 0; i < width * height; i++)
        {
            var value = (ushort)Math.Clamp((65535.0 * i / (width * height)) + random.Next(-300, 300), 0, 65535);
            pixels[i * 2] = (byte)value;
            pixels[(i * 2) + 1] = (byte)(value >> 8);
        }

        return pixels;
    }

    /// <summary>Frames, one below the other, of a sun that goes round over hills: RGB.</summary>
    public static byte[] Orbit(int width, int height, int frames)
    {
        var background = Landscape(width, height, seed: 4);
        var pixels = new byte[background.Length * frames];
        for (var frame = 0; frame < frames; frame++)
        {
            background.CopyTo(pixels, frame * background.Length);
            var angle = Math.Tau * frame / frames;
            var (cx, cy) = (width * (0.5 + (0.35 * Math.Cos(angle))), height * (0.4 + (0.3 * Math.Sin(angle))));
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    if (Square(x - cx) + Square(y - cy) < Square(height * 0.08))
                    {
                        ReadOnlySpan<byte> sun = [255, 214, 102];
                        sun.CopyTo(pixels.AsSpan((frame * background.Length) + (((y * width) + x) * 3)));
                    }
                }
            }
        }

        return pixels;
    }

    private static double[] Ridge(int width, int height, int layer, int seed)
    {
        var random = new Random((seed * 31) + layer);
        var phases = Enumerable.Range(0, 7).Select(_ => random.NextDouble() * Math.Tau).ToArray();
        var line = new double[width];
        for (var x = 0; x < width; x++)
        {
            var y = 0.0;
            for (var octave = 0; octave < phases.Length; octave++)
            {
                y += Math.Sin(((double)x / width * Math.Tau * (1 << octave) * 0.7) + phases[octave]) / (1 << octave);
            }

            line[x] = height * (0.45 + (0.13 * layer) + (0.06 * y));
        }

        return line;
    }

    private static (double R, double G, double B)? Ground(double[][] ridges, int x, int y, int height)
    {
        for (var layer = ridges.Length - 1; layer >= 0; layer--)
        {
            if (y > ridges[layer][x])
            {
                var depth = (y - ridges[layer][x]) / height;
                var haze = 1 - (layer / 4.0);
                return ((30 + (90 * haze)) * (1 + depth), (45 + (60 * haze)) * (1 + depth), (50 + (70 * haze)) * (1 + (depth / 2)));
            }
        }

        return null;
    }

    private static (double R, double G, double B) Sky(double x, double y)
    {
        var sun = Math.Exp(-(Square((x - 0.68) * 1.5) + Square(y - 0.33)) * 900) * 160;
        var glow = Math.Exp(-(Square((x - 0.68) * 1.5) + Square(y - 0.33)) * 14) * 90;
        return (70 + (230 * y) + glow + sun, 100 + (110 * y) + (glow * 0.7) + sun, 165 + (10 * y) + (glow * 0.2) + sun);
    }

    private static double Square(double value) => value * value;

    private static byte Clamp(double value) => (byte)Math.Clamp(value, 0, 255);
}
