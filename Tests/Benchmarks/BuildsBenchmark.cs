namespace ImgCompress.Benchmarks;

/// <summary>
/// The forms in which people get the program, in turns: photographs, and so few small files that it is the start that counts.
/// </summary>
internal static class BuildsBenchmark
{
    /// <summary>What <c>Directory.Build.props</c> sets for code that is compiled as it runs, taken back.</summary>
    private const string WithoutSettings = "DOTNET_TieredPGO=1 DOTNET_TC_CallCountThreshold=1E DOTNET_GCgen0MaxBudget=0";

    /// <param name="photographs">A directory of pictures; null for what there is.</param>
    /// <param name="rounds">How often each runs; the medians are printed.</param>
    public static void Run(string? photographs, int rounds)
    {
        using var work = new Workplace();
        var source = work.PathOf("source");
        var origin = Photographs.Gather(photographs, ".jpg", source);
        var few = Directory.CreateDirectory(work.PathOf("few")).FullName;
        for (var i = 0; i < 3; i++)
        {
            Photographs.Write(Path.Combine(few, $"{i}.jpg"), 640, 480, i);
        }

        var built = Shell.Quoted(Builds.Built());
        List<(string Name, string Program)> forms =
        [
            ("published", Shell.Quoted(Builds.Published())),
            ("built", built),
            ("built, without the settings", $"{WithoutSettings} {built}"),
        ];
        if (Builds.Native() is { } native)
        {
            forms.Insert(0, ("native", Shell.Quoted(native)));
        }

        var (many, starts) = (forms.ConvertAll(_ => new List<Usage>()), forms.ConvertAll(_ => new List<Usage>()));
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (form, i) in forms.Select((form, i) => (form, i)))
            {
                many[i].Add(Job(form.Program, source));
                starts[i].Add(Job(form.Program, few));
            }
        }

        Console.WriteLine($"| build | CPU s: {origin} | against the first | 3 small files |\n|---|---|---|---|");
        foreach (var (form, i) in forms.Select((form, i) => (form, i)))
        {
            Console.WriteLine($"| {form.Name} | {Usage.Median(many[i]).Cpu:F2} | {Usage.RatioOfCpu(many[i], many[0]):F2} "
                + $"| {Usage.Median(starts[i]).Cpu:F2} |");
        }

        Usage Job(string program, string files) => Shell.Run(
            $"{program} run {work.CopyOf(files, "copy")} --yes --quiet --allow-larger --scale-factor 2 --quality {Peer.Quality}");
    }
}
