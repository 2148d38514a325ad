using ImgCompress.Contracts;

namespace ImgCompress.Benchmarks;

/// <summary>
/// What shrink-on-load saves, by default and with <c>--fast</c>, and how near the exact results (<c>--exact</c>) it stays.
/// </summary>
internal static class ShrinkBenchmark
{
    private static readonly int[] Factors = [4, 8, 16, 32];
    private static readonly string[] Forms = ["--exact", "", "--fast"];
    private static readonly Filter[] Filters = [Filter.Gaussian, Filter.Triangle, Filter.CatmullRom, Filter.Lanczos3];

    /// <param name="photographs">A directory of pictures; null for what there is.</param>
    /// <param name="rounds">How often each form runs; the medians are printed.</param>
    public static void Run(string? photographs, int rounds)
    {
        var program = Shell.Quoted(Builds.Native() ?? Builds.Published());
        using var work = new Workplace();
        var sources = new List<(string Origin, string Directory)>();
        foreach (var extension in (string[])[".jpg", ".webp"])
        {
            var source = work.PathOf($"source{extension}");
            var origin = Photographs.Gather(photographs, extension, source);
            sources.Add((origin, source));
            Console.WriteLine($"\n{origin}: CPU seconds and peak memory in MiB, {rounds} rounds\n");
            Console.WriteLine("| down by | exact | default | against exact | fast | against exact | peak: exact | default | fast |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
            foreach (var factor in Factors)
            {
                Usage[][] turns = [.. Enumerable.Range(0, rounds).Select(_ => (Usage[])[.. Forms.Select(form => Job(factor, form))])];
                Usage[][] forms = [.. Forms.Select((_, form) => (Usage[])[.. turns.Select(turn => turn[form])])];
                var (exact, near, fast) = (Usage.Median(forms[0]), Usage.Median(forms[1]), Usage.Median(forms[2]));
                Console.WriteLine($"| {factor} | {exact.Cpu:F2} | {near.Cpu:F2} | {Usage.RatioOfCpu(forms[1], forms[0]):F2} | "
                    + $"{fast.Cpu:F2} | {Usage.RatioOfCpu(forms[2], forms[0]):F2} | "
                    + $"{exact.PeakMegabytes:F0} | {near.PeakMegabytes:F0} | {fast.PeakMegabytes:F0} |");
            }

            Usage Job(int factor, string form) => Shell.Run(
                $"{program} run {work.CopyOf(source, "copy")} --yes --quiet --allow-larger "
                + $"--scale-factor {factor} --quality {Peer.Quality} {form}");
        }

        // Only now: what decodes in this process keeps libvips from reading files, of which the WebP are made.
        foreach (var (origin, directory) in sources)
        {
            PrintNearness(origin, [.. Directory.EnumerateFiles(directory)]);
        }
    }

    private static void PrintNearness(string origin, IReadOnlyList<string> files)
    {
        List<(Filter Filter, int Factor)> cases = [.. Filters.SelectMany(filter => Factors.Select(factor => (filter, factor)))];
        var measured = files.SelectMany(file => Nearness.Of(file, cases)).ToLookup(one => (one.Filter, one.Factor));
        Console.WriteLine($"\n{origin}: PSNR of the samples that go to the encoder, to the exact ones, in dB\n");
        Console.WriteLine("| filter | down by | default: median | worst | fast: median | worst |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (filter, factor) in cases)
        {
            var pictures = measured[(filter, factor)].ToList();
            var (near, fast) = (MedianAndWorst(pictures, one => one.Near), MedianAndWorst(pictures, one => one.Fast));
            Console.WriteLine($"| {FilterNames.ToName(filter)} | {factor} | {near} | {fast} |");
        }
    }

    private static string MedianAndWorst(IEnumerable<Nearness> pictures, Func<Nearness, double> decibels)
    {
        var sorted = pictures.Select(decibels).Order().ToList();
        return $"{Text(sorted[sorted.Count / 2])} | {Text(sorted[0])}";

        static string Text(double decibels) => decibels == double.PositiveInfinity ? "exact" : $"{decibels:F1}";
    }
}
