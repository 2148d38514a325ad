using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats;

namespace ImgCompress.Engine.Imaging;

/// <summary>What a decoder may divide a picture's sides by: the less it leaves for the filter, the farther from exact.</summary>
internal static class ShrinkOnLoadRule
{
    /// <summary>
    /// Where so many times the new size is left, a photograph comes out within 45 dB of the exact result, by every filter (the benchmark
    /// <c>shrink</c> measures it). By the softest one it does where twice is left, as long as the decoder only halves.
    /// </summary>
    private const int LeftNear = 4;

    private const int LeftFast = 2;

    /// <param name="header">The original's.</param>
    /// <param name="size">Of the result, in pixels.</param>
    /// <param name="spec">A filter that takes single samples would miss most of them, so there nothing is divided.</param>
    /// <returns>At least 1.</returns>
    public static int Most(ImageHeader header, (int Width, int Height) size, ResizeSpec spec)
    {
        var ratio = Math.Min(header.Width / size.Width, header.Height / size.Height);
        return spec switch
        {
            { Filter: Filter.Nearest } or { ShrinkOnLoad: ShrinkOnLoad.Exact } => 1,
            { ShrinkOnLoad: ShrinkOnLoad.Fast } => Math.Max(1, ratio / LeftFast),
            { Filter: Filter.Gaussian } when ratio / LeftNear == 1 => 2,
            _ => Math.Max(1, ratio / LeftNear),
        };
    }
}
