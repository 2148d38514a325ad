using System.Runtime.InteropServices;
using ImgCompress.Contracts;

namespace ImgCompress.Worker.Imaging.Resampling;

/// <summary>
/// Which source samples each result sample of one axis is summed from, and with what weights (their sum is 1). Positions
/// are reckoned in single precision and in the reference's order, so that the windows are the reference's own.
/// </summary>
internal sealed class Taps
{
    /// <summary>Weights are followed by zeros up to a multiple of this many, so that the horizontal pass has no remainder.</summary>
    public const int Group = 4;

    private readonly int[] _first;
    private readonly int[] _count;
    private readonly int[] _offset;
    private readonly float[] _weights;

    /// <param name="source">Samples along the axis before, at least 1.</param>
    /// <param name="result">Samples along the axis after, at least 1.</param>
    /// <param name="filter">The kernel.</param>
    /// <param name="negligible">Of the weights' sum, how much may be left out at either end: the gaussian is never 0, but soon next to it.</param>
    public Taps(int source, int result, Filter filter, float negligible)
    {
        _first = new int[result];
        _count = new int[result];
        _offset = new int[result];

        var weights = new List<float>();
        var window = new float[checked((int)LongestWindow(source, result, filter))];
        var ratio = (float)source / result;
        var scale = Math.Max(ratio, 1);
        var support = Kernel.Support(filter) * scale;

        // With a whole factor the window's shape comes again after this many results, unless rounding bends it.
        var period = Math.Max(1, result / source);
        for (var o = 0; o < result; o++)
        {
            var centre = (o + 0.5f) * ratio;
            var left = (int)Math.Clamp((long)MathF.Floor(centre - support), 0, source - 1L);
            var right = (int)Math.Clamp((long)MathF.Ceiling(centre + support), left + 1L, source);
            var shape = window.AsSpan(0, right - left);
            Weigh(shape, left, centre - 0.5f, scale, filter);
            var (from, to) = Kept(shape, negligible);
            shape = shape[from..to];
            DivideBySum(shape);

            _first[o] = left + from;
            _count[o] = shape.Length;
            MaxCount = Math.Max(MaxCount, shape.Length);
            _offset[o] = o >= period && shape.SequenceEqual(Weights(o - period, weights)) ? _offset[o - period] : Append(weights, shape);
        }

        _weights = [.. weights];
    }

    /// <summary>Samples of the longest window.</summary>
    public int MaxCount { get; }

    /// <summary>An upper bound of <see cref="MaxCount"/>, known without the weights.</summary>
    public static long LongestWindow(int source, int result, Filter filter) =>
        Math.Min(source, (long)Math.Ceiling(2.0 * Kernel.Support(filter) * Math.Max(1, (double)source / result)) + 2);

    /// <summary>An upper bound, in bytes, of what the taps of an axis take while they are made and after.</summary>
    public static long Memory(int source, int result, Filter filter)
    {
        // The list of weights grows by doubling, and is copied once.
        const int Copies = 4;
        var window = LongestWindow(source, result, filter);
        return (result * ((3L * sizeof(int)) + (Copies * sizeof(float) * (window + Group)))) + (window * sizeof(float));
    }

    /// <summary>The first source sample of result sample <paramref name="o"/>.</summary>
    public int First(int o) => _first[o];

    /// <summary>One past the last source sample of result sample <paramref name="o"/>.</summary>
    public int End(int o) => _first[o] + _count[o];

    /// <summary>The weights of the samples from <see cref="First"/> to <see cref="End"/>.</summary>
    public ReadOnlySpan<float> Weights(int o) => _weights.AsSpan(_offset[o], _count[o]);

    /// <summary>The same, with the zeros that fill the last group.</summary>
    public ReadOnlySpan<float> GroupedWeights(int o) => _weights.AsSpan(_offset[o], Grouped(_count[o]));

    private static void Weigh(Span<float> shape, int left, float centre, float scale, Filter filter)
    {
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = Kernel.Weight(filter, ((float)(left + i) - centre) / scale);
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

    private static int Append(List<float> weights, ReadOnlySpan<float> shape)
    {
        var offset = weights.Count;
        weights.AddRange(shape);
        CollectionsMarshal.SetCount(weights, checked(offset + Grouped(shape.Length)));
        CollectionsMarshal.AsSpan(weights)[(offset + shape.Length)..].Clear();
        return offset;
    }

    private static int Grouped(int count) => (count + Group - 1) / Group * Group;

    private ReadOnlySpan<float> Weights(int o, List<float> weights) =>
        CollectionsMarshal.AsSpan(weights).Slice(_offset[o], _count[o]);
}
