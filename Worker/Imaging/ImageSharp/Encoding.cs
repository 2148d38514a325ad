using ImgCompress.Contracts;
using ImgCompress.Worker.Imaging.Headers;
using ImgCompress.Worker.Imaging.ImageSharp.Gif;
using ImgCompress.Worker.Imaging.ImageSharp.Headers;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Qoi;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace ImgCompress.Worker.Imaging.ImageSharp;

/// <summary>Which encoder writes a header's form, and how.</summary>
internal static class Encoding
{
    /// <summary>Of a lossless WebP, 0 to 100; what libwebp and ImageSharp take where nothing is said.</summary>
    private const int LosslessEffort = 75;

    private const int MostColours = 256;

    /// <exception cref="RefusedException">ImageSharp does not write the image.</exception>
    public static byte[] Encode(
        Image image, RowShape shape, ImageHeader header, ResizeSpec spec, bool quantise, CancellationToken cancellationToken)
    {
        if (header is GifHeader gif)
            return EncodeGif(image, gif, cancellationToken);
        if (header is WebPHeader { Frames: > 1 })
            ReplaceAreas(image);
        using var output = new CancellableStream(cancellationToken);
        try
        {
            image.Save(output, Encoder(image, shape, header, spec, quantise));
        }
        catch (Exception error) when (error is ImageFormatException or NotSupportedException)
        {
            throw RefusedException.Unsupported($"the image does not encode: {error.Message}");
        }

        return output.ToArray();
    }

    private static IImageEncoder Encoder(Image image, RowShape shape, ImageHeader header, ResizeSpec spec, bool quantise) => header switch
    {
        JpegHeader jpeg => new JpegEncoder
        {
            Quality = Quality.Of(jpeg, spec),
            ColorType = jpeg.Channels == 1 ? JpegEncodingColor.Luminance : Ratio(jpeg.Subsampling),
            Interleaved = true,
            SkipMetadata = true,
        },
        PngHeader png => new PngEncoder
        {
            ColorType = quantise ? PngColorType.Palette : Colours(shape),
            BitDepth = quantise ? PngBitDepth.Bit8 : Depth(png, shape),
            InterlaceMethod = png.Interlaced ? PngInterlaceMode.Adam7 : PngInterlaceMode.None,
            FilterMethod = quantise ? PngFilterMethod.None : PngFilterMethod.Adaptive,
            Quantizer = new WuQuantizer(),
            ChunkFilter = PngChunkFilter.ExcludeAll,
            SkipMetadata = true,
        },
        WebPHeader webP => new WebpEncoder
        {
            FileFormat = webP.Lossless ? WebpFileFormatType.Lossless : WebpFileFormatType.Lossy,
            Quality = webP.Lossless ? LosslessEffort : Quality.Of(webP, spec),
            SkipMetadata = true,
        },
        TiffHeader tiff => new TiffEncoder
        {
            BitsPerPixel = shape.Channels == 3 ? TiffBitsPerPixel.Bit24 : tiff.BitDepth == 16 ? TiffBitsPerPixel.Bit16 : TiffBitsPerPixel.Bit8,
            PhotometricInterpretation = shape.Channels == 3 ? TiffPhotometricInterpretation.Rgb : TiffPhotometricInterpretation.BlackIsZero,
            Compression = tiff.Compression switch
            {
                5 => TiffCompression.Lzw,
                8 or 32946 => TiffCompression.Deflate,
                32773 => TiffCompression.PackBits,
                _ => TiffCompression.None,
            },
            HorizontalPredictor = tiff.Predictor ? TiffPredictor.Horizontal : TiffPredictor.None,
            SkipMetadata = true,
        },
        BmpHeader bmp => new BmpEncoder
        {
            BitsPerPixel = (BmpBitsPerPixel)bmp.BitsPerPixel,
            Quantizer = bmp.Palette ? Quantizer((Image<Rgb24>)image) : KnownQuantizers.Octree,
            SkipMetadata = true,
        },
        TgaHeader tga => new TgaEncoder
        {
            BitsPerPixel = (TgaBitsPerPixel)(8 * tga.Channels),
            Compression = tga.RunLength ? TgaCompression.RunLength : TgaCompression.None,
            SkipMetadata = true,
        },
        PnmHeader pnm => new PbmEncoder
        {
            Encoding = pnm.Plain ? PbmEncoding.Plain : PbmEncoding.Binary,
            ColorType = pnm.Bitmap ? PbmColorType.BlackAndWhite : pnm.Channels == 1 ? PbmColorType.Grayscale : PbmColorType.Rgb,
            ComponentType = pnm.Bitmap ? PbmComponentType.Bit : PbmComponentType.Byte,
            SkipMetadata = true,
        },
        QoiHeader qoi => new QoiEncoder
        {
            Channels = (QoiChannels)qoi.Channels,
            ColorSpace = qoi.Linear ? QoiColorSpace.AllChannelsLinear : QoiColorSpace.SrgbWithLinearAlpha,
            SkipMetadata = true,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(header), header.Format, null),
    };

    private static byte[] EncodeGif(Image image, GifHeader gif, CancellationToken cancellationToken)
    {
        if (image is Image<Rgba32> pixels)
            return GifWriter.Write(pixels, gif, cancellationToken);
        using var converted = image.CloneAs<Rgba32>();
        return GifWriter.Write(converted, gif, cancellationToken);
    }

    /// <summary>Each frame is to be written over the area in which it differs from the one before, alpha and all.</summary>
    private static void ReplaceAreas(Image image)
    {
        foreach (var frame in image.Frames)
        {
            var metadata = frame.Metadata.GetWebpMetadata();
            (metadata.BlendMethod, metadata.DisposalMethod) = (WebpBlendMethod.Source, WebpDisposalMethod.DoNotDispose);
        }
    }

    /// <summary>Exactly the image's colours, where 256 are enough; else 256 chosen ones.</summary>
    private static IQuantizer Quantizer(Image<Rgb24> image)
    {
        var colours = new HashSet<Rgb24>();
        for (var y = 0; y < image.Height && colours.Count <= MostColours; y++)
            colours.UnionWith(image.Frames.RootFrame.PixelBuffer.DangerousGetRowSpan(y).ToArray());
        return colours.Count <= MostColours
            ? new PaletteQuantizer(
                colours.Select(c => new Color(c)).ToArray(), new() { Dither = null, ColorMatchingMode = ColorMatchingMode.Exact })
            : new WuQuantizer();
    }

    /// <summary>Where ImageSharp writes no such ratio, chroma is kept in full, so that nothing is lost.</summary>
    private static JpegEncodingColor Ratio((int Across, int Down) subsampling) => subsampling switch
    {
        (2, 2) => JpegEncodingColor.YCbCrRatio420,
        (2, 1) => JpegEncodingColor.YCbCrRatio422,
        (4, 1) => JpegEncodingColor.YCbCrRatio411,
        (4, 2) => JpegEncodingColor.YCbCrRatio410,
        _ => JpegEncodingColor.YCbCrRatio444,
    };

    private static PngColorType Colours(RowShape shape) => shape.Channels switch
    {
        1 => PngColorType.Grayscale,
        2 => PngColorType.GrayscaleWithAlpha,
        3 => PngColorType.Rgb,
        _ => PngColorType.RgbWithAlpha,
    };

    private static PngBitDepth Depth(PngHeader png, RowShape shape) =>
        shape.BytesPerSample == 2 ? PngBitDepth.Bit16 : shape.Channels == 1 && !png.Palette ? (PngBitDepth)png.BitDepth : PngBitDepth.Bit8;
}
