using System.Numerics;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>
/// The weights of an axis in whole numbers: times 2^<see cref="Shift"/>, and of each window exactly that in sum, so that what is flat
/// stays flat.
/// </summary>
internal sealed class FixedTaps
{
    /// <summary>Windows of more taps are left to single precision: the rounding of so many weights would add up.</summary>
    public const int MostTaps = 64;

    /// <summary>
    /// More would overflow: two passes over the samples 0 and 255 in the worst order for Lanczos, whose weights come to 1.6 without their
    /// signs, reach 2³⁰ with <see cref="FixedVerticalPass.FractionBits"/>.
    /// </summary>
    private const int MaxShift = 16;

    /// <summary>The largest weight; what 16 bits hold beyond it is for the correction of a sum.</summary>
    private const float MaxWeight = short.MaxValue - MostTaps;

    private readonly short[] _weights;

    public FixedTaps(Taps taps)
    {
        Windows = taps.Windows.ToArray();
        var largest = 0f;
        foreach (var weight in taps.Weights)
        {
            largest = Math.Max(largest, Math.Abs(weight));
        }

        Shift = Math.Min(MaxShift, BitOperations.Log2((uint)(MaxWeight / largest)));
        _weights = new short[taps.Weights.Length];
        var done = 0;
        foreach (var window in Windows)
        {
            // Equal windows share their weights with the first of them.
            if (window.Offset >= done)
            {
                Round(taps.Weights.Slice(window.Offset, window.Count), _weights.AsSpan(window.Offset, window.Count));
                done = window.Offset + window.GroupedCount;
            }
        }
    }

    /// <summary>The window of each result sample.</summary>
    public Window[] Windows { get; }

    /// <summary>The weights of all windows; those of each are followed by zeros up to a multiple of <see cref="Taps.Group"/>.</summary>
    public ReadOnlySpan<short> Weights => _weights;

    /// <summary>How many bits of a weight are behind the point: 13 to 16.</summary>
    public int Shift { get; }

    /// <summary>To the nearest; what that misses of the sum is shared by the middle taps, which are among the largest.</summary>
    private void Round(ReadOnlySpan<float> exact, Span<short> rounded)
    {
        var missing = 1 << Shift;
        for (var t = 0; t < exact.Length; t++)
        {
            rounded[t] = (short)MathF.Round(exact[t] * (1 << Shift));
            missing -= rounded[t];
        }

        rounded[(exact.Length - 1) / 2] += (short)(missing / 2);
        rounded[exact.Length / 2] += (short)(missing - (missing / 2));
    }
}
