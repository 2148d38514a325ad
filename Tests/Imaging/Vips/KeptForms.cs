namespace ImgCompress.Tests.Imaging;

/// <summary>The forms that the codec keeps, and how to make a picture of each.</summary>
internal static class KeptForms
{
    public static IReadOnlyDictionary<string, Func<byte[]>> All { get; } = new Dictionary<string, Func<byte[]>>(StringComparer.Ordinal)
    {
        ["jpeg"] = () => Pictures.Jpeg(),
        ["progressive"] = () => Pictures.Jpeg(progressive: true),
        ["png"] = () => Pictures.Png(),
        ["interlaced"] = () => Pictures.Png(interlaced: true),
        ["webp"] = () => Pictures.WebP(),
        ["lossless"] = () => Pictures.WebP(lossless: true),
        ["gif"] = Pictures.Gif,
        ["tiff"] = () => Pictures.Tiff(),
        ["avif"] = Pictures.Avif,
    };

    public static IReadOnlyDictionary<string, Func<byte[]>> Lossless { get; } = new Dictionary<string, Func<byte[]>>(StringComparer.Ordinal)
    {
        ["png"] = () => Pictures.Png(),
        ["png, grey"] = () => Pictures.Png(channels: 1),
        ["webp"] = () => Pictures.WebP(lossless: true),
        ["tiff"] = () => Pictures.Tiff(),
    };

    /// <summary>The picture, by a reader that is not under test.</summary>
    public static (byte[] Samples, int Width, int Height, int Channels) Decode(byte[] file) => Pictures.Decode(file);
}
