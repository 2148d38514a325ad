using NetVips;

namespace ImgCompress.Benchmarks;

/// <summary>What <c>--fast</c> saves, and how near its results are to the exact ones (PSNR over all samples, at quality 100).</summary>
internal static class FastBenchmark
{
    private static readonly int[] Factors = [4, 8, 16];

    /// <param name="photographs">A directory of pictures; null for what there is.</param>
    /// <param name="rounds">How often each form runs; the medians are printed.</param>
    public static void Run(string? photographs, int rounds)
    {
        var program = Shell.Quoted(Builds.Native() ?? Builds.Published());
        using var work = new Workplace();
        Console.WriteLine("| pictures | down by | CPU s | with --fast | ratio | peak MiB | with --fast | PSNR: median | worst |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var extension in (string[])[".jpg", ".webp"])
        {
            var source = work.PathOf($"source{extension}");
            var origin = Photographs.Gather(photographs, extension, source);
            foreach (var factor in Factors)
            {
                var (exact, fast) = (new List<Usage>(), new List<Usage>());
                for (var round = 0; round < rounds; round++)
                {
                    exact.Add(Job("--exact", 80));
                    fast.Add(Job("--fast", 80));
                }

                Job("--exact", 100);
                Directory.Move(work.PathOf("copy"), work.PathOf($"exact{factor}{extension}"));
                Job("--fast", 100);
                var near = Psnrs(work.PathOf($"exact{factor}{extension}"), work.PathOf("copy"));
                var (before, after) = (Usage.Median(exact), Usage.Median(fast));
                Console.WriteLine($"| {origin} | {factor} | {before.Cpu:F2} | {after.Cpu:F2} | {after.Cpu / before.Cpu:F2} | "
                    + $"{before.PeakMegabytes:F0} | {after.PeakMegabytes:F0} | {near[near.Count / 2]:F1} dB | {near[0]:F1} dB |");

                Usage Job(string option, int quality) => Shell.Run(
                    $"{program} run {work.CopyOf(source, "copy")} --yes --quiet --allow-larger "
                    + $"--scale-factor {factor} --quality {quality} {option}");
            }
        }
    }

    /// <summary>Of each file, the worst first.</summary>
    private static List<double> Psnrs(string exact, string fast) =>
        [.. Directory.EnumerateFiles(exact).Select(file => Psnr(file, Path.Combine(fast, Path.GetFileName(file)))).Order()];

    private static double Psnr(string exact, string fast)
    {
        using var one = Image.NewFromFile(exact);
        using var other = Image.NewFromFile(fast);
        using var difference = one - other;
        using var squares = difference * difference;
        return 10 * Math.Log10(255 * 255 / squares.Avg());
    }
}
