using ImgCompress.Worker.Imaging.Headers;
using ImgCompress.Worker.Imaging.ImageSharp.Headers;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace ImgCompress.Worker.Imaging.ImageSharp;

/// <summary>Which decoder reads a file, and what its exceptions mean.</summary>
internal static class Decoding
{
    private static readonly PngDecoderOptions Png = new()
    {
        GeneralOptions = Library.Decoding,
        PngCrcChunkHandling = PngCrcChunkHandling.IgnoreNone,
    };

    private static readonly WebpDecoderOptions WebP = new()
    {
        GeneralOptions = Library.Decoding,
        // What a frame leaves open stays transparent: the background colour is a hint that players do not follow.
        BackgroundColorHandling = BackgroundColorHandling.Ignore,
    };

    private static byte[] Ones { get; } = [.. Enumerable.Repeat(byte.MaxValue, 64)];

    /// <exception cref="RefusedException">The file does not decode.</exception>
    public static Image<TPixel> Decode<TPixel>(ReadOnlyMemory<byte> file, ImageHeader header, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        try
        {
            if (header is WebPHeader webP)
                return DecodeWebP<TPixel>(file, webP, cancellationToken);
            using var stream = CancellableStream.Over(header is PnmHeader pnm ? pnm.ForDecoder(file) : file, cancellationToken);
            return header switch
            {
                JpegHeader => JpegDecoder.Instance.Decode<TPixel>(Library.Decoding, stream),
                PngHeader => PngDecoder.Instance.Decode<TPixel>(Png, stream),
                GifHeader => GifDecoder.Instance.Decode<TPixel>(Library.Decoding, stream),
                TiffHeader => TiffDecoder.Instance.Decode<TPixel>(Library.Decoding, stream),
                BmpHeader => BmpDecoder.Instance.Decode<TPixel>(Library.Decoding, stream),
                TgaHeader => TgaDecoder.Instance.Decode<TPixel>(Library.Decoding, stream),
                PnmHeader => PbmDecoder.Instance.Decode<TPixel>(Library.Decoding, stream),
                QoiHeader => Image.Load<TPixel>(Library.Decoding, stream),
                _ => throw new ArgumentOutOfRangeException(nameof(header), header.Format, null),
            };
        }
        catch (Exception error) when (error is NotSupportedException or UnknownImageFormatException)
        {
            throw RefusedException.Unsupported($"ImageSharp does not read this form: {Words(error)}");
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException or RefusedException))
        {
            // Managed decoders meet damage with whatever their code then runs into: an index out of range, a division by zero.
            throw RefusedException.Corrupt($"the image does not decode: {Words(error)}");
        }
    }

    private static Image<TPixel> DecodeWebP<TPixel>(ReadOnlyMemory<byte> file, WebPHeader header, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using var stream = CancellableStream.Over(WebPPictures.Of(file.Span, header, []), cancellationToken);
        using var longer = CancellableStream.Over(WebPPictures.Of(file.Span, header, Ones), cancellationToken);
        var image = WebpDecoder.Instance.Decode<TPixel>(WebP, stream);
        try
        {
            using var other = WebpDecoder.Instance.Decode<TPixel>(WebP, longer);
            for (var frame = 0; frame < image.Frames.Count; frame++)
                RequireSame(image.Frames[frame].PixelBuffer, other.Frames[frame].PixelBuffer);
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static void RequireSame<TPixel>(Buffer2D<TPixel> pixels, Buffer2D<TPixel> others)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        for (var y = 0; y < pixels.Height; y++)
        {
            if (!pixels.DangerousGetRowSpan(y).SequenceEqual(others.DangerousGetRowSpan(y)))
                throw RefusedException.Corrupt("the WebP's data ends before its picture");
        }
    }

    private static string Words(Exception error) => string.Concat(error.Message.Take(300).Where(c => !char.IsControl(c)));
}
