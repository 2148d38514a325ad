using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Estimating;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;
using Spectre.Console.Rendering;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

public sealed class ProgressLines
{
    private static readonly ProgressSnapshot Half = new(
        1_514, 3_028, true, 12, new(2_000_000_000, 700_000_000, 1_200_000_000, 300_000_000), TimeSpan.FromSeconds(75))
    {
        Part = 0.5,
        TimeLeft = TimeSpan.FromSeconds(85),
    };

    [Theory]
    [InlineData(20, "1,514/3,028 files")]
    [InlineData(30, "1,514/3,028 files")]
    [InlineData(60, "1,514/3,028 files", "12 failed", "1 min 25 s left")]
    [InlineData(80, "1,514/3,028 files", "1.30 GB saved", "12 failed", "1 min 25 s left")]
    [InlineData(140, " 50%", "1,514/3,028 files", "16 MP/s", "1.30 GB saved", "12 failed", "1 min 25 s left")]
    public void TakeOneLineAndTheMostImportantThere(int width, params string[] parts)
    {
        var line = Show(width, ProgressDisplay.OfRun, Half);

        Assert.DoesNotContain('\n', line);
        Assert.True(line.Length < Math.Max(width, 28), line);
        Assert.Equal(parts, line.Split("  ", StringSplitOptions.RemoveEmptyEntries).Where(part => part[0] is not ('━' or '┄')));
    }

    [Fact]
    public void AreNeverWiderThanTheTerminalBesideAnother() => Assert.All(Enumerable.Range(1, 200), width =>
    {
        foreach (var line in new[] { Show(width, ProgressDisplay.OfRun, Half), Show(width, ProgressDisplay.SoFar, "12 files read") })
        {
            Assert.DoesNotContain('\n', line);
            Assert.True(line.Length < Math.Max(width, 2), $"{width}: {line}");
        }
    });

