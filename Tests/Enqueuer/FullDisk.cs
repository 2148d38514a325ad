using System.Globalization;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>A run on a file system of its own, which has room for some results, or for part of the ledger, and then for no more.</summary>
[Trait("Speed", "Slow")]
public sealed class FullDisk
{
    private const int Files = 8;
    private const int MaxRuns = 4;
    private const int MostKibibytes = 900;
    private const int Page = 4096;

    private static readonly byte[][] Originals = [.. Enumerable.Range(0, Files).Select(file => Png.Noise(200 + file, 150, seed: file))];

    /// <summary>Kibibytes that are free before the run.</summary>
    public static TheoryData<int> Rooms()
    {
        var random = new Random(8);
        return [0, 150, 400, .. Enumerable.Range(0, LongTests.Cases / 5).Select(_ => random.Next(MostKibibytes))];
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task LeavesEachFileWholeAndTheNextRunGoesOn(int kibibytes)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can make a file system of a size of its own");
        using var directory = new TemporaryDirectory();
        var content = Originals.Sum(original => (original.Length + Page - 1) / Page * (Page >> 10));
        Assert.SkipUnless(await MountAsync(directory, $"size={content + kibibytes}k"), "a tmpfs cannot be mounted here");
        try
        {
            for (var file = 0; file < Files; file++)
            {
                directory.Write(Name(file), Originals[file]);
            }

            var first = await RunAsync(directory);
            Assert.True(await MountAsync(directory, "remount,size=64m"));
            var (last, runs) = (first, 1);
            while (last.ExitCode != 0 && runs++ < MaxRuns)
            {
                last = await RunAsync(directory);
            }

            Assert.True(last.ExitCode == 0, $"{first.Error}{last.Output}{last.Error}");
            Assert.Empty(directory.Temps());
        }
        finally
        {
            using var unmount = Cli.Start("umount", ["--lazy", directory.Path]);
            await Cli.EndAsync(unmount);
        }
    }

    private static async Task<CliResult> RunAsync(TemporaryDirectory directory)
    {
        var run = await Cli.RunAsync("run", directory.Path, "--json", "--dangerous-directory");
        Assert.True(run.ExitCode is 0 or 1 or 2, run.Error);
        for (var file = 0; file < Files; file++)
        {
            var found = directory.Read(Name(file));
            Assert.True(
                found.AsSpan().SequenceEqual(WorkerFixture.Halved(Originals[file]))
                    || (run.ExitCode != 0 && found.AsSpan().SequenceEqual(Originals[file])),
                $"{Name(file)} is neither, or not yet, its result: {run.Error}");
        }

        return run;
    }

    private static async Task<bool> MountAsync(TemporaryDirectory directory, string options)
    {
        using var mount = Cli.Start("mount", ["-t", "tmpfs", "-o", options, "none", directory.Path]);
        return (await Cli.EndAsync(mount)).ExitCode == 0;
    }

    private static string Name(int file) => file.ToString(CultureInfo.InvariantCulture) + ".png";
}
