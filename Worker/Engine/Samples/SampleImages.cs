using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Formats.Bmp;
using ImgCompress.Engine.Imaging.Formats.Gif;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Engine.Imaging.Formats.Png;
using ImgCompress.Engine.Imaging.Formats.Pnm;
using ImgCompress.Engine.Imaging.Formats.Tga;
using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Engine.Imaging.Formats.WebP;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Files;

namespace ImgCompress.Engine.Samples;

/// <summary>Sample images of every kind, and a few that are damaged.</summary>
public static class SampleImages
{
    private const int Width = 1800;
    private const int Height = 1200;

    /// <summary>The file that names the samples, a path a line: what makes a directory one of samples.</summary>
    public const string ListName = "samples.txt";

    /// <summary>Writes all samples below <paramref name="directory"/>, and then their list.</summary>
    public static void Write(string directory)
    {
        var paths = new List<string>();
        foreach (var (path, content) in Pictures().Concat(Broken()))
        {
            var full = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllBytes(full, content);
            paths.Add(path);
        }

        File.WriteAllLines(Path.Combine(directory, ListName), paths);
    }

    /// <summary>Whether <paramref name="directory"/> was written by <see cref="Write"/>.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="other">A file there that is no sample, with '/'; null: none.</param>
    public static bool AreIn(string directory, out string? other)
    {
        other = null;
        var list = Path.Combine(directory, ListName);
        if (!File.Exists(list))
        {
            return false;
        }

        var known = File.ReadLines(list).Append(ListName).ToHashSet(StringComparer.Ordinal);
        other = Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(directory, file).Replace(Path.DirectorySeparatorChar, '/'))
            .FirstOrDefault(file => !known.Contains(file) && !file.StartsWith($"{StateDirectory.Name}/", StringComparison.Ordinal));
        return true;
    }

    /// <summary>A small photograph-like JPEG.</summary>
    public static byte[] Small() => Encode(Painting.Landscape(60, 40, seed: 1), ImageFormats.Jpeg, Jpeg(60, 40));

    private static IEnumerable<(string Path, byte[] Content)> Pictures()
    {
        var first = Painting.Landscape(Width, Height, seed: 1);
        var second = Painting.Landscape(Width, Height, seed: 2);
        var grey = Painting.Grey(first);
        byte[] twoPages = [.. grey, .. grey.Select(s => (byte)~s)];
        (string Path, byte[] Samples, ImageFormat Format, ImageHeader Header)[] pictures =
        [
            ("photos/progressive.jpg", second, ImageFormats.Jpeg, Jpeg(Width, Height) with { Progressive = true, Quality = 85 }),
            ("photos/grey.jpg", grey, ImageFormats.Jpeg, Jpeg(Width, Height) with { Channels = 1, Quality = 85 }),
            ("photos/cmyk.jpg", Painting.Inks(second), ImageFormats.Jpeg, Cmyk(Width, Height)),
            ("photos/landscape.webp", first, ImageFormats.WebP, WebP(Width, Height)),
            ("graphics/alpha.png", Painting.Disc(640), ImageFormats.Png, Png(640, 640) with { Channels = 4, HasAlpha = true }),
            ("graphics/chart.png", Painting.Chart(900, 600), ImageFormats.Png, Png(900, 600)),
            ("graphics/palette.png", Painting.Landscape(900, 600, seed: 5), ImageFormats.Png, Png(900, 600) with { Palette = true }),
            ("graphics/sixteen-bit.png", Painting.DeepSlope(640, 400), ImageFormats.Png, SixteenBitPng(640, 400)),
            ("graphics/lossless.webp", Painting.Chart(900, 600), ImageFormats.WebP, WebP(900, 600) with { Lossless = true }),
            ("animations/orbit.gif", Painting.Orbit(320, 240, 12), ImageFormats.Gif, Gif(320, 240, 12)),
            ("animations/orbit.webp", Painting.Orbit(320, 240, 12), ImageFormats.WebP, AnimatedWebP(320, 240, 12)),
            ("scans/page.tif", grey, ImageFormats.Tiff, Tiff(Width, Height, compression: 5)),
            ("scans/two pages.tif", twoPages, ImageFormats.Tiff, Tiff(Width, Height, compression: 8) with { Frames = 2 }),
            ("bitmaps/chart.bmp", Painting.Chart(900, 600), ImageFormats.Bmp, Bmp(900, 600)),
            ("bitmaps/chart.tga", Painting.Chart(900, 600), ImageFormats.Tga, Tga(900, 600)),
            ("bitmaps/chart.ppm", Painting.Chart(900, 600), ImageFormats.Pnm, Ppm(900, 600)),
        ];
        foreach (var (path, samples, format, header) in pictures)
        {
            yield return (path, Encode(samples, format, header));
        }

        yield return ("photos/landscape.jpg", Photograph());
        var turned = Encode(second, ImageFormats.Jpeg, Jpeg(Width, Height) with { Quality = 88 });
        yield return ("photos/turned-by-exif.jpg", Described(turned, orientation: 6));
        yield return ("misnamed/a-png-inside.jpg", Chart());
    }

    private static IEnumerable<(string Path, byte[] Content)> Broken()
    {
        var (photo, png) = (Photograph(), Chart());
        yield return ("damaged/half.jpg", photo[..(photo.Length / 2)]);
        var middle = png.Length / 2;
        yield return ("damaged/one-wrong-byte.png", [.. png[..middle], (byte)~png[middle], .. png[(middle + 1)..]]);
        yield return ("damaged/empty.png", []);
        yield return ("damaged/a letter.jpg", Encoding.UTF8.GetBytes("Dear reader, this is no image."));
        yield return ("damaged/says-65500-by-65500.jpg", Oversized(photo));
    }

    private static byte[] Photograph()
    {
        var jpeg = Encode(Painting.Landscape(Width, Height, seed: 1), ImageFormats.Jpeg, Jpeg(Width, Height));
        return Described(jpeg, orientation: 1);
    }

    private static byte[] Chart() => Encode(Painting.Chart(900, 600), ImageFormats.Png, Png(900, 600));

    private static byte[] Encode(byte[] samples, ImageFormat format, ImageHeader header)
    {
        var shape = header.AlphaUnknownUntilDecoded ? header.Shape with { Channels = 3, HasAlpha = false } : header.Shape;
        using var rows = new MemoryRows(shape, samples);
        var asIs = new ResizeSpec { Scaling = Scaling.Down(1) };
        return format.Encode(rows, header, original: null, asIs, CancellationToken.None);
    }

    private static JpegHeader Jpeg(int width, int height) => new()
    {
        Width = width,
        Height = height,
        Channels = 3,
        Progressive = false,
        Subsampling = (2, 2),
        Quality = 90,
        HasAdobeMarker = false,
        Segments = [],
        ScanOffset = 0,
    };

    private static JpegHeader Cmyk(int width, int height) =>
        Jpeg(width, height) with { Channels = 4, IsCmyk = true, HasAdobeMarker = true, Subsampling = (1, 1) };

    private static PngHeader Png(int width, int height) => new()
    {
        Width = width,
        Height = height,
        Channels = 3,
        BitDepth = 8,
        Palette = false,
        Interlaced = false,
        Chunks = [],
    };

    private static PngHeader SixteenBitPng(int width, int height) =>
        Png(width, height) with { Channels = 1, BitDepth = 16, BytesPerSample = 2 };

    private static WebPHeader WebP(int width, int height) => new()
    {
        Width = width,
        Height = height,
        Channels = 4,
        HasAlpha = true,
        ShowsAlpha = false,
        Lossless = false,
        Mixed = false,
        Durations = [],
        Chunks = [],
    };

    private static WebPHeader AnimatedWebP(int width, int height, int frames) =>
        WebP(width, height) with { Frames = frames, Durations = [.. Enumerable.Repeat(80, frames)] };

    private static GifHeader Gif(int width, int height, int frames) => new()
    {
        Width = width,
        Height = height,
        Frames = frames,
        Channels = 3,
        Interlaced = false,
        Sequence = [],
        Delays = [.. Enumerable.Repeat(8, frames)],
        Repetitions = 0,
        Extensions = [],
    };

    private static TiffHeader Tiff(int width, int height, int compression) => new()
    {
        Width = width,
        Height = height,
        Channels = 1,
        BitDepth = 8,
        Compression = compression,
        Predictor = 1,
        SampleFormat = TiffSampleFormat.Unsigned,
        Photometric = 1,
        Premultiplied = false,
        Subsampled = false,
        Quality = null,
        Tile = null,
        RowsPerStrip = 64,
        File = TiffFile.Read("II*\0\b\0\0\0\0\0\0\0\0\0"u8),
    };

    private static BmpHeader Bmp(int width, int height) => new()
    {
        Width = width,
        Height = height,
        Channels = 3,
        BitsPerPixel = 24,
        Palette = false,
        Colours = [],
        HeaderBytes = 40,
        PixelOffset = 54,
    };

    private static TgaHeader Tga(int width, int height) => new()
    {
        Width = width,
        Height = height,
        Channels = 3,
        RunLength = false,
        Depth = 24,
        Descriptor = 0,
        Id = default,
        PixelOffset = 18,
        Extension = null,
        HasFooter = false,
    };

    private static PnmHeader Ppm(int width, int height) => new()
    {
        Width = width,
        Height = height,
        Channels = 3,
        Bitmap = false,
        Most = byte.MaxValue,
        Plain = false,
        PixelOffset = 0,
        Comments = [],
    };

    /// <summary>The JPEG with an EXIF block: a description, a maker and an orientation (Exif 3.0, section 4.6).</summary>
    private static byte[] Described(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 3, 0,
            0x0E, 0x01, 2, 0, 28, 0, 0, 0, 50, 0, 0, 0,
            0x0F, 0x01, 2, 0, 13, 0, 0, 0, 78, 0, 0, 0,
            0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0,
            0, 0, 0, 0,
            .. "A landscape that never was.\0"u8,
            .. "img-compress\0"u8,
        ];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>The same JPEG with another size in its frame header.</summary>
    private static byte[] Oversized(byte[] jpeg)
    {
        var copy = (byte[])jpeg.Clone();
        var frame = copy.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0, 0x00, 0x11]);
        (copy[frame + 5], copy[frame + 6], copy[frame + 7], copy[frame + 8]) = (65_500 >> 8, 65_500 & 0xFF, 65_500 >> 8, 65_500 & 0xFF);
        return copy;
    }
}
