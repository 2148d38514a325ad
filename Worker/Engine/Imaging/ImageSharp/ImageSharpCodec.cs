using ImgCompress.Engine.Imaging.Pixels;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;

namespace ImgCompress.Engine.Imaging.ImageSharp;

/// <summary>
/// Decodes and encodes by SixLabors.ImageSharp: all managed code. It holds images as a whole, the decoded one and then the new one.
/// Decoder and encoder are named by the format, so no other one is ever reached by what a file holds.
/// </summary>
internal static class ImageSharpCodec
{
    private const int MaxMessage = 300;

    /// <summary>The decoder's copy of the file is about as large as what comes out of it.</summary>
    /// <param name="decoded">Bytes of the decoded image.</param>
    /// <param name="encoded">Bytes of the new one.</param>
    public static long EstimatePeakBytes(long decoded, long encoded) => 2 * (decoded + encoded);

    public static DecodedImage Decode(
        ReadOnlyMemory<byte> file, RowShape shape, IImageDecoder decoder, CancellationToken cancellationToken)
    {
        return shape.Channels switch
        {
            1 => Decode<L8>(file, shape, decoder, cancellationToken),
            3 => Decode<Rgb24>(file, shape, decoder, cancellationToken),
            4 => Decode<Rgba32>(file, shape, decoder, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape.Channels, null),
        };
    }

    /// <param name="rows">The new image.</param>
    /// <param name="original">What the rows are made of: it is done with once they have been read.</param>
    /// <param name="encoder">The encoder.</param>
    /// <param name="cancellationToken">Looked at before each row, and with each write.</param>
    public static byte[] Encode(RowSource rows, DecodedImage? original, IImageEncoder encoder, CancellationToken cancellationToken)
    {
        using var image = rows.Shape.Channels switch
        {
            1 => ImageSharpPixels.Collect<L8>(rows, cancellationToken),
            3 => ImageSharpPixels.Collect<Rgb24>(rows, cancellationToken),
            4 => (Image)ImageSharpPixels.Collect<Rgba32>(rows, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(rows), rows.Shape.Channels, null),
        };
        original?.Dispose();
        using var output = new CancellableStream(cancellationToken);
        image.Save(output, encoder);
        return output.ToArray();
    }

    private static DecodedPixels<TPixel> Decode<TPixel>(
        ReadOnlyMemory<byte> file, RowShape shape, IImageDecoder decoder, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        try
        {
            using var stream = CancellableStream.Over(file, cancellationToken);
            var image = decoder.Decode<TPixel>(ImageSharpPixels.Configuration, stream, cancellationToken);
            if (image.Width == shape.Width && image.Height == shape.FrameHeight)
            {
                return new(shape, image);
            }

            var found = $"{image.Width}×{image.Height}";
            image.Dispose();
            throw RefusedException.Corrupt($"the header says {shape.Width}×{shape.FrameHeight} pixels, the decoder {found}");
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException or RefusedException))
        {
            // Managed decoders meet damage with whatever their code then runs into: an index out of range, a division by zero.
            var said = string.Concat(error.Message.Take(MaxMessage).Where(c => !char.IsControl(c)));
            throw RefusedException.Corrupt($"the image does not decode: {said}");
        }
    }
}
