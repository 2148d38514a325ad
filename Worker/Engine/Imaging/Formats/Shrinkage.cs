namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>How much a decoder may leave out of a picture.</summary>
/// <param name="MostDivisor">What the sides may be divided by at most, at least 1.</param>
/// <param name="MostStep">
/// The coarsest quantization step, on average, that low frequencies may be told in; 0 where all of their bits are to be decoded.
/// </param>
internal readonly record struct Shrinkage(int MostDivisor, int MostStep)
{
    public static Shrinkage None => new(1, 0);
}
