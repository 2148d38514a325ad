using ImgCompress.Contracts;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>
/// The five filters as functions of the distance from the centre, in units of the wider of source and result pixel, and
/// how far they reach. Source: <c>imageops::sample</c> of the Rust crate <c>image</c>; constant factors are left out, as
/// weights are divided by their sum.
/// </summary>
/// <remarks>
/// Exponential and sine are sums of our own, of IEEE additions and multiplications alone: those of the C library differ
/// between machines in the last bit, and the bytes that come out may not.
/// </remarks>
internal static class Kernel
{
    /// <summary>How far from the centre the window reaches.</summary>
    public static float Support(Filter filter) => filter switch
    {
        Filter.Nearest => 0,
        Filter.Triangle => 1,
        Filter.CatmullRom => 2,
        Filter.Gaussian or Filter.Lanczos3 => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, null),
    };

    /// <summary>The weight, not yet divided by the sum, of a sample at the distance <paramref name="x"/>.</summary>
    public static float Weight(Filter filter, float x) => filter switch
    {
        Filter.Nearest => 1,
        Filter.Triangle => Math.Max(0, 1 - Math.Abs(x)),
        Filter.CatmullRom => (float)CatmullRom(Math.Abs((double)x)),
        Filter.Gaussian => (float)ExpOfMinus(2.0 * x * x),
        Filter.Lanczos3 => (float)Lanczos3(x),
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, null),
    };

    private static double CatmullRom(double x) => x switch
    {
        < 1 => (((1.5 * x) - 2.5) * x * x) + 1,
        < 2 => (((((-0.5 * x) + 2.5) * x) - 4) * x) + 2,
        _ => 0,
    };

    private static double Lanczos3(double x) => Math.Abs(x) < 3 ? Sinc(x) * Sinc(x / 3) : 0;

    private static double Sinc(double x) => x == 0 ? 1 : SineOfPiTimes(x) / (Math.PI * x);

    /// <summary>e^−y for y from 0 to about 30: Taylor's series of y/1024, squared ten times.</summary>
    private static double ExpOfMinus(double y)
    {
        var z = -y / 1024;
        var e = 1.0;
        for (var n = 8; n > 0; n--)
        {
            e = 1 + (e * z / n);
        }

        for (var n = 0; n < 10; n++)
        {
            e *= e;
        }

        return e;
    }

    /// <summary>sin(πx): Taylor's series around the nearest whole number, so exactly 0 there.</summary>
    private static double SineOfPiTimes(double x)
    {
        var whole = Math.Round(x);
        var angle = (x - whole) * Math.PI;
        var sum = 1.0;
        for (var n = 20; n > 0; n -= 2)
        {
            sum = 1 - (sum * angle * angle / (n * (n + 1)));
        }

        return whole % 2 == 0 ? angle * sum : -angle * sum;
    }
}
