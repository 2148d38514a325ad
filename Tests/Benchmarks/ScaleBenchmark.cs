namespace ImgCompress.Benchmarks;

/// <summary>How time and memory grow with the size of an image, and with the number of files.</summary>
internal static class ScaleBenchmark
{
    private static readonly int[] Megapixels = [1, 10, 50, 200];

    /// <param name="mostFiles">Files of the largest job; the others have a tenth, and a tenth of that, down to 10.</param>
    /// <param name="mostNames">Names of the largest submission; the others have a tenth, and a tenth of that, down to 10,000.</param>
    public static void Run(int mostFiles, int mostNames)
    {
        using var work = new Workplace();
        var program = Shell.Quoted(Builds.Native() ?? Builds.Published());
        Console.WriteLine("| one JPEG of | CPU s | CPU s a megapixel | peak MiB |\n|---|---|---|---|");
        foreach (var megapixels in Megapixels)
        {
            var directory = work.Emptied("one");
            var side = (int)Math.Sqrt(megapixels * 1e6);
            Photographs.Write(Path.Combine(directory, "one.jpg"), side, side, megapixels);
            var usage = Shell.Run($"{program} run {directory} --yes --quiet --scale-factor 2");
            Console.WriteLine($"| {megapixels} MP | {usage.Cpu:F2} | {usage.Cpu / megapixels:F3} | {usage.PeakMegabytes:F0} |");
        }

        var picture = work.PathOf("small.jpg");
        Photographs.Write(picture, 64, 48, 1);
        Console.WriteLine("\n| small JPEGs | CPU s | CPU ms a file | files a second | peak MiB |\n|---|---|---|---|---|");
        for (var files = 10; files <= mostFiles; files *= 10)
        {
            var directory = work.Emptied("many");
            for (var i = 0; i < files; i++)
            {
                File.Copy(picture, Path.Combine(directory, $"{i}.jpg"));
            }

            var usage = Shell.Run($"{program} run {directory} --yes --quiet --scale-factor 2");
            Console.WriteLine(
                $"| {files} | {usage.Cpu:F2} | {usage.Cpu * 1000 / files:F2} | {files / usage.Wall:F0} | {usage.PeakMegabytes:F0} |");
        }

        Console.WriteLine("\n| names submitted | CPU s | wall s | names a second | peak MiB |\n|---|---|---|---|---|");
        for (var names = Math.Min(10_000, mostNames); names <= mostNames; names *= 10)
        {
            var directory = work.Emptied("names");
            for (var i = 0; i < names; i++)
            {
                // A submission opens none of them.
                File.Create(Path.Combine(Directory.CreateDirectory(Path.Combine(directory, $"{i / 1000}")).FullName, $"{i}.jpg")).Dispose();
            }

            var usage = Shell.Run($"cd {directory} && {program} submit . --quiet --scale-factor 2");
            Console.WriteLine($"| {names} | {usage.Cpu:F2} | {usage.Wall:F2} | {names / usage.Wall:F0} | {usage.PeakMegabytes:F0} |");
        }
    }
}
