using ImgCompress.Contracts;

namespace ImgCompress.Worker.Imaging;

/// <summary>How a resize ended.</summary>
internal abstract record Resized
{
    private Resized()
    {
    }

    /// <summary>The new file's bytes, and the pixels (all frames) that went in and came out.</summary>
    internal sealed record Image(ReadOnlyMemory<byte> Bytes, long PixelsIn, long PixelsOut) : Resized;

    /// <summary>The bytes turned out to be damaged, or cannot be kept in their form: for a permanent reason, nothing came out.</summary>
    internal sealed record Refused(Failure Failure) : Resized;
}
