namespace ImgCompress.Benchmarks;

/// <summary>What a file costs beside its pixels: small files, files that are done, and the calls of the system for each.</summary>
internal static class OverheadBenchmark
{
    private const int Factor = 2;

    private static readonly string Options = $"--yes --quiet --allow-larger --scale-factor {Factor} --quality {Peer.Quality}";

    /// <param name="files">How many small files.</param>
    /// <param name="rounds">How often; the medians are printed.</param>
    public static void Run(int files, int rounds)
    {
        using var work = new Workplace();
        var picture = work.PathOf("small.jpg");
        Photographs.Write(picture, 640, 480, 1);
        Console.WriteLine($"{files} JPEG of {new FileInfo(picture).Length / 1000} kB, {rounds} rounds in turns\n");
        Console.WriteLine(
            "| program | job | CPU s | against sharp | wall s | files a second | peak MiB | system calls a file "
            + "| writes to the ledger's files a file |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        string?[] found = [Builds.Native(), Builds.Published()];
        List<string> builds = [.. found.OfType<string>()];
        var sharp = Peer.Sharp(sameWork: false);
        var (all, again, peers) = (Lists(builds), Lists(builds), new List<Usage>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var program in builds)
            {
                var directory = Fill(work, picture, files);
                all[program].Add(Shell.Run($"{Shell.Quoted(program)} run {directory} {Options}"));
                again[program].Add(Shell.Run($"{Shell.Quoted(program)} run {directory} {Options}"));
            }

            if (sharp is not null)
            {
                var (source, target) = (Fill(work, picture, files), work.Emptied("target"));
                peers.Add(Shell.Run(sharp.Script(new(source, source, target, ".jpg", Factor, []))));
            }
        }

        foreach (var program in builds)
        {
            var name = Path.GetFileName(Path.GetDirectoryName(program));
            var ratio = peers.Count > 0 ? Usage.RatioOfCpu(all[program], peers) : (double?)null;
            Print($"| {name} | new files", Usage.Median(all[program]), ratio, files, Calls(work, picture, program, done: false));
            Print($"| {name} | done files", Usage.Median(again[program]), null, files, Calls(work, picture, program, done: true));
        }

        if (peers.Count > 0)
        {
            Print("| sharp | new files", Usage.Median(peers), 1, files, null);
        }
    }

    private static Dictionary<string, List<Usage>> Lists(IEnumerable<string> builds) =>
        builds.ToDictionary(program => program, _ => new List<Usage>(), StringComparer.Ordinal);

    private static void Print(string row, Usage usage, double? ratio, int files, (double All, double Ledger)? calls) => Console.WriteLine(
        $"{row} | {usage.Cpu:F2} | {ratio:F2} | {usage.Wall:F2} | {files / usage.Wall:F0} "
        + $"| {usage.PeakMegabytes:F0} | {(calls is { } counted ? $"{counted.All:F1} | {counted.Ledger:F1} |" : " | |")}");

    /// <summary>What 200 files take more than 100, each; null without strace.</summary>
    private static (double All, double Ledger)? Calls(Workplace work, string picture, string program, bool done)
    {
        if (!Shell.Has("strace"))
        {
            return null;
        }

        var (few, many) = (Traced(work, picture, program, 100, done), Traced(work, picture, program, 200, done));
        return ((many.All - few.All) / 100.0, (many.Ledger - few.Ledger) / 100.0);
    }

    private static (int All, int Ledger) Traced(Workplace work, string picture, string program, int files, bool done)
    {
        var directory = Fill(work, picture, files);
        var trace = work.PathOf("trace");
        if (done)
        {
            Shell.Run($"{Shell.Quoted(program)} run {directory} {Options}");
        }

        Shell.Run($"strace -f -y -qq -o {trace} {Shell.Quoted(program)} run {directory} {Options} --parallel 1");
        var calls = File.ReadLines(trace).Where(line => line.Contains('(', StringComparison.Ordinal)).ToList();
        return (calls.Count, calls.Count(line => line.Contains(" pwrite64(", StringComparison.Ordinal)
            && line.Contains("/.img-compress/", StringComparison.Ordinal)));
    }

    private static string Fill(Workplace work, string picture, int files)
    {
        var directory = work.Emptied("files");
        for (var i = 0; i < files; i++)
        {
            File.Copy(picture, Path.Combine(directory, $"{i}.jpg"));
        }

        return directory;
    }
}
