using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Tests.Fixtures.Resampling;

/// <summary>
/// The rule written down as plainly as it goes, in double precision: a second opinion for sizes, depths and alpha that the
/// reference does not cover. Only the centres are single precision, as the rule has them: they decide which samples count.
/// </summary>
internal static class ExactResize
{
    public static int[] Run(RowShape shape, int[] samples, int width, int frameHeight, Filter filter)
    {
        double max = Samples.Max(shape);
        return Array.ConvertAll(
            Run(shape, Array.ConvertAll(samples, x => (double)x), width, frameHeight, filter, max, leastAlpha: 0.5),
            x => (int)(Math.Clamp(x, 0, max) + 0.5));
    }

    /// <summary>Of numbers of any range, of which none is rounded.</summary>
    /// <param name="shape">Of the samples.</param>
    /// <param name="samples">One after the other.</param>
    /// <param name="width">After.</param>
    /// <param name="frameHeight">After.</param>
    /// <param name="filter">The kernel.</param>
    /// <param name="max">The whole of alpha.</param>
    /// <param name="leastAlpha">What has less has no colour.</param>
    public static double[] Run(
        RowShape shape, double[] samples, int width, int frameHeight, Filter filter, double max, double leastAlpha)
    {
        var channels = shape.Channels;
        var weighed = (double[])samples.Clone();
        for (var i = 0; shape.HasAlpha && i < weighed.Length; i++)
        {
            weighed[i] *= i % channels == channels - 1 ? 1 : samples[i - (i % channels) + channels - 1] / max;
        }

        var result = new List<double>();
        for (var frame = 0; frame < shape.Frames; frame++)
        {
            var old = weighed.AsSpan(frame * shape.FrameHeight * shape.Width * channels, shape.FrameHeight * shape.Width * channels);
            var columns = Axis(old, shape.FrameHeight, shape.Width * channels, frameHeight, filter);
            for (var y = 0; y < frameHeight; y++)
            {
                var row = Axis(columns.AsSpan(y * shape.Width * channels, shape.Width * channels), shape.Width, channels, width, filter);
                for (var i = 0; i < row.Length; i++)
                {
                    var alpha = row[i - (i % channels) + channels - 1];
                    var divisor = !shape.HasAlpha || i % channels == channels - 1 ? 1 : alpha / max;
                    result.Add(shape.HasAlpha && alpha < leastAlpha ? 0 : row[i] / divisor);
                }
            }
        }

        return [.. result];
    }

    /// <summary>Resizes along the axis whose samples lie <paramref name="stride"/> apart.</summary>
    private static double[] Axis(ReadOnlySpan<double> samples, int source, int stride, int result, Filter filter)
    {
        var ratio = (float)source / result;
        var scale = Math.Max(ratio, 1);
        var support = Support(filter) * scale;
        var resized = new double[result * stride];
        for (var o = 0; o < result; o++)
        {
            var centre = (o + 0.5f) * ratio;
            var left = Math.Clamp((int)MathF.Floor(centre - support), 0, source - 1);
            var right = Math.Clamp((int)MathF.Ceiling(centre + support), left + 1, source);
            var sum = 0.0;
            for (var i = left; i < right; i++)
            {
                var weight = Weight(filter, Math.Abs((i - (centre - 0.5)) / scale));
                sum += weight;
                for (var c = 0; c < stride; c++)
                {
                    resized[(o * stride) + c] += weight * samples[(i * stride) + c];
                }
            }

            foreach (ref var sample in resized.AsSpan(o * stride, stride))
            {
                sample /= sum;
            }
        }

        return resized;
    }

    private static float Support(Filter filter) => filter switch
    {
        Filter.Nearest => 0,
        Filter.Triangle => 1,
        Filter.CatmullRom => 2,
        _ => 3,
    };

    private static double Weight(Filter filter, double x) => (filter, x) switch
    {
        (Filter.Nearest, _) => 1,
        (Filter.Triangle, _) => Math.Max(0, 1 - x),
        (Filter.Gaussian, _) => Math.Exp(-2 * x * x),
        (Filter.CatmullRom, < 1) => (1.5 * Math.Pow(x, 3)) - (2.5 * x * x) + 1,
        (Filter.CatmullRom, < 2) => (-0.5 * Math.Pow(x, 3)) + (2.5 * x * x) - (4 * x) + 2,
        (Filter.Lanczos3, 0) => 1,
        (Filter.Lanczos3, < 3) => 3 * Math.Sin(Math.PI * x) * Math.Sin(Math.PI * x / 3) / (Math.PI * Math.PI * x * x),
        _ => 0,
    };
}
