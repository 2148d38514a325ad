using ImgCompress.Engine.Imaging.Vips;
using NetVips;

namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>Encoded pictures, made anew in each test: a gradient with some texture, so that no codec has it too easy.</summary>
internal static class Pictures
{
    public const int Width = 120;
    public const int Height = 80;

    /// <summary>The program decodes GIFs by itself, and blocks libvips' decoder.</summary>
    static Pictures()
    {
        VipsLibrary.SetUp();
        Operation.Block("VipsForeignLoadNsgifSource", false);
    }

    public static byte[] Jpeg(bool progressive = false, int quality = 80, bool fullChroma = false) =>
        Encode(i => i.JpegsaveBuffer(
            q: quality,
            interlace: progressive,
            subsampleMode: fullChroma ? Enums.ForeignSubsample.Off : Enums.ForeignSubsample.On,
            keep: Enums.ForeignKeep.None));

    public static byte[] Png(int channels = 3, int bytesPerSample = 1, bool interlaced = false, int bitDepth = 8, bool palette = false) =>
        Encode(
            i => i.PngsaveBuffer(
                interlace: interlaced,
                bitdepth: bytesPerSample == 2 ? 16 : bitDepth,
                palette: palette,
                keep: Enums.ForeignKeep.None),
            channels,
            bytesPerSample);

    public static byte[] WebP(bool lossless = false, int channels = 3) => Encode(i => i.WebpsaveBuffer(lossless: lossless), channels);

    public static byte[] Gif() => Encode(i => i.GifsaveBuffer(effort: 1));

    public static byte[] Tiff(
        Enums.ForeignTiffCompression compression = Enums.ForeignTiffCompression.Lzw,
        int channels = 3,
        bool tile = false,
        bool big = false) =>
        Encode(i => i.TiffsaveBuffer(compression: compression, tile: tile, tileWidth: 64, tileHeight: 64, bigtiff: big), channels);

    public static byte[] Avif() => Encode(i => i.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0));

    /// <summary>Frames below each other, each of another brightness; the delays are of milliseconds.</summary>
    public static byte[] Animation(Func<Image, byte[]> save, int[] delays, int loop)
    {
        using var image = Make(3, 1, Enums.Interpretation.Srgb, delays.Length);
        using var framed = image.Mutate(m =>
        {
            m.Set(GValue.GIntType, "page-height", Height);
            m.Set(GValue.ArrayIntType, "delay", delays);
            m.Set(GValue.GIntType, "loop", loop);
        });
        return save(framed);
    }

    public static byte[] Cmyk(Func<Image, byte[]> save)
    {
        using var image = Make(4, 1, Enums.Interpretation.Cmyk);
        return save(image);
    }

    public static byte[] Encode(Func<Image, byte[]> save, int channels = 3, int bytesPerSample = 1)
    {
        using var image = Make(channels, bytesPerSample, (channels, bytesPerSample) switch
        {
            ( <= 2, 1) => Enums.Interpretation.Bw,
            ( <= 2, _) => Enums.Interpretation.Grey16,
            (_, 1) => Enums.Interpretation.Srgb,
            _ => Enums.Interpretation.Rgb16,
        });
        return save(image);
    }

    /// <summary>All samples of an encoded picture, by libvips' own reading of it.</summary>
    public static (byte[] Samples, int Width, int Height, int Channels) Decode(byte[] file)
    {
        using var source = Source.NewFromMemory(file);
        var mayBeAnimated = file.AsSpan().StartsWith("GIF"u8) || file.AsSpan(8).StartsWith("WEBP"u8);
        using var image = Image.NewFromSource(source, kwargs: mayBeAnimated ? new VOption { { "n", -1 } } : null);
        return (image.WriteToMemory<byte>(), image.Width, image.Height, image.Bands);
    }

    /// <summary>All samples of an encoded picture of more than 8 bits.</summary>
    public static ushort[] DecodeSixteenBit(byte[] file)
    {
        using var source = Source.NewFromMemory(file);
        using var image = Image.NewFromSource(source);
        return image.WriteToMemory<ushort>();
    }

    /// <summary>The picture's samples, interleaved; those of two bytes have the same value in both.</summary>
    public static byte[] Samples(int channels, int bytesPerSample = 1, int frames = 1)
    {
        var samples = new byte[Width * Height * frames * channels * bytesPerSample];
        for (var y = 0; y < Height * frames; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                for (var c = 0; c < channels; c++)
                {
                    var value = (byte)((x * (c + 1)) + (y % Height * 2) + (y / Height * 40) + ((x ^ y) & 15));
                    var at = ((y * Width + x) * channels + c) * bytesPerSample;
                    samples.AsSpan(at, bytesPerSample).Fill(value);
                }
            }
        }

        return samples;
    }

    private static Image Make(int channels, int bytesPerSample, Enums.Interpretation interpretation, int frames = 1)
    {
        using var image = Image.NewFromMemoryCopy<byte>(
            Samples(channels, bytesPerSample, frames),
            Width,
            Height * frames,
            channels,
            bytesPerSample == 1 ? Enums.BandFormat.Uchar : Enums.BandFormat.Ushort);
        return image.Copy(interpretation: interpretation);
    }
}
