namespace ImgCompress.Benchmarks;

/// <summary>What <c>--effort</c> saves in bytes, and what it takes: whole jobs, down by 2.</summary>
internal static class EffortBenchmark
{
    private static readonly int[] Efforts = [1, 2, 3];

    /// <param name="photographs">A directory of pictures; null for what there is.</param>
    /// <param name="rounds">How often each effort runs; the medians are printed.</param>
    public static void Run(string? photographs, int rounds)
    {
        var program = Shell.Quoted(Builds.Native() ?? Builds.Published());
        using var work = new Workplace();
        Console.WriteLine("| pictures | effort | MB written | against effort 1 | CPU s | against effort 1 |\n|---|---|---|---|---|---|");
        foreach (var extension in (string[])[".jpg", ".png", ".webp"])
        {
            var source = work.PathOf($"source{extension}");
            var origin = Photographs.Gather(photographs, extension, source);
            var usages = Efforts.Select(_ => new List<Usage>()).ToList();
            var bytes = new long[Efforts.Length];
            for (var round = 0; round < rounds; round++)
            {
                foreach (var (effort, i) in Efforts.Select((effort, i) => (effort, i)))
                {
                    var copy = work.CopyOf(source, "copy");
                    usages[i].Add(Shell.Run($"{program} run {copy} --yes --quiet --allow-larger --scale-factor 2 "
                        + $"--quality {Peer.Quality} --effort {effort}"));
                    bytes[i] = Workplace.BytesIn(copy);
                }
            }

            foreach (var (effort, i) in Efforts.Select((effort, i) => (effort, i)))
            {
                Console.WriteLine($"| {origin} | {effort} | {bytes[i] / 1e6:F2} | {(double)bytes[i] / bytes[0]:F2} "
                    + $"| {Usage.Median(usages[i]).Cpu:F2} | {Usage.RatioOfCpu(usages[i], usages[0]):F2} |");
            }
        }
    }
}
