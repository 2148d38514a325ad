using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Pixels;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;

namespace ImgCompress.Engine.Imaging.ImageSharp;

/// <summary>
/// A format that SixLabors.ImageSharp decodes and encodes: all managed code. It holds images as a whole, the decoded one and then the
/// new one. Decoder and encoder are named by the format, so no other one is ever reached by what a file holds.
/// </summary>
internal abstract class ImageSharpFormat<THeader> : TypedImageFormat<THeader>
    where THeader : ImageHeader
{
    private const int MaxMessage = 300;

    protected abstract IImageDecoder Decoder { get; }

    protected abstract IImageEncoder Encoder(THeader header, RowShape shape);

    /// <summary>The file as the decoder reads it rightly.</summary>
    protected virtual ReadOnlyMemory<byte> ForDecoder(ReadOnlyMemory<byte> file, THeader header) => file;

    /// <summary>The decoder's copy of the file is about as large as what comes out of it.</summary>
    protected override long EstimatePeakBytes(THeader header, long decoded, long encoded) => 2 * (decoded + encoded);

    protected override DecodedImage Decode(ReadOnlyMemory<byte> file, THeader header, CancellationToken cancellationToken)
    {
        var forDecoder = ForDecoder(file, header);
        return header.Channels switch
        {
            1 => Decode<L8>(forDecoder, header.Shape, cancellationToken),
            3 => Decode<Rgb24>(forDecoder, header.Shape, cancellationToken),
            4 => Decode<Rgba32>(forDecoder, header.Shape, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(header), header.Channels, null),
        };
    }

    protected override byte[] Encode(
        RowSource rows, THeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken)
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
        image.Save(output, Encoder(header, rows.Shape));
        return output.ToArray();
    }

    private DecodedPixels<TPixel> Decode<TPixel>(
        ReadOnlyMemory<byte> file, RowShape shape, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        try
        {
            using var stream = CancellableStream.Over(file, cancellationToken);
            var image = Decoder.Decode<TPixel>(ImageSharpPixels.Configuration, stream, cancellationToken);
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
