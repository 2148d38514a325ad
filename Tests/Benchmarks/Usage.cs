namespace ImgCompress.Benchmarks;

/// <summary>What a finished process, and those it waited for, took.</summary>
/// <param name="Cpu">Seconds of user and system time.</param>
/// <param name="Wall">Seconds from start to end.</param>
/// <param name="PeakMegabytes">Resident memory at its peak, of the largest of the processes, in MiB.</param>
internal readonly record struct Usage(double Cpu, double Wall, double PeakMegabytes)
{
    /// <summary>Each figure's own median.</summary>
    public static Usage Median(IReadOnlyCollection<Usage> rounds) =>
        new(MedianOf(rounds.Select(u => u.Cpu)), MedianOf(rounds.Select(u => u.Wall)), MedianOf(rounds.Select(u => u.PeakMegabytes)));

    /// <summary>The median of the CPU seconds' ratios, each of one round: both had the same machine then.</summary>
    public static double RatioOfCpu(IEnumerable<Usage> rounds, IEnumerable<Usage> others) =>
        MedianOf(rounds.Zip(others, (one, other) => one.Cpu / other.Cpu));

    private static double MedianOf(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
