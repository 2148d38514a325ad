using System.Runtime.InteropServices;
using ImgCompress.Engine.Imaging.Pixels;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace ImgCompress.Engine.Imaging.ImageSharp;

/// <summary>Rows as images of ImageSharp, and how the library is used here.</summary>
internal static class ImageSharpPixels
{
    /// <summary>Freed memory that is kept for the next image; more goes back to the system at once.</summary>
    private const int PoolMegabytes = 64;

    /// <summary>Two formats and no other. Each image has one thread: images run side by side instead.</summary>
    public static SixLabors.ImageSharp.Configuration Configuration { get; } =
        new(new BmpConfigurationModule(), new TgaConfigurationModule())
        {
            MaxDegreeOfParallelism = 1,
            MemoryAllocator = MemoryAllocator.Create(new()
            {
                MaximumPoolSizeMegabytes = PoolMegabytes,

                // What an image may take was decided by its header.
                AllocationLimitMegabytes = int.MaxValue,
            }),
        };

    /// <summary>Reads a source to its end; the pixel type's samples lie in memory as the rows' do.</summary>
    public static Image<TPixel> Collect<TPixel>(RowSource rows, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        var shape = rows.Shape;
        var image = new Image<TPixel>(Configuration, shape.Width, shape.Height);
        try
        {
            for (var y = 0; y < shape.Height; y++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows.ReadRow(MemoryMarshal.AsBytes(image.Frames.RootFrame.PixelBuffer.DangerousGetRowSpan(y)));
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
