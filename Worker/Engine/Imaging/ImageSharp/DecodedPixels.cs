using System.Runtime.InteropServices;
using ImgCompress.Engine.Imaging.Pixels;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace ImgCompress.Engine.Imaging.ImageSharp;

/// <summary>The rows of a decoded image, which it frees when it is disposed.</summary>
/// <param name="shape">The shape of the rows.</param>
/// <param name="image">The decoded image.</param>
internal sealed class DecodedPixels<TPixel>(RowShape shape, Image<TPixel> image) : DecodedImage(shape)
    where TPixel : unmanaged, IPixel<TPixel>
{
    private int _row;

    public override void ReadRow(Span<byte> row) =>
        MemoryMarshal.AsBytes(image.Frames.RootFrame.PixelBuffer.DangerousGetRowSpan(_row++)).CopyTo(row);

    /// <summary>All damage was found before the first row.</summary>
    public override void Close() => Dispose();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        image.Dispose();
    }
}
