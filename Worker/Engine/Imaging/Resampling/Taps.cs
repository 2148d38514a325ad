using System.Runtime.InteropServices;
using ImgCompress.Contracts;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>
/// Which source samples each result sample of one axis is summed from, and with what weights (their sum is 1). Positions
/// are reckoned in single precision and in the reference's order, so that the windows are the reference's own.
/// </summary>
internal sealed class Taps
{
    /// <summary>Weights are followed by zeros up to a multiple of this many, so that the horizontal pass has no remainder.</summary>
    public const int Group = 4;

    private readonly Window[] _windows;
    private readonly float[] _weights;

    /// <param name="source">Samples along the axis before, at least 1.</param>
    /// <param name="extent">How many of them the picture covers: the last one may lie at its edge and be covered in part.</param>
    /// <param name="result">Samples along the axis after, at least 1.</param>
    /// <param name="filter">The kernel.</param>
    /// <param name="negligible">The share of the sum that may be left out at either end: the gaussian is never quite 0.</param>
    public Taps(int source, float extent, int result, Filter filter, float negligible)
    {
        _windows = new Window[result];
        var weights = new List<float>();
        var window = new float[checked((int)LongestWindow(source, result, filter))];
        var ratio = extent / result;
        var scale = Math.Max(ratio, 1);
        var support = Kernel.Support(filter) * scale;

        // With a whole factor the window's shape comes again after this many results, unless rounding bends it.
        var period = Math.Max(1, result / source);
        var (distances, before) = (new float[window.Length], new float[window.Length]);
        var (length, from, to) = (0, 0, 0);
        for (var o = 0; o < result; o++)
        {
            var centre = (o + 0.5f) * ratio;
            var left = (int)Math.Clamp((long)MathF.Floor(centre - support), 0, source - 1L);
            var right = (int)Math.Clamp((long)MathF.Ceiling(centre + support), left + 1L, source);
            Measure(distances.AsSpan(0, right - left), left, centre - 0.5f, scale);

            // Weights take longer than distances, and depend on those alone.
            if (o > 0 && distances.AsSpan(0, right - left).SequenceEqual(before.AsSpan(0, length)))
            {
                _windows[o] = _windows[o - 1] with { First = left + from };
                continue;
            }

            length = right - left;
            var shape = window.AsSpan(0, length);
            Weigh(shape, distances, filter);
            (from, to) = Kept(shape, negligible);
            shape = shape[from..to];
            DivideBySum(shape);

            var again = o >= period && shape.SequenceEqual(Of(_windows[o - period], weights)) ? _windows[o - period].Offset : (int?)null;
            _windows[o] = new(left + from, shape.Length, again ?? Append(weights, shape), IsPalindrome(shape));
            MaxCount = Math.Max(MaxCount, shape.Length);
            (distances, before) = (before, distances);
        }

        _weights = [.. weights];
    }

    /// <summary>The window of each result sample.</summary>
    public ReadOnlySpan<Window> Windows => _windows;

    /// <summary>The weights of all windows; equal windows share theirs.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Samples of the longest window.</summary>
    public int MaxCount { get; }

    /// <summary>An upper bound of <see cref="MaxCount"/>, known without the weights.</summary>
    private static long LongestWindow(int source, int result, Filter filter)
    {
        // Beyond 2²³ single precision rounds positions to whole samples and worse, and the windows' ends with them.
        var rounding = 2 + (source >> 22);
        return Math.Min(source, (long)Math.Ceiling(2.0 * Kernel.Support(filter) * Math.Max(1, (double)source / result)) + rounding);
    }

    /// <summary>How far the samples from <paramref name="left"/> on are from the centre, in units of the kernel.</summary>
    private static void Measure(Span<float> distances, int left, float centre, float scale)
    {
        for (var i = 0; i < distances.Length; i++)
        {
            distances[i] = ((float)(left + i) - centre) / scale;
        }
    }

    private static void Weigh(Span<float> shape, ReadOnlySpan<float> distances, Filter filter)
    {
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = Kernel.Weight(filter, distances[i]);
        }

        // Beyond 2²⁴, where single precision skips whole samples, a window may miss the kernel.
        if (Sum(shape) <= 0)
        {
            shape[shape.Length / 2] = 1;
        }
    }

    /// <summary>What remains without the zeros, and next to zeros, at the ends.</summary>
    private static (int From, int To) Kept(ReadOnlySpan<float> shape, float negligible)
    {
        var spare = Sum(shape) * negligible;
        var (from, to) = (0, shape.Length);
        for (var left = spare; Math.Abs(shape[from]) <= left; from++)
        {
            left -= Math.Abs(shape[from]);
        }

        for (var left = spare; Math.Abs(shape[to - 1]) <= left; to--)
        {
            left -= Math.Abs(shape[to - 1]);
        }

        return (from, to);
    }

    private static void DivideBySum(Span<float> shape)
    {
        var sum = Sum(shape);
        foreach (ref var weight in shape)
        {
            weight /= sum;
        }
    }

    /// <summary>From first to last, as the reference has it.</summary>
    private static float Sum(ReadOnlySpan<float> shape)
    {
        var sum = 0f;
        foreach (var weight in shape)
        {
            sum += weight;
        }

        return sum;
    }

    private static bool IsPalindrome(ReadOnlySpan<float> shape)
    {
        var half = shape.Length / 2;
        for (var i = 0; i < half; i++)
        {
            if (shape[i] != shape[^(i + 1)])
            {
                return false;
            }
        }

        return true;
    }

    private static int Append(List<float> weights, ReadOnlySpan<float> shape)
    {
        var offset = weights.Count;
        weights.AddRange(shape);
        CollectionsMarshal.SetCount(weights, checked(offset + ((shape.Length + Group - 1) / Group * Group)));
        CollectionsMarshal.AsSpan(weights)[(offset + shape.Length)..].Clear();
        return offset;
    }

    private static ReadOnlySpan<float> Of(Window window, List<float> weights) =>
        CollectionsMarshal.AsSpan(weights).Slice(window.Offset, window.Count);
}
