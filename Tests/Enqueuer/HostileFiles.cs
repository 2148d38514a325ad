using System.Text.Json;
using ImgCompress.Contracts;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>
/// Files that somebody made to break a reader, given to the real program, whose memory and time the system limits. None ends it, none is
/// too much for it, each that it does not resize it says why, and what it resizes is a picture.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class HostileFiles
{
    private const int FilesARun = 150;

    /// <summary>What images may take, and on top of that the program itself, a debug build with all of its runtime.</summary>
    private const int MebibytesOfImages = 128;
    private const int MebibytesOfProgram = 384;
    private const int Seconds = 300;

    /// <summary>Of one file, on a machine that does much else.</summary>
    private const double MaxSeconds = 20;

    private static readonly string[] Reasons = ["not-an-image", "unsupported", "corrupt", "too-large"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 1 + ((LongTests.Cases + FilesARun - 1) / FilesARun))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task AreResizedOrStayAsTheyAreForAReason(int seed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a POSIX shell limits the memory");
        var random = new Random(seed);
        using var directory = new TemporaryDirectory();
        var before = Enumerable.Range(0, FilesARun).ToDictionary(
            n => $"{n}.jpg", _ => Mutants.Of(Any(random), Any(random), random), StringComparer.Ordinal);
        foreach (var (name, content) in before)
        {
            directory.Write(name, content);
        }

        var results = await RunAsync(directory, "--scale-factor", "2");

        Assert.Equal(before.Count, results.Count);
        using var again = new TemporaryDirectory();
        var contents = new HashSet<string>(StringComparer.Ordinal);
        foreach (var result in results)
        {
            var name = result.GetProperty("path").GetString()!;
            var after = directory.Read(name);
            try
            {
                AssertEnded(result);
                if (Outcome(result) == "resized")
                {
                    Assert.Equal(Halved(Size(result, "originalSize")), Size(result, "size"));

                    // What is the same once more, as the smallest pictures are, a run leaves alone.
                    if (contents.Add(Convert.ToBase64String(after)))
                    {
                        again.Write(name, after);
                    }
                }
                else
                {
                    Assert.Equal(before[name], after);
                }
            }
            catch (Exception)
            {
                TestContext.Current.AddAttachment($"{seed}-{name}", before[name]);
                throw;
            }
        }

        var sizes = results.Where(r => Outcome(r) == "resized").ToDictionary(r => r.GetProperty("path").GetString()!, r => Size(r, "size"));
        Assert.NotEmpty(sizes);
        Assert.All(await RunAsync(again, "--scale-factor", "1"), result =>
        {
            Assert.Equal("resized", Outcome(result));
            Assert.Equal(sizes[result.GetProperty("path").GetString()!], Size(result, "originalSize"));
        });
    }

    private static async Task<IReadOnlyList<JsonElement>> RunAsync(TemporaryDirectory directory, params string[] options)
    {
        var limits = $"ulimit -d {(MebibytesOfImages + MebibytesOfProgram) << 10}; ulimit -t {Seconds}; exec \"$@\"";
        string[] command =
        [
            "run", directory.Path, "--json", "--allow-larger", "--parallel", "2", "--memory", $"{MebibytesOfImages}M", .. options,
        ];
        using var process = Cli.Start("/bin/sh", ["-c", limits, "sh", .. Cli.CommandLine(command)]);
        var run = await Cli.EndAsync(process);
        Assert.True(run.ExitCode is 0 or 1, $"exit code {run.ExitCode}: {run.Error}");

        var results = await Cli.RunAsync("results", directory.Path, "--jsonl");
        Assert.Equal((0, ""), (results.ExitCode, results.Error));
        return [.. results.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static void AssertEnded(JsonElement result)
    {
        Assert.True(Outcome(result) is "resized" or "kept" or "unchanged" || IsExplained(result), result.ToString());
        Assert.True(result.GetProperty("attempts").GetInt32() == 1, result.ToString());
        Assert.True(result.GetProperty("seconds").GetDouble() < MaxSeconds, result.ToString());
    }

    private static bool IsExplained(JsonElement result) => Outcome(result) is "failed" or "skipped"
        && Reasons.Contains(result.GetProperty("reason").GetString())
        && !string.IsNullOrWhiteSpace(result.GetProperty("detail").GetString());

    private static string Outcome(JsonElement result) => result.GetProperty("outcome").GetString()!;

    private static PixelSize Size(JsonElement result, string name) =>
        PixelSize.TryParse(result.GetProperty(name).GetString(), out var size)
        ? size
        : throw new InvalidDataException($"{name} is no size: {result}");

    private static PixelSize Halved(PixelSize size) => new(Math.Max(1, size.Width / 2), Math.Max(1, size.Height / 2));

    private static byte[] Any(Random random) => Corpus.Files[random.Next(Corpus.Files.Count)];
}
