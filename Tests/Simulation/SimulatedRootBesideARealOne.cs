using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Platform;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Simulation;
using Xunit;

namespace ImgCompress.Tests.Simulation;

/// <summary>What the simulator takes for a root answers as the system does, whatever is called in whatever order.</summary>
public sealed class SimulatedRootBesideARealOne : IDisposable
{
    private static readonly RelativePath[] Paths = [RelativePath.Join("", "a"), RelativePath.Join("below", "b")];
    private static readonly TempName[] Temps =
    [
        TempName.Of(Paths[0], "1e", 1), TempName.Of(Paths[0], "1e", 2), TempName.Of(Paths[1], "1e", 1),
        TempName.Of(Paths[0], "1e", 1).TakenBy(2),
    ];

    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AnswersTheSame(int seed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Names are exchanged on Linux.");
        var random = new Random(seed);
        using var real = FileRoot.Open(_directory.Path);
        var disk = new SimulatedDisk();
        using var simulated = new SimulatedRoot(disk, "", new DirectCaller(TimeProvider.System));
        foreach (var path in Paths)
        {
            var content = Encoding.ASCII.GetBytes($"{path}");
            _directory.Write(path.Value, content);
            disk.MakeDirectory(path.Directory);
            disk.Rename((path.Value, disk.Create(content)));
        }

        var calls = new List<string>();
        for (var i = 0; i < 600; i++)
        {
            var (name, call) = Choose(random, i);
            calls.Add($"{name}: {Answer(call, simulated)}");
            Assert.Equal($"{name}: {Answer(call, real)}", calls[^1]);
        }

        Assert.InRange(calls.Distinct(StringComparer.Ordinal).Count(), 40, int.MaxValue);
    }

    public void Dispose() => _directory.Dispose();

    private static (string Name, Func<IFileRoot, object?> Call) Choose(Random random, int number)
    {
        var (temp, taken, path) = (Temps[random.Next(Temps.Length)], Temps[random.Next(Temps.Length)], Paths[random.Next(Paths.Length)]);
        var kept = StateDirectory.KeptAt(JobId.TryParse("job", out var job) ? job : default, path);
        return random.Next(17) switch
        {
            0 or 1 or 2 => ($"write {temp}", root => Done(() => root.WriteTemp(temp, Encoding.ASCII.GetBytes($"{number}"), null))),
            3 => ($"remove {temp}", root => Done(() => root.RemoveTemp(temp))),
            4 => ($"take {temp} as {taken}", root => root.TryTakeTemp(temp, taken)),
            5 or 6 => ($"exchange {temp} and {path}", root => root.TryExchange(temp, path)),
            7 => ($"place {temp} as {path}", root => root.TryPlace(temp, path)),
            8 => ($"replace {path} by {temp}", root => Done(() => root.Replace(temp, path))),
            9 => ($"load {path}", root => Encoding.ASCII.GetString(root.Load(path, 100).Content.Span) + $" {root.Load(path, 100).Links}"),
            10 => ($"read {temp}", root => root.FingerprintOfTemp(temp)),
            11 => ("list temps", root => string.Join(' ', root.ListTemps().Select(one => one.Value).Order(StringComparer.Ordinal))),
            12 => ("list", root => string.Join(' ', root.List("").OrderBy(entry => entry.Name, StringComparer.Ordinal))),
            13 => ($"keep {path}", root => Done(() => root.Keep(path, kept))),
            14 => ($"remove kept {path}", root => Done(() => root.RemoveKept(kept))),
            15 => ($"link {temp} to {path}", root => Done(() => root.LinkTemp(temp, kept))),
            _ => ($"look at {path}", root => (root.TryStat(path)?.Size, root.TryStatTemp(temp)?.Size)),
        };
    }

    private static string Done(Action call)
    {
        call();
        return "done";
    }

    private static string Answer(Func<IFileRoot, object?> call, IFileRoot root)
    {
        try
        {
            return $"{call(root)}";
        }
        catch (FileFaultException fault)
        {
            return $"{fault.Failure.Reason}";
        }
    }
}
