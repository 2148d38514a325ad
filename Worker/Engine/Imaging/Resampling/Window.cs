namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>The source samples that one result sample is summed from.</summary>
/// <param name="First">Number of the first sample.</param>
/// <param name="Count">How many there are, at least 1.</param>
/// <param name="Offset">Where their weights begin in <see cref="Taps.Weights"/>.</param>
/// <param name="IsMirrored">The weights read the same from either end: samples may be added in pairs and weighed once.</param>
internal readonly record struct Window(int First, int Count, int Offset, bool IsMirrored)
{
    /// <summary>One past the last sample.</summary>
    public int End => First + Count;

    /// <summary>Weights with the zeros that fill the last group.</summary>
    public int GroupedCount => (Count + Taps.Group - 1) & ~(Taps.Group - 1);
}
