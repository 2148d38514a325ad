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
        ["bmp of 1 bit"] = () => OfBits(1, 0),
        ["bmp of 4 bits"] = () => OfBits(4, 0),
        ["bmp of 16 bits"] = () => OfBits(16, 0),
        ["bmp in runs"] = () => OfBits(8, 1),
        ["tga"] = () => Tga.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3),
        ["tga in runs"] = () => Tga.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3, runLength: true),
        ["tga with a palette"] = () => Indexed([]),
        ["tga with a palette, in runs"] = () => Indexed([0]),
        ["tga of 16 bits"] = () => Tga.Head(2, 16, [.. Enumerable.Range(0, Pictures.Width * Pictures.Height)
            .SelectMany(i => BitConverter.GetBytes((ushort)(i / 9 * 1237)))]),
        ["tga of grey with alpha"] = () => Tga.Head(3, 16, Pictures.Samples(2)),
        ["ppm"] = () => Pnm.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3),
        ["ppm, plain"] = () => Pnm.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3, plain: true),
        ["pam"] = () =>
        [
            .. "P7\nWIDTH 120\nHEIGHT 80\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n"u8, .. Pictures.Samples(4),
        ],
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

    /// <summary>A TGA of four colours.</summary>
    /// <param name="packet">What stands before each pixel.</param>
    private static byte[] Indexed(byte[] packet)
    {
        var file = Tga.Head(
            packet.Length == 0 ? 1 : 9,
            8,
            [
                .. new byte[] { 0, 0, 0, 200, 90, 40, 60, 250, 10, 255, 255, 255 },
                .. Enumerable.Range(0, Pictures.Width * Pictures.Height)
                    .SelectMany(i => (byte[])[.. packet, (byte)(((i / 11) + (i / Pictures.Width / 5)) % 4)]),
            ]);
        (file[1], file[5], file[7]) = (1, 4, 24);
        return file;
    }

    /// <summary>A bitmap of slanted bars.</summary>
    private static byte[] OfBits(int bits, int compression)
    {
        var colours = 1 << Math.Min(bits, 4);
        uint[] pixels = [.. Enumerable.Range(0, Pictures.Width * Pictures.Height)
            .Select(i => (uint)((((i % Pictures.Width / 9) + (i / Pictures.Width / 7)) % colours) * (bits == 16 ? 1237 : 1)))];
        byte[] table = [.. Enumerable.Range(0, bits > 8 ? 0 : 1 << bits).SelectMany(i => BitConverter.GetBytes(i * 0x0F0703))];
        byte[] runs = [.. pixels.Chunk(Pictures.Width).Reverse().SelectMany(row => (byte[])
            [0, (byte)row.Length, .. row.Select(pixel => (byte)pixel), 0, 0])];
        var stored = compression == 0 ? Bmp.Pack(pixels, Pictures.Width, bits) : runs;
        return Bmp.Build(40, Pictures.Width, Pictures.Height, bits, compression, table, stored);
    }
}
