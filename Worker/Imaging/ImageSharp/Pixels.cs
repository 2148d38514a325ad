using System.Runtime.InteropServices;
using ImgCompress.Worker.Imaging.Headers;
using ImgCompress.Worker.Imaging.ImageSharp.Headers;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace ImgCompress.Worker.Imaging.ImageSharp;

/// <summary>The pixel type of ImageSharp whose samples lie in memory as those of a <see cref="RowShape"/> do.</summary>
internal abstract class Pixels
{
    public static Pixels Of(RowShape shape) => (shape.Channels, shape.BytesPerSample) switch
    {
        (1, 1) => new Pixels<L8>(),
        (2, 1) => new Pixels<La16>(),
        (3, 1) => new Pixels<Rgb24>(),
        (4, 1) => new Pixels<Rgba32>(),
        (1, 2) => new Pixels<L16>(),
        (2, 2) => new Pixels<La32>(),
        (3, 2) => new Pixels<Rgb48>(),
        (4, 2) => new Pixels<Rgba64>(),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
    };

    /// <summary>Decodes all of a file.</summary>
    /// <exception cref="RefusedException">It does not decode, or holds something else than the header says.</exception>
    public abstract DecodedImage Decode(ReadOnlyMemory<byte> file, ImageHeader header, RowShape shape, CancellationToken cancellationToken);

    /// <summary>Reads a source to its end.</summary>
    public abstract Image Collect(RowSource rows, CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class Pixels<TPixel> : Pixels
    where TPixel : unmanaged, IPixel<TPixel>
{
    public override DecodedImage Decode(ReadOnlyMemory<byte> file, ImageHeader header, RowShape shape, CancellationToken cancellationToken)
    {
        var image = Decoding.Decode<TPixel>(file, header, cancellationToken);
        var rowsBefore = header is PnmHeader pnm ? pnm.RowsForDecoder : 0;
        if (image.Width == shape.Width && image.Height == shape.FrameHeight + rowsBefore && image.Frames.Count == shape.Frames)
            return new DecodedPixels<TPixel>(shape, image, rowsBefore);
        var found = $"{image.Width}×{image.Height}×{image.Frames.Count}";
        image.Dispose();
        throw RefusedException.Corrupt(
            $"the header says {shape.Width}×{shape.FrameHeight} pixels × {shape.Frames} frames, the decoder {found}");
    }

    public override Image Collect(RowSource rows, CancellationToken cancellationToken)
    {
        var shape = rows.Shape;
        var image = new Image<TPixel>(Library.Configuration, shape.Width, shape.FrameHeight);
        try
        {
            for (var frame = 0; frame < shape.Frames; frame++)
            {
                var pixels = (frame == 0 ? image.Frames.RootFrame : image.Frames.CreateFrame()).PixelBuffer;
                for (var y = 0; y < shape.FrameHeight; y++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    rows.ReadRow(MemoryMarshal.AsBytes(pixels.DangerousGetRowSpan(y)));
                }
            }

            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }
}
