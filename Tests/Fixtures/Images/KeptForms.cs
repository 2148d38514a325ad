namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>Forms that are kept, and how to make a picture of each.</summary>
internal static class KeptForms
{
    public static IReadOnlyDictionary<string, Func<byte[]>> All { get; } = new Dictionary<string, Func<byte[]>>(StringComparer.Ordinal)
    {
        ["jpeg"] = () => Pictures.Jpeg(),
        ["progressive"] = () => Pictures.Jpeg(progressive: true),
        ["gain map"] = () => JpegFiles.UltraHdr(JpegFiles.Map()),
        ["motion photo"] = () => [.. Pictures.Jpeg(), .. JpegFiles.Video],
        ["png"] = () => Pictures.Png(),
        ["interlaced"] = () => Pictures.Png(interlaced: true),
        ["animated png"] = () => Apngs.Encode(
            Apngs.Forms["colour"],
            Pictures.Width,
            Pictures.Height,
            [
                .. Enumerable.Range(1, 3).Select(i => new Apngs.Frame(
                    0, 0, Pictures.Width, Pictures.Height, (x, y, c) => (x * i) + (y * 2) + (c * 40))),
            ]),
        ["webp"] = () => Pictures.WebP(),
        ["lossless"] = () => Pictures.WebP(lossless: true),
        ["gif"] = Pictures.Gif,
        ["tiff"] = () => Pictures.Tiff(),
        ["avif"] = Pictures.Avif,
        ["bmp"] = () => Bmp.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3),
        ["tga"] = () => Tga.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3),
        ["tga in runs"] = () => Tga.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3, runLength: true),
        ["ppm"] = () => Pnm.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3),
        ["ppm, plain"] = () => Pnm.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3, plain: true),
    };

    public static IReadOnlyDictionary<string, Func<byte[]>> Lossless { get; } = new Dictionary<string, Func<byte[]>>(StringComparer.Ordinal)
    {
        ["png"] = () => Pictures.Png(),
        ["png, grey"] = () => Pictures.Png(channels: 1),
        ["webp"] = () => Pictures.WebP(lossless: true),
        ["tiff"] = () => Pictures.Tiff(),
        ["bmp"] = () => Bmp.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3),
        ["bmp, alpha"] = () => Bmp.Encode(Pictures.Samples(4), Pictures.Width, Pictures.Height, 4),
        ["bmp, grey"] = () => Bmp.Encode(Pictures.Samples(1), Pictures.Width, Pictures.Height, 1),
        ["tga"] = () => Tga.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3),
        ["tga, grey"] = () => Tga.Encode(Pictures.Samples(1), Pictures.Width, Pictures.Height, 1),
        ["tga, alpha in runs"] = () => Tga.Encode(Pictures.Samples(4), Pictures.Width, Pictures.Height, 4, runLength: true),
        ["ppm"] = () => Pnm.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3),
        ["pgm"] = () => Pnm.Encode(Pictures.Samples(1), Pictures.Width, Pictures.Height, 1),
        ["ppm, plain"] = () => Pnm.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3, plain: true),
    };

    /// <summary>The picture, by a reader that is not under test.</summary>
    public static (byte[] Samples, int Width, int Height, int Channels) Decode(byte[] file) => file switch
    {
        [(byte)'B', (byte)'M', ..] => Bmp.Decode(file),
        [(byte)'P', >= (byte)'1' and <= (byte)'6', ..] => Pnm.Decode(file),
        [_, 0, 2 or 3 or 10 or 11, ..] => Tga.Decode(file),
        _ => Pictures.Decode(file),
    };
}
