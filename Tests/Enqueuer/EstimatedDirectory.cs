using System.Globalization;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Estimating;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

public sealed class EstimatedDirectory
{
    [Fact]
    public async Task IsToldToTheByteWhereEveryFileIsTriedAndStaysAsItIs()
    {
        using var directory = new TemporaryDirectory();
        var original = Png.Noise(64, 48);
        directory.Write("a.png", original);
        directory.Write("sub/b.png", original);
        directory.Write("cut.png", original.AsSpan(0, 200));
        var request = new RunRequest { Directory = directory.Path, Spec = WorkerFixture.Half, Options = new() };

        using var plan = await RunPlan.MakeAsync(request, TimeProvider.System, new Random(1), CancellationToken.None);
        var estimator = new Estimator(request, plan, 40, TimeProvider.System, new Random(1));
        var before = estimator.Progress;
        var estimate = await estimator.EstimateAsync(CancellationToken.None);

        Assert.Equal((new EstimateProgress(0, 0, 0), new EstimateProgress(3, 3, 3)), (before, estimator.Progress));
        Assert.Equal((3, 3, 1), (estimate.Files, estimate.Sampled, estimate.Refused));
        Assert.Equal((2 * (original.Length - WorkerFixture.Halved(original).Length), 0), (estimate.BytesSaved, estimate.BytesSavedError));
        Assert.Equal(original, directory.Read("a.png"));
        Assert.Equal(["a.png", "cut.png", "sub"], Directory.GetFileSystemEntries(directory.Path).Select(Path.GetFileName).Order());
    }

    /// <summary>Of many samples of a known population, the intervals hold the truth about as often as they say.</summary>
    [Fact]
    public void IsWithinTheErrorThatIsGivenForMostSamples()
    {
        var random = new Random(7);
        var files = Enumerable.Range(0, 500)
            .Select(n => new ScannedFile(
                RelativePath.Join("", $"{n}{(n % 3 == 0 ? ".png" : ".jpg")}"), new(1, (ulong)n, random.Next(10_000, 4_000_000), 0, 0)))
            .ToList();
        var after = files.ToDictionary(file => file, file => (long)(file.Size * (0.2 + (0.3 * random.NextDouble()))));
        var saved = files.Sum(file => file.Size - after[file]);
        var bytes = files.GroupBy(Sampling.Kind).ToDictionary(kind => kind.Key, kind => kind.Sum(file => file.Size));

        var hits = Enumerable.Range(0, 200).Count(seed =>
        {
            var strata = Sampling.Draw(files, 40, new Random(seed));
            Assert.InRange(strata.Sum(stratum => stratum.Sample.Count), 30, 50);
            Assert.Equal(files.Count, strata.Sum(stratum => stratum.Files));
            var projection = Projection.Of(
                [.. strata.Select(stratum => (stratum, (IReadOnlyList<SampledFile>)[.. stratum.Sample.Select(
                    file => new SampledFile(file.Size, after[file], 0, 0))]))],
                bytes,
                file => file.Saved);
            Assert.InRange(projection.Total, 0.8 * saved, 1.2 * saved);
            return Math.Abs(projection.Total - saved) <= projection.Error;
        });

        Assert.InRange(hits, 170, 200);
    }

    [Fact]
    public void CostsAnExampleWhatItsPartsSay()
    {
        var estimate = LambdaEstimate.Of(1_000_000, 66_667, 1e12, 0.25e12);

        // 200,000 s on 1.7275 GB; 9.24 million write and 2 million read units; 300,000 requests; 1,037 GB read, 262 GB written.
        Assert.Equal(
            (5.78, 6.025, 0.12),
            (Math.Round(estimate.ComputeUsd, 2), Math.Round(estimate.DynamoDbUsd, 3), Math.Round(estimate.SqsUsd, 2)));
        Assert.Equal(46.84, Math.Round(estimate.Modes.Single(mode => mode.Mode == "elastic").EfsUsd, 2));
        Assert.Equal(0, estimate.Modes.Single(mode => mode.Mode == "bursting").EfsUsd);
        Assert.All(estimate.Modes, mode => Assert.True(mode.Seconds >= 4000, $"{mode}"));
    }

    [Fact]
    public void CostsTheExampleOfTheDocumentationWhatStandsThere()
    {
        var documentation = Repository.Read("docs/aws.md");

        Assert.All(LambdaEstimate.Of(1_000_000, 66_667, 1e12, 0.25e12).Modes, mode =>
        {
            var provisioned = mode.MebibytesPerSecond is { } rate ? $", {rate:0} MiB/s for a day" : "";
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"| `{mode.Mode}`{provisioned} | ${mode.EfsUsd:0.00} | ${mode.Usd:0.00} | {mode.Seconds / 60:0} min |");
            Assert.Contains(line, documentation, StringComparison.Ordinal);
        });
    }

    /// <summary>The day of provisioned throughput that it takes is dearer than a few bytes, and cheaper than very many.</summary>
    [Theory]
    [InlineData(1_000, "elastic")]
    [InlineData(2_000_000, "provisioned")]
    public void TellsWhichModeIsCheaperWithoutCredits(int files, string cheaper) => Assert.Equal(
        cheaper,
        LambdaEstimate.Of(files, files * 0.0667, files * 1e6, files * 0.25e6).Modes
            .Where(mode => mode.Mode != "bursting").MinBy(mode => mode.Usd)!.Mode);

    /// <summary>A call that reads or writes is metered as 32 KiB at least.</summary>
    [Fact]
    public void CostsAsMuchForFilesOfOneKilobyteAsForThoseOf32() => Assert.Equal(
        LambdaEstimate.Of(1000, 1, 1000 * 32_768, 1000 * 32_768).Modes[0].EfsUsd,
        LambdaEstimate.Of(1000, 1, 1000 * 1024, 1000 * 512).Modes[0].EfsUsd);
}
