using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

[Trait("Speed", "Slow")]
public sealed class KilledRun
{
    private const int Kills = 40;
    private const int Files = 30;

    /// <summary>Each so many runs one is left to get on, since a file in whose midst each run ends is given up.</summary>
    private const int GetsOn = 4;

    [Fact]
    public async Task EndsWithTheVeryBytesOfAnUndisturbedOne()
    {
        using var undisturbed = new TemporaryDirectory();
        Fill(undisturbed);
        Assert.Equal(0, (await Cli.RunAsync("run", undisturbed.Path, "--json")).ExitCode);
        var random = new Random(2026);
        var (kills, starts) = (0, 0);

        while (kills < Kills)
        {
            using var disturbed = new TemporaryDirectory();
            Fill(disturbed);
            while (kills < Kills && await KillAsync(disturbed, random, getsOn: starts++ % GetsOn == 0))
            {
                kills++;
            }

            var last = await Cli.RunAsync("run", disturbed.Path, "--json");

            Assert.Equal(0, last.ExitCode);
            for (var file = 0; file < Files; file++)
            {
                Assert.Equal(undisturbed.Read(Name(file)), disturbed.Read(Name(file)));
            }

            Assert.Empty(disturbed.Temps());
            await AssertCountedAsync(disturbed, last);
        }
    }

    /// <summary>Starts a run and kills it at a random moment; false where it had ended before.</summary>
    private static async Task<bool> KillAsync(TemporaryDirectory directory, Random random, bool getsOn)
    {
        using var process = Cli.Start("run", directory.Path, "--json", "--parallel", "2");
        var end = Cli.EndAsync(process);
        var delay = TimeSpan.FromMilliseconds(getsOn ? 1500 : random.Next(150, 500));
        await Task.WhenAny(end, Task.Delay(delay, TimeProvider.System, CancellationToken.None));
        var killed = !process.HasExited;
        process.Kill();
        return (await end).ExitCode != 0 && killed;
    }

    private static async Task AssertCountedAsync(TemporaryDirectory directory, CliResult last)
    {
        // The last run may have found nothing to do; the job that did the work is then the one before.
        var jobs = (await Cli.RunAsync("jobs", "--root", directory.Path, "--json")).Json.EnumerateArray().ToList();
        var done = jobs.Sum(job => job.GetProperty("done").GetInt64());
        Assert.Equal(Files, done);
        Assert.All(jobs, job => Assert.Equal(0, job.GetProperty("failed").GetInt64()));
        Assert.Equal(Files, last.Json.GetProperty("total").GetInt64());
        var bytes = Enumerable.Range(0, Files).Sum(file => new FileInfo(directory.At(Name(file))).Length);
        Assert.Equal(bytes, last.Json.GetProperty("bytesOut").GetInt64());
    }

    private static void Fill(TemporaryDirectory directory)
    {
        for (var file = 0; file < Files; file++)
        {
            directory.Write(Name(file), Png.Noise(500 + (file * 10), 400, seed: file));
        }
    }

    private static string Name(int file) => $"{(file % 2 == 0 ? "a/" : "")}{file}.png";
}