    [Fact]
    public void OfWorkWithoutAnEndSpinMeanwhile()
    {
        var task = new ProgressTask(0, "work", maxValue: 1);
        ProgressDisplay.SoFar.Update(task, "12 files read");

        string[] lines = [.. Enumerable.Range(0, 4)
            .Select(_ => Print(60, new ProgressLine(task, ProgressDisplay.SoFar.Columns, TimeSpan.FromSeconds(1))))];

        Assert.All(lines, line => Assert.Equal("12 files read", line.TrimEnd()[^13..]));
        Assert.Equal(lines.Length, lines.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(0, "┄┄")]
    [InlineData(1, "━━")]
    [InlineData(0.5, "━┄")]
    public void ShowWhatIsDoneWithoutColour(double part, string bar) =>
        Assert.Contains(bar, Show(100, ProgressDisplay.OfRun, Half with { Part = part }), StringComparison.Ordinal);

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    public void OfAFailureBreakBetweenWordsOnlyAndNeverInThePath(int width)
    {
        const string path = "a directory with spaces/another one that is long/and a picture of the sea.jpg";
        const string detail = "the bytes are of no known image format; supported are JPEG, PNG, WebP, GIF, TIFF, AVIF, BMP, PNM and TGA";

        var lines = Print(width, WrappedLine.OfFailure(path, "not-an-image", detail, isSkipped: false)).Split('\n');

        Assert.Equal($"  {path}:", lines[0]);
        Assert.All(lines[1..], line => Assert.True(line.Length <= width && line.StartsWith("    ", StringComparison.Ordinal), line));
        Assert.Equal($"not-an-image: {detail}", string.Join(' ', lines[1..].Select(line => line.Trim())));
    }

    [Theory]
    [InlineData("img-compress: --scale-factor is '0'; it must be a whole number from 1 to 64", 40, 2)]
    [InlineData("  24 of 24 files: 0 resized, 19 unchanged, 0 kept, 0 skipped, 5 failed", 40, 4)]
    [InlineData("  elastic     about 1.4 s on Lambda, $0.01, of it $0.01 for EFS", 40, 14)]
    [InlineData("  photographs/of/a/long/journey  half as wide and high, as sharp as before", 40, 4)]
    [InlineData("a  b", 40, 3)]
    [InlineData("", 40, 2)]
    public void OfTextAreBrokenBetweenWordsAndGoOnBelowTheirColumn(string text, int width, int indent)
    {
        var lines = Print(width, WrappedLine.Of(text)).Split('\n');

        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.All(lines[1..], line => Assert.Equal(indent, line.Length - line.TrimStart().Length));
        Assert.Equal(text, string.Join(' ', [lines[0], .. lines[1..].Select(line => line.TrimStart())]));
        Assert.Equal(text, Print(int.MaxValue, WrappedLine.Of(text)));
    }

    [Theory]
    [InlineData(3_028, 0, 0, "3,028 images found", '┄')]
    [InlineData(3_028, 40, 0, "0/40 images tried", '┄')]
    [InlineData(3_028, 40, 40, "40/40 images tried", '━')]
    public void OfAnEstimateSayWhatIsFoundAndThenWhatIsTried(int found, int chosen, int tried, string words, char bar)
    {
        var now = new EstimateProgress(found, chosen, tried);

        var line = Show(60, ProgressDisplay.OfEstimate, now).TrimEnd();

        Assert.EndsWith($"{bar}  {words}", line, StringComparison.Ordinal);
        Assert.Equal(words, ProgressDisplay.OfEstimate.Line(now));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    public void OfAPathAreOneHoweverNarrowTheTerminalSoThatItCanBeCopied(int width)
    {
        const string path = "/home/somebody/a directory with spaces/another one that is long/img-compress-20261129.html";

        Assert.Equal(path, Print(width, WrappedLine.OfPath(path)));
    }

    [Theory]
    [InlineData(true, "ok   ledger: work; it")]
    [InlineData(false, "FAIL ledger: work; it")]
    public void OfACheckGoOnBelowWhatWasTried(bool ok, string first) =>
        Assert.Equal(
            [first, "     belongs to its", "     embedded ledger"],
            Print(24, WrappedLine.OfCheck(ok, "ledger", "work; it belongs to its embedded ledger")).Split('\n'));

    [Fact]
    public void OfAWatchedJobSayTheRateAndTheTimeLeft()
    {
        var clock = new FakeTimeProvider();
        var watch = new JobWatch(clock);
        watch.Look(Job, Ended(0), new(1000, 0));
        clock.Advance(TimeSpan.FromSeconds(10));

        var now = watch.Look(Job, Ended(50), new(942, 8));

        Assert.Equal("50/1,000 files, 5.0 files/s, 942 waiting, 8 in flight, 3 min 10 s left", ProgressDisplay.OfWatchedJob.Line(now));
        Assert.Contains("50/1,000 files", Show(60, ProgressDisplay.OfWatchedJob, now), StringComparison.Ordinal);
        Assert.Contains("3 min 10 s left", Show(60, ProgressDisplay.OfWatchedJob, now), StringComparison.Ordinal);
    }

    [Fact]
    public void OfAWatchedJobSaySinceWhenNothingHasEnded()
    {
        var clock = new FakeTimeProvider();
        var watch = new JobWatch(clock);
        watch.Look(Job, Ended(50), new(950, 0));
        clock.Advance(TimeSpan.FromSeconds(95));

        var silent = watch.Look(Job, Ended(50), new(950, 0));
        var lost = watch.Look(Job, Ended(50), new(0, 0));
        var again = watch.Look(Job, Ended(51), new(949, 0));

        Assert.EndsWith("none ended for 1 min 35 s", ProgressDisplay.OfWatchedJob.Line(silent), StringComparison.Ordinal);
        Assert.EndsWith("no message left", ProgressDisplay.OfWatchedJob.Line(lost), StringComparison.Ordinal);
        Assert.Null(again.Silence);
    }

    private static JobRow Job => new(
        JobId.Create(TimeProvider.System, new Random(1)), "", new() { Scaling = Scaling.Down(2) }, new(), JobState.Sealed, default);

    private static Counts Ended(long done) => Counts.None with { Items = 1000, Done = done };

    private static string Show<T>(int width, ProgressView<T> view, T now)
    {
        var task = new ProgressTask(0, "work", maxValue: 1) { MaxSamplesKept = 0 };
        view.Update(task, now);
        return Print(width, new LiveLine(new ProgressLine(task, view.Columns, TimeSpan.Zero)));
    }

    private static string Print(int width, IRenderable line)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(line);
        return writer.ToString().ReplaceLineEndings("\n").TrimEnd('\n');
    }
}
