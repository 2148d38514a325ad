using System.Text;
using ImgCompress.Worker.Imaging.Vips;
using NetVips;

namespace ImgCompress.Enqueuer.Demo;

/// <summary>Sample images of every kind, and a few that are damaged.</summary>
internal static class SampleImages
{
    private const int Width = 1800;
    private const int Height = 1200;

    /// <summary>How many of the samples cannot be resized.</summary>
    public const int Damaged = 5;

    /// <summary>Writes all samples below <paramref name="directory"/>.</summary>
    public static void Write(string directory)
    {
        foreach (var (path, content) in Make())
        {
            var full = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllBytes(full, content);
        }
    }

    /// <summary>A small photograph-like JPEG.</summary>
    public static byte[] Small()
    {
        VipsLibrary.SetUp();
        return Rgb(Painting.Landscape(60, 40, seed: 1), 60, 40).JpegsaveBuffer(q: 90);
    }

    private static IEnumerable<(string Path, byte[] Content)> Make()
    {
        VipsLibrary.SetUp();
        using var landscape = Rgb(Painting.Landscape(Width, Height, seed: 1), Width, Height);
        using var second = Rgb(Painting.Landscape(Width, Height, seed: 2), Width, Height);
        using var grey = landscape.Colourspace(Enums.Interpretation.Bw);
        using var cmyk = Cmyk(second);
        using var described = Described(landscape, orientation: 1);
        using var turned = Described(second, orientation: 6);
        var photo = described.JpegsaveBuffer(q: 90);
        var png = Rgb(Painting.Chart(900, 600), 900, 600).PngsaveBuffer();
        yield return ("photos/landscape.jpg", photo);
        yield return ("photos/progressive.jpg", second.JpegsaveBuffer(q: 85, interlace: true));
        yield return ("photos/turned-by-exif.jpg", turned.JpegsaveBuffer(q: 88));
        yield return ("photos/grey.jpg", grey.JpegsaveBuffer(q: 85));
        yield return ("photos/cmyk.jpg", cmyk.JpegsaveBuffer(q: 88));
        yield return ("photos/landscape.webp", landscape.WebpsaveBuffer(q: 80));
        yield return ("graphics/alpha.png", Image(Painting.Disc(640), 640, 640, 4).PngsaveBuffer());
        yield return ("graphics/chart.png", png);
        yield return ("graphics/palette.png", Rgb(Painting.Landscape(900, 600, seed: 5), 900, 600).PngsaveBuffer(palette: true));
        yield return ("graphics/sixteen-bit.png", Deep(640, 400).PngsaveBuffer(bitdepth: 16));
        yield return ("graphics/lossless.webp", Rgb(Painting.Chart(900, 600), 900, 600).WebpsaveBuffer(lossless: true));
        yield return ("animations/orbit.gif", Animated(320, 240, 12).GifsaveBuffer());
        yield return ("animations/orbit.webp", Animated(320, 240, 12).WebpsaveBuffer(q: 80));
        yield return ("scans/page.tif", grey.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw));
        yield return ("scans/two pages.tif", TwoPages(grey).TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Deflate));
        yield return ("misnamed/a-png-inside.jpg", png);
        yield return ("damaged/half.jpg", photo[..(photo.Length / 2)]);
        yield return ("damaged/one-wrong-byte.png", [.. png[..(png.Length / 2)], (byte)~png[png.Length / 2], .. png[((png.Length / 2) + 1)..]]);
        yield return ("damaged/empty.png", []);
        yield return ("damaged/a letter.jpg", Encoding.UTF8.GetBytes("Dear reader, this is no image."));
        yield return ("damaged/says-65500-by-65500.jpg", Oversized(photo));
    }

    private static Image Image(byte[] samples, int width, int height, int bands) =>
        NetVips.Image.NewFromMemory(samples, width, height, bands, Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb);

    private static Image Rgb(byte[] samples, int width, int height) => Image(samples, width, height, 3);

    private static Image Deep(int width, int height) =>
        NetVips.Image.NewFromMemory(Painting.DeepSlope(width, height), width, height, 1, Enums.BandFormat.Ushort)
            .Copy(interpretation: Enums.Interpretation.Grey16);

    /// <summary>Ink where there is no light; enough of a separation for a sample.</summary>
    private static Image Cmyk(Image rgb) =>
        rgb.Invert().Bandjoin(0).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Cmyk);

    private static Image Described(Image image, int orientation) => image.Mutate(mutable =>
    {
        mutable.Set(GValue.GIntType, "orientation", orientation);
        mutable.Set(GValue.GStrType, "exif-ifd0-Make", "img-compress");
        mutable.Set(GValue.GStrType, "exif-ifd0-ImageDescription", "A landscape that never was");
    });

    private static Image Animated(int width, int height, int frames) =>
        Rgb(Painting.Orbit(width, height, frames), width, height * frames).Mutate(mutable =>
        {
            mutable.Set(GValue.GIntType, "page-height", height);
            mutable.Set(GValue.ArrayIntType, "delay", Enumerable.Repeat(80, frames).ToArray());
            mutable.Set(GValue.GIntType, "loop", 0);
        });

    private static Image TwoPages(Image page) =>
        page.Join(page.Invert(), Enums.Direction.Vertical).Mutate(mutable => mutable.Set(GValue.GIntType, "page-height", page.Height));

    /// <summary>The same JPEG with another size in its frame header.</summary>
    private static byte[] Oversized(byte[] jpeg)
    {
        var copy = (byte[])jpeg.Clone();
        var frame = copy.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0, 0x00, 0x11]);
        (copy[frame + 5], copy[frame + 6], copy[frame + 7], copy[frame + 8]) = (65_500 >> 8, 65_500 & 0xFF, 65_500 >> 8, 65_500 & 0xFF);
        return copy;
    }
}
