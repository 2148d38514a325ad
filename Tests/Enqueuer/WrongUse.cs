using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

[Trait("Speed", "Slow")]
public sealed class WrongUse
{
    [Theory]
    [InlineData("--filter is 'cubic'; it must be gaussian (gauss), nearest (near)", "--filter", "cubic")]
    [InlineData("--filter is 'Gausian'; it must be gaussian (gauss), nearest (near), triangle (tri), catmullrom (cmr) or lanczos3 (lcz); "
        + "did you mean gaussian?", "--filter", "Gausian")]
    [InlineData("--scale-op is 'dwon'; it must be down or up; did you mean down?", "--scale-op", "dwon")]
    [InlineData("--scale-factor is '0'; it must be a whole number from 1 to 64", "--scale-factor", "0")]
    [InlineData("--scale-factor is '1.5'; it must be a whole number from 1 to 64", "--scale-factor", "1.5")]
    [InlineData("--scale-factor is '65'; it must be a whole number from 1 to 64", "--scale-factor", "65")]
    [InlineData("--scale-op is 'sideways'; it must be down or up", "--scale-op", "sideways")]
    [InlineData("--fit is '0x5'; it must be a width and a height, such as 2048x1080, 2048x or x1080, each from 1 to", "--fit", "0x5")]
    [InlineData("--fit is '640'; it must be", "--fit", "640")]
    [InlineData("--fit is 'x'; it must be", "--fit", "x")]
    [InlineData("--long-edge is '0'; it must be a whole number from 1 to 1000000", "--long-edge", "0")]
    [InlineData("--long-edge is '2e3'; it must be a whole number from 1 to 1000000", "--long-edge", "2e3")]
    [InlineData("--scale-factor and --fit exclude each other; give", "--scale-factor", "2", "--fit", "5x")]
    [InlineData("--scale-op and --long-edge exclude each other; give", "--long-edge", "5", "--scale-op", "down")]
    [InlineData("--fit and --long-edge exclude each other; give", "--fit", "5x5", "--long-edge", "5")]
    [InlineData("--quality is '0'; it must be a whole number from 1 to 100", "--quality", "0")]
    [InlineData("--effort is '4'; it must be a whole number from 1 to 3", "--effort", "4")]
    [InlineData("--exact and --fast exclude each other; give one, or neither", "--fast", "--exact")]
    [InlineData("--parallel is '-1'; it must be a whole number from 1 to 1024", "--parallel", "-1")]
    [InlineData("--memory is 'much'; it must be a whole number above 0", "--memory", "much")]
    public async Task IsExitCodeTwoAndOneSentence(string sentence, params string[] options)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(4, 4));

        var result = await Cli.RunAsync(["run", directory.Path, .. options]);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"img-compress: {sentence}", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory.At(".img-compress")));
    }

    [Theory]
    [InlineData("unknown command 'runn'; did you mean run?", "runn", "photos")]
    [InlineData("unknown command 'statuss'; did you mean status?", "statuss")]
    [InlineData("unknown command 'xyzzy'", "xyzzy")]
    [InlineData("unknown command 'runn'; did you mean run?", "runn", "--help")]
    [InlineData("unknown command 'runn'; did you mean run?", "help", "runn")]
    [InlineData("unknown option '--jso'", "--jso")]
    [InlineData("unknown option '--scale-factr'; did you mean --scale-factor?", "run", "photos", "--scale-factr", "3")]
    [InlineData("unknown option '--sacle-op'; did you mean --scale-op?", "run", "--sacle-op", "up", "photos")]
    [InlineData("unknown option '--dry-rn'; did you mean --dry-run?", "run", "--dry-rn", "photos")]
    [InlineData("unknown option '--foo'", "run", "--foo")]
    [InlineData("unknown argument 'more'", "run", "photos", "more")]
    [InlineData("unknown option '--jsn'; did you mean --json?", "status", "--jsn")]
    [InlineData("unknown option '--wath'; did you mean --watch?", "status", "--wath")]
    [InlineData("unknown option '--wiat'; did you mean --wait?", "submit", "photos", "--wiat")]
    [InlineData("unknown option '--quite'; did you mean --quiet?", "jobs", "--quite")]
    [InlineData("unknown argument 'extra'", "init", "extra")]
    [InlineData("unknown option '--jbo'; did you mean --job?", "redrive", "--jbo", "x")]
    [InlineData("unknown option '--root'", "init", "--root", "x")]
    [InlineData("unknown option '--force'", "demo", "--force")]
    [InlineData("unknown option '--now'", "cancel", "--now")]
    [InlineData("unknown option '--rot'; did you mean --root?", "doctor", "--rot", "x")]
    [InlineData("unknown option '--reason'", "failures", "--reason", "corrupt")]
    [InlineData("DIR is ''; it must not be empty", "run", "")]
    [InlineData("--output is ''; it must not be empty", "run", "photos", "--output", "")]
    [InlineData("--include is ''; it must not be empty", "run", "photos", "--include", "")]
    [InlineData("DIR is ''; it must not be empty", "submit", "")]
    [InlineData("DIR is ''; it must not be empty", "demo", "")]
    [InlineData("JOB is ''; it must not be empty", "status", "")]
    [InlineData("JOB is ''; it must not be empty", "cancel", "")]
    [InlineData("--root is ''; it must not be empty", "doctor", "--root", "")]
    [InlineData("--root has no value: Embedded: a directory that a job ran on", "jobs", "--root=")]
    [InlineData("--quality has no value: Quality of lossy encoding", "run", "photos", "--quality")]
    [InlineData("DIR is missing: The directory whose images are resized", "run")]
    [InlineData("SHELL is missing: bash, zsh or fish", "completion")]
    [InlineData("SHELL is 'bsh'; it must be bash, zsh or fish; did you mean bash?", "completion", "bsh")]
    [InlineData("--quality is given 2 times, with '80' and '90'; give it once", "run", "photos", "--quality", "80", "--quality", "90")]
    [InlineData("--out is given 2 times, with 'a.html' and 'b.html'; give it once", "report", "-o", "a.html", "--out", "b.html")]
    [InlineData("--json takes no value, and is given 'yes'", "status", "photos", "--json=yes")]
    [InlineData("--strip takes no value, and is given ''", "run", "photos", "--strip=")]
    [InlineData("--csv and --jsonl exclude each other", "results", "--csv", "--jsonl")]
    [InlineData("'y' is no directory, and a job is named already: 'x'", "status", "x", "y")]
    [InlineData("'z' is no directory, and a job is named already: 'x'", "keep", "x", "z")]
    [InlineData("--sample is '0'; it must be a whole number from 1 to 100000", "estimate", "photos", "--sample", "0")]
    [InlineData("--seed is '-1'; it must be a whole number from 0 to", "estimate", "photos", "--seed", "-1")]
    [InlineData("--max-failures is '101%'; it must be", "run", "photos", "--max-failures", "101%")]
    [InlineData("--max-bytes is '0'; it must be a whole number above 0", "run", "photos", "--max-bytes", "0")]
    [InlineData("--max-pixels is 'x'; it must be a whole number above 0", "run", "photos", "--max-pixels", "x")]
    [InlineData("--name is 'two\nlines'; it must have up to 100 characters", "run", "photos", "--name", "two\nlines")]
    [InlineData("--out is 'report.pdf'; it must end in .html", "report", "--out", "report.pdf")]
    [InlineData("there is no directory 'missing'", "estimate", "missing")]
    [InlineData("there is no directory 'missing/'", "jobs", "missing/")]
    [InlineData("there is no directory './missing'", "status", "./missing")]
    [InlineData("'missing' is neither a directory nor a job: there is no ledger in '.' or above it", "status", "missing")]
    [InlineData("'missing' is neither a directory nor a job: there is no ledger in '.' or above it", "pause", "missing")]
    [InlineData("there is no directory './missing'", "report", "./missing")]
    [InlineData("there is no directory './missing'", "results", "./missing")]
    [InlineData("there is no directory './missing'", "pause", "./missing")]
    [InlineData("there is no directory './missing'", "resume", "./missing")]
    [InlineData("there is no directory './missing'", "cancel", "./missing")]
    [InlineData("there is no directory './missing'", "reconcile", "./missing")]
    [InlineData("there is no directory 'missing'", "redrive", "missing")]
    [InlineData("there is no directory 'missing'", "adopt", "missing", "--yes")]
    [InlineData("there is no directory './missing'", "restore", "20260131-142530-kqzmwt", "./missing")]
    [InlineData("there is no directory './missing'", "verify", "./missing")]
    [InlineData("there is no directory './missing'", "keep", "./missing")]
    [InlineData("'missing' is no directory, and a job is named already", "verify", "20260131-142530-kqzmwt", "missing")]
    [InlineData("'b/' is a second directory", "restore", "a/", "b/")]
    [InlineData("JOB is ''; it must not be empty", "restore", "")]
    [InlineData("there is no directory 'missing'", "keep", "20260131-142530-kqzmwt", "--root", "missing")]
    [InlineData("--job is 'A?'; it must be a job's id", "redrive", "--job", "A?")]
    [InlineData("--reason is 'y'; it must be one of not-an-image, ", "redrive", "--reason", "y")]
    [InlineData("there is no directory 'missing'", "run", "missing")]
    [InlineData("there is no directory 'missing'", "run", "missing", "--dry-run")]
    [InlineData("there is no directory 'missing'", "run", "missing", "--output", "out")]
    [InlineData("there is no directory 'missing'", "submit", "missing")]
    [InlineData("there is no directory 'missing'", "failures", "--root", "missing")]
    [InlineData("IMG_COMPRESS_QUEUE_URL is not set; it must be the URL of an SQS queue", "status", "--table", "table")]
    [InlineData("IMG_COMPRESS_QUEUE_URL is 'queue'; it must be the URL of an SQS queue", "jobs", "--queue-url", "queue")]
    public async Task OfAnyCommandIsExitCodeTwoAndOneSentence(string sentence, params string[] arguments)
    {
        var result = await Cli.RunAsync(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"img-compress: {sentence}", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Split('\n'), line => line.StartsWith("img-compress: ", StringComparison.Ordinal));
        Assert.False(Directory.Exists("missing") || Directory.Exists("out"));
    }

    [Fact]
    public async Task OfSeveralOptionsIsASentenceEach()
    {
        var result = await Cli.RunAsync("run", "photos", "--quality", "101", "--filter", "cubic");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("img-compress: --quality is '101'", result.Error, StringComparison.Ordinal);
        Assert.Contains("img-compress: --filter is 'cubic'", result.Error, StringComparison.Ordinal);
    }

    /// <summary>A mistyped option that stands where the directory should is not all that is said.</summary>
    [Fact]
    public async Task BehindAnOptionThatWasTakenForTheDirectoryIsReportedToo()
    {
        var result = await Cli.RunAsync("run", "--qualty", "80", "--filter", "cubic", "photos", "--strp");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(
            ["--qualty", "--strp", "cubic"],
            result.Error.Split('\n').Where(line => line.StartsWith("img-compress: ", StringComparison.Ordinal))
                .Select(line => line.Split('\'')[1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task OfADirectoryThatIsMissingNamesIt()
    {
        using var directory = new TemporaryDirectory();

        var result = await Cli.RunAsync("run", directory.At("missing"));

        Assert.Equal(2, result.ExitCode);
        Assert.Equal($"img-compress: there is no directory '{directory.At("missing")}'", result.Error.TrimEnd());
    }

    [Fact]
    public async Task OfADirectoryWithoutAJobSaysSo()
    {
        using var directory = new TemporaryDirectory();

        var result = await Cli.RunAsync("status", "--root", directory.Path);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("no job has run there", result.Error, StringComparison.Ordinal);
    }
}
