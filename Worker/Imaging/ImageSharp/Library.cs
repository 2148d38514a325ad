using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Qoi;
using SixLabors.ImageSharp.Memory;

namespace ImgCompress.Worker.Imaging.ImageSharp;

/// <summary>How ImageSharp is used here.</summary>
internal static class Library
{
    /// <summary>Of freed pixels kept for the next image; what is above goes back to the system at once.</summary>
    private const int PoolMegabytes = 64;

    /// <summary>Each image has one thread: images run side by side instead. Only QOI, whose decoder is not public, is told by its bytes.</summary>
    public static Configuration Configuration { get; } = new(new QoiConfigurationModule())
    {
        MaxDegreeOfParallelism = 1,
        MemoryAllocator = MemoryAllocator.Create(new()
        {
            MaximumPoolSizeMegabytes = PoolMegabytes,
            // What an image may take was decided by its header.
            AllocationLimitMegabytes = int.MaxValue,
        }),
    };

    /// <summary>Metadata is carried past ImageSharp, byte by byte.</summary>
    public static DecoderOptions Decoding { get; } = new() { Configuration = Configuration, SkipMetadata = true };
}
