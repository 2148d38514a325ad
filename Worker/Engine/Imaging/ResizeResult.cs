using ImgCompress.Contracts;

namespace ImgCompress.Engine.Imaging;

/// <summary>How a resize ended.</summary>
public abstract record ResizeResult
{
    private ResizeResult()
    {
    }

    /// <summary>The new file's bytes, and the pixels (all frames) that went in and came out.</summary>
    public sealed record Image(ReadOnlyMemory<byte> Bytes, long PixelsIn, long PixelsOut) : ResizeResult;

    /// <summary>The bytes turned out to be damaged, or cannot be kept in their form: for a permanent reason, nothing came out.</summary>
    public sealed record Refused(Failure Failure) : ResizeResult;
}
