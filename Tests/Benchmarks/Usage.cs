namespace ImgCompress.Benchmarks;

/// <summary>What a finished process, and those it waited for, took.</summary>
/// <param name="Cpu">Seconds of user and system time.</param>
/// <param name="Wall">Seconds from start to end.</param>
/// <param name="PeakMegabytes">Resident memory at its peak, of the largest of the processes, in MiB.</param>
internal readonly record struct Usage(double Cpu, double Wall, double PeakMegabytes)
{
    /// <summary>Each figure's own median.</summary>
    public static Usage Median(IReadOnlyCollection<Usage> rounds) =>
        new(MedianOf(rounds, u => u.Cpu), MedianOf(rounds, u => u.Wall), MedianOf(rounds, u => u.PeakMegabytes));

    private static double MedianOf(IEnumerable<Usage> rounds, Func<Usage, double> figure)
    {
        var sorted = rounds.Select(figure).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
