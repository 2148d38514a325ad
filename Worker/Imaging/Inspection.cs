using ImgCompress.Contracts;

namespace ImgCompress.Worker.Imaging;

/// <summary>What an image's header says of it.</summary>
internal abstract record Inspection
{
    private Inspection()
    {
    }

    /// <summary>The image can be resized.</summary>
    /// <param name="Format">By the bytes, not by the name.</param>
    /// <param name="Width">Of one frame, in pixels, as encoded (before any orientation).</param>
    /// <param name="Height">Of one frame, in pixels, as encoded.</param>
    /// <param name="Frames">1, or the number of frames or pages.</param>
    /// <param name="Memory">An upper estimate, in bytes, of what decoding, resizing and encoding will hold at their peak, the file's own bytes included.</param>
    internal sealed record Accepted(ImageFormat Format, int Width, int Height, int Frames, long Memory) : Inspection
    {
        public long Pixels => (long)Width * Height * Frames;
    }

    /// <summary>It cannot, for a permanent reason.</summary>
    internal sealed record Refused(Failure Failure) : Inspection;
}
