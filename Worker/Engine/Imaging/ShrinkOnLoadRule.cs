using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats;

namespace ImgCompress.Engine.Imaging;

/// <summary>What a decoder may leave out of a picture: the less it leaves for the filter, the farther from exact.</summary>
internal static class ShrinkOnLoadRule
{
    /// <summary>
    /// Where so many times the new size is left, a photograph comes out within 45 dB of the exact result, by every filter (the benchmark
    /// <c>shrink</c> measures it). By the softest one it does where twice is left, as long as the decoder only halves.
    /// </summary>
    private const int LeftNear = 4;

    private const int LeftFast = 2;

    /// <summary>
    /// What a filter averages anyway: where the picture comes out so many times smaller, quantization steps may be so many times coarser.
    /// </summary>
    private const int StepNear = 2;

    private const int StepFast = 4;

    /// <param name="header">The original's.</param>
    /// <param name="size">Of the result, in pixels.</param>
    /// <param name="spec">A filter that takes single samples would miss most of them, so there nothing is left out.</param>
    public static Shrinkage Most(ImageHeader header, (int Width, int Height) size, ResizeSpec spec)
    {
        var ratio = Math.Min(header.Width / size.Width, header.Height / size.Height);
        return spec switch
        {
            { Filter: Filter.Nearest } or { ShrinkOnLoad: ShrinkOnLoad.Exact } => Shrinkage.None,
            _ when ratio < LeftNear => Shrinkage.None,
            { ShrinkOnLoad: ShrinkOnLoad.Fast } => new(ratio / LeftFast, StepFast * ratio),
            { Filter: Filter.Gaussian } when ratio / LeftNear == 1 => new(2, StepNear * ratio),
            _ => new(ratio / LeftNear, StepNear * ratio),
        };
    }
}
