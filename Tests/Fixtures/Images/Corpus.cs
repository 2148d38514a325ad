using ImgCompress.Files;
using NetVips;

namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>Small files to make mutants of: one of each form that is read in its own way, and others that somebody has collected.</summary>
internal static class Corpus
{
    /// <summary>Names a directory with further files, of which those that are small and named as images join.</summary>
    private const string Variable = "IMG_COMPRESS_TEST_CORPUS";

    private const long MaxBytes = 100_000;

    private static readonly byte[] Rgb = Pictures.Samples(3);

    private static readonly Func<byte[]>[] Made =
    [
        .. KeptForms.All.Values,
        () => Pictures.Cmyk(image => image.JpegsaveBuffer()),
        () => JpegFiles.With(
            Pictures.Jpeg(),
            JpegFiles.Segment(0xE1, [.. "Exif\0\0"u8, .. ExifBlock.Build(true, 120, 80, [9, 9, 9, 9], [300, 300])]),
            JpegFiles.Xmp(JpegFiles.MapXmp)),
        () => [.. Pictures.Jpeg(), .. JpegFiles.Samsung(("MotionPhoto_Data", JpegFiles.Video))],
        () => JpegFiles.Indexed(false, [], (0x020002, [], Pictures.Jpeg()), (0x020002, [], Pictures.Jpeg())),
        () => Pictures.Png(palette: true),
        () => Pictures.Png(channels: 1, bitDepth: 1),
        () => Pictures.Png(channels: 4, bytesPerSample: 2),
        () => Animated(Apngs.Forms["palette with alpha"]),
        () => Pictures.WebP(channels: 4),
        () => Pictures.Animation(image => image.WebpsaveBuffer(), [100, 200], 2),
        () => Pictures.Animation(image => image.GifsaveBuffer(effort: 1), [100, 200, 300], 2),
        () => Pictures.Tiff(Enums.ForeignTiffCompression.Jpeg),
        () => Pictures.Tiff(Enums.ForeignTiffCompression.Deflate, tile: true, big: true),
        () => Pictures.Tiff(Enums.ForeignTiffCompression.Packbits, channels: 4),
        () => Pictures.Encode(i => i.TiffsaveBuffer(Enums.ForeignTiffCompression.Ccittfax4, bitdepth: 1), channels: 1),
        () => Pictures.Cmyk(image => image.TiffsaveBuffer()),
        () => Pictures.Animation(image => image.TiffsaveBuffer(), [100, 200], 2),
        () => TiffBuilder.Of(Pictures.Samples(1, 2), Pictures.Width, Pictures.Height, 1, 16, littleEndian: false).Build(),
        () => TiffBuilder.Of(new byte[64 * 64 * 4], 64, 64, 1, 32).Shorts(339, 3).Build(),
        () => TiffBuilder.Of(Rgb, Pictures.Width, Pictures.Height, 3).Shorts(284, 2).Shorts(278, 80).Build(strips: 3),
        () => TiffBuilder.Of(Pictures.Samples(1), Pictures.Width, Pictures.Height, 1).Shorts(262, 3).Shorts(320, new int[768]).Build(),
        () => Avifs.Encode(channels: 4),
        () => Avifs.Grid(Avifs.DisplayP3, 2, 2, []),
        () => Avifs.Turned,
        () => Avifs.Lossless,
        () => Bmp.Encode(Pictures.Samples(1), Pictures.Width, Pictures.Height, 1),
        () => Bmp.Encode(Pictures.Samples(4), Pictures.Width, Pictures.Height, 4),
        () => KeptForms.All["bmp of 1 bit"](),
        () => KeptForms.All["bmp of 4 bits"](),
        () => KeptForms.All["bmp of 16 bits"](),
        () => KeptForms.All["bmp in runs"](),
        () => KeptForms.All["tga in runs"](),
        () => KeptForms.All["tga with a palette"](),
        () => KeptForms.All["tga with a palette, in runs"](),
        () => KeptForms.All["tga of 16 bits"](),
        () => Pnm.Encode(Pictures.Samples(1), Pictures.Width, Pictures.Height, 1),
        () => KeptForms.All["pam"](),
        () => SmallImages.Heic,
    ];

    public static IReadOnlyList<byte[]> Files { get; } = [.. Made.Select(make => make()), .. Collected()];

    private static IEnumerable<byte[]> Collected() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } directory
        ? new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => ImageNames.Match(file.Name) && file.Length is > 0 and <= MaxBytes)
            .OrderBy(file => file.FullName, StringComparer.Ordinal)
            .Select(file => File.ReadAllBytes(file.FullName))
        : [];

    private static byte[] Animated(Apngs.Form form) => Apngs.Encode(
        form,
        Pictures.Width,
        Pictures.Height,
        [
            .. Enumerable.Range(0, 3).Select(i => new Apngs.Frame(
                0, 0, Pictures.Width, Pictures.Height, (x, y, c) => ((x * i) + y + c) % 4)),
        ]);
}
