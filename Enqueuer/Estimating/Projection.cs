namespace ImgCompress.Enqueuer.Estimating;

/// <summary>A total that a sample tells of, and how far it may be off.</summary>
/// <param name="Total">The estimate.</param>
/// <param name="Error">In 95 of 100 samples the true total is within this of it, either way.</param>
internal readonly record struct Projection(double Total, double Error)
{
    /// <summary>
    /// The combined ratio estimator (Cochran, Sampling Techniques, section 6.11): what a value is to a file's bytes is estimated for
    /// each kind over its strata, and the bytes are known of all files.
    /// </summary>
    /// <param name="strata">Each stratum with what its sample gave.</param>
    /// <param name="bytesOfKind">Bytes of all files of a kind.</param>
    /// <param name="value">The value of one file.</param>
    public static Projection Of(
        IReadOnlyList<(Stratum Stratum, IReadOnlyList<SampledFile> Sample)> strata,
        IReadOnlyDictionary<string, long> bytesOfKind,
        Func<SampledFile, double> value)
    {
        var (total, variance) = (0.0, 0.0);
        foreach (var kind in strata.GroupBy(one => one.Stratum.Kind, StringComparer.Ordinal))
        {
            var values = kind.Sum(one => one.Stratum.Files * one.Sample.Average(value));
            var bytes = kind.Sum(one => one.Stratum.Files * one.Sample.Average(file => (double)file.Bytes));
            var ratio = bytes > 0 ? values / bytes : 0;
            total += bytes > 0 ? ratio * bytesOfKind[kind.Key] : values;
            variance += kind.Sum(one => Variance(one.Stratum.Files, [.. one.Sample.Select(file => value(file) - (ratio * file.Bytes))]));
        }

        return new(total, 1.96 * Math.Sqrt(variance));
    }

    private static double Variance(int files, IReadOnlyList<double> residuals)
    {
        if (residuals.Count < 2)
        {
            return 0;
        }

        var mean = residuals.Average();
        var spread = residuals.Sum(residual => (residual - mean) * (residual - mean)) / (residuals.Count - 1);
        return (double)files * files * (1 - ((double)residuals.Count / files)) * spread / residuals.Count;
    }
}
