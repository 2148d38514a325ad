using NetVips;

namespace ImgCompress.Benchmarks;

/// <summary>Whole jobs, ours beside those of other programs, in turns.</summary>
internal static class PeersBenchmark
{
    private static readonly int[] Factors = [2, 4, 8];
    private static readonly (string Name, string Extension)[] Formats = [("JPEG", ".jpg"), ("PNG", ".png"), ("WebP", ".webp")];

    /// <param name="photographs">A directory of pictures; null for what there is.</param>
    /// <param name="rounds">How often each program runs; the medians are printed.</param>
    public static void Run(string? photographs, int rounds)
    {
        var found = Peer.Found();
        using var work = new Workplace();
        foreach (var (name, extension) in Formats)
        {
            Console.WriteLine($"{name}: {Photographs.Gather(photographs, extension, SourceOf(work, extension))}");
        }

        // Sharp, if it is there: what the others are compared with.
        var basis = found.Find(peer => peer.Name == Peer.SharpName) ?? found[0];
        Console.WriteLine($"\n| pictures | program | CPU s | against {basis.Name} | wall s | peak, MiB | MB written |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (name, extension) in Formats)
        {
            foreach (var factor in Factors)
            {
                List<Peer> peers = [.. found.Where(peer => peer.Takes(extension, factor))];
                var source = SourceOf(work, extension);
                var measured = Enumerable.Range(0, rounds).Select(round => Round(work, peers, source, extension, factor, first: round));
                Print($"{name}, down by {factor}", peers, peers.IndexOf(basis), [.. measured]);
            }
        }
    }

    private static string SourceOf(Workplace work, string extension) => work.PathOf($"source{extension}");

    private static void Print(
        string pictures, IReadOnlyList<Peer> peers, int basis, IReadOnlyList<(Usage Usage, long Bytes)?[]> rounds)
    {
        foreach (var (peer, i) in peers.Select((peer, i) => (peer, i)))
        {
            var row = $"| {(i == 0 ? $"{pictures} " : "")}| {peer.Name} ";
            if (rounds.Any(round => round[i] is null))
            {
                Console.WriteLine($"{row}| failed | | | | |");
                continue;
            }

            List<Usage> usages = [.. rounds.Select(round => round[i]!.Value.Usage)];
            var (cpu, wall, peak) = Usage.Median(usages);
            var ratio = rounds.Any(round => round[basis] is null) ? ""
                : $"{Usage.RatioOfCpu(usages, [.. rounds.Select(round => round[basis]!.Value.Usage)]):F2}";
            var megabytes = rounds[0][i]!.Value.Bytes / 1e6;
            Console.WriteLine($"{row}| {cpu:F2} | {ratio} | {wall:F2} | {peak:F0} | {megabytes:F2} |");
        }
    }

    /// <summary>
    /// Each program once; in each round another begins. What one has left unwritten is written before the next begins, not while it runs.
    /// </summary>
    private static (Usage Usage, long Bytes)?[] Round(
        Workplace work, List<Peer> peers, string source, string extension, int factor, int first)
    {
        var sizes = Directory.EnumerateFiles(source).Select(file => NewSize(file, factor)).ToList();
        var results = new (Usage, long)?[peers.Count];
        for (var i = 0; i < peers.Count; i++)
        {
            var turn = (first + i) % peers.Count;
            var (copy, target) = (work.CopyOf(source, "copy"), work.Emptied("target"));
            Shell.Run("sync");
            results[turn] = Shell.TryRun(peers[turn].Script(new(source, copy, target, extension, factor, sizes)), out var usage)
                ? (usage, Math.Max(Workplace.BytesIn(target), IsUntouched(target) ? Workplace.BytesIn(copy) : 0))
                : null;
        }

        return results;
    }

    private static (string File, int Width, int Height) NewSize(string file, int factor)
    {
        using var image = Image.NewFromFile(file);
        return (file, Math.Max(1, image.Width / factor), Math.Max(1, image.Height / factor));
    }

    private static bool IsUntouched(string directory) => !Directory.EnumerateFiles(directory).Any();
}
