using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Ledger;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Ledger;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>A job that is paused, by hand or since too many of its files failed.</summary>
[Trait("Speed", "Slow")]
public sealed class PausedJob(Emulators emulators) : LedgerTests(emulators)
{
    [Theory, ClassData<LedgerBackends>]
    public async Task GrantsNoClaimUntilItIsResumed(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        using var worker = await OpenBesideAsync();
        Assert.IsType<ClaimResult.NotInLedger>(await worker.ClaimAsync(new(job.Id, RelativePath.Join("", "b.jpg")), Lease, false, Any));

        await Ledger.PauseAsync(job.Id, "why", Any);
        await Ledger.PauseAsync(job.Id, "another reason", Any);
        Clock.Advance(TimeSpan.FromSeconds(5));
        var paused = await worker.ClaimAsync(new(job.Id, File), Lease, false, Any);
        var why = (await Ledger.FindJobAsync(job.Id, Any))!.Paused;
        await Ledger.ResumeAsync(job.Id, new(3, IsPercentage: false), Any);

        // Without a wait: a worker that has read that it is paused reads again before it believes that.
        var resumed = await worker.ClaimAsync(new(job.Id, File), Lease, false, Any);

        Assert.IsType<ClaimResult.NothingToDo>(paused);
        Assert.Equal("why", why);
        Assert.Equal(1, Assert.IsType<ClaimResult.Granted>(resumed).Row.Attempts);
        var now = (await Ledger.FindJobAsync(job.Id, Any))!;
        Assert.Equal((null, "3"), (now.Paused, $"{now.FailureLimit}"));
    }

    /// <summary>Taken off the queue, it would be redriven by nobody any more.</summary>
    [Theory, ClassData<LedgerBackends>]
    public async Task SendsALetterBackThatIsRedrivenMeanwhile(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        var failed = await ClaimAsync(job);
        await Ledger.FailAsync(failed, Corrupt, Any);
        await Ledger.PauseAsync(job.Id, "why", Any);
        Clock.Advance(TimeSpan.FromSeconds(5));

        var redriven = await Ledger.ClaimAsync(new(job.Id, File, failed.Epoch), Lease, false, Any);

        Assert.Equal(new ClaimResult.AlreadyFailed(Corrupt, failed.Epoch), redriven);
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task LeavesTheFailuresBeforeItsResumptionAside(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        await Ledger.FailAsync(await ClaimAsync(job), Corrupt, Any);
        await Ledger.ResumeAsync(job.Id, new(0, IsPercentage: false), Any);

        var counts = await Ledger.CountAsync(job.Id, Any);
        var now = (await Ledger.FindJobAsync(job.Id, Any))!;

        Assert.Equal((1, 1, Clock.GetUtcNow()), (counts.Failed, now.FailuresBefore, counts.Changed));
        Assert.Null(now.ReasonToPause(counts));
        Assert.Equal("1 files have failed, more than --max-failures 0", now.ReasonToPause(counts with { Failed = 2 }));
    }

    [Theory]
    [InlineData("0", 0, 50, 100, false)]
    [InlineData("0", 1, 1, 100, true)]
    [InlineData("10", 10, 10, 100, false)]
    [InlineData("10", 11, 11, null, true)]
    [InlineData("5%", 5, 5, null, false)]
    [InlineData("5%", 6, 6, null, true)]
    [InlineData("5%", 50, 1000, 5000, false)]
    [InlineData("5%", 51, 1000, 5000, true)]
    [InlineData("10%", 2, 2, 20, false)]
    [InlineData("10%", 3, 3, 20, true)]
    [InlineData("100%", 20, 20, 20, false)]
    public void IsPausedByMoreFailuresThanMayBe(string limit, long failed, long ended, int? total, bool exceeded)
    {
        Assert.True(FailureLimit.TryParse(limit, out var parsed));
        Assert.Equal((limit, exceeded), ($"{parsed}", parsed.IsExceeded(failed, ended, total)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("101%")]
    [InlineData("5 %")]
    [InlineData("1e3")]
    [InlineData("%")]
    public void HasNoSuchLimit(string limit) => Assert.False(FailureLimit.TryParse(limit, out _));

    [Fact]
    public async Task ByItsFailuresIsBegunNoFurther()
    {
        using var fixture = new WorkerFixture();
        foreach (var name in new[] { "a.png", "b.png", "c.png", "d.png" })
        {
            fixture.Directory.Write(name, name == "d.png" ? Png.Noise(24, 18) : "damaged"u8);
        }

        var job = await fixture.SubmitAsync(limit: new(1, IsPercentage: false));
        var results = new List<DeliveryResult>();
        foreach (var name in new[] { "a.png", "b.png", "c.png", "d.png" })
        {
            results.Add(await fixture.Processor().ProcessAsync(new(job.Id, WorkerFixture.At(name)), CancellationToken.None));
        }

        Assert.Equal(
            [true, true, false, false], results.Select(result => result is DeliveryResult.DeadLettered));
        Assert.All(results[2..], result => Assert.IsType<DeliveryResult.NothingToDo>(result));
        Assert.Equal(
            "2 files have failed, more than --max-failures 1", (await fixture.Ledger.FindJobAsync(job.Id, CancellationToken.None))!.Paused);
    }

    [Fact]
    public async Task OfARunEndsItWithExitCodeOneAndGoesOnWithTheNext()
    {
        using var directory = new TemporaryDirectory();
        for (var file = 0; file < 9; file++)
        {
            directory.Write($"{file}.png", file < 8 ? Png.Noise(80, 60, seed: file).AsSpan(0, 9000) : Png.Noise(8, 6));
        }

        var wrong = await Cli.RunAsync("run", directory.Path, "--max-failures", "half");
        var paused = await Cli.RunAsync("run", directory.Path, "--max-failures", "1", "--parallel", "1");
        var status = await Cli.RunAsync("status", "--root", directory.Path, "--json");
        var untouched = directory.Read("8.png").Length;
        var next = await Cli.RunAsync("run", directory.Path, "--json");

        Assert.Equal((2, 1, 1), (wrong.ExitCode, paused.ExitCode, next.ExitCode));
        Assert.Contains("--max-failures is 'half'; it must be a whole number from 0", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("Paused after 2 files: 2 files have failed, more than --max-failures 1", paused.Output, StringComparison.Ordinal);
        Assert.Contains("the same command goes on from here", paused.Output, StringComparison.Ordinal);
        Assert.Equal(("paused", 2), (status.Json.GetProperty("state").GetString(), status.Json.GetProperty("failed").GetInt64()));
        Assert.Equal(Png.Noise(8, 6).Length, untouched);
        Assert.Equal("finished", next.Json.GetProperty("state").GetString());
        Assert.Equal((8, 1), (next.Json.GetProperty("failed").GetInt64(), next.Json.GetProperty("done").GetInt64()));
    }

    [Fact]
    public async Task ByHandIsSaidAndItsMessagesAreSentAgainWhenItIsResumed()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(8, 6));
        await Cli.RunAsync("submit", directory.Path);

        var pause = await Cli.RunAsync("pause", "--root", directory.Path);
        var status = await Cli.RunAsync("status", "--root", directory.Path);
        var resume = await Cli.RunAsync("resume", "--root", directory.Path);
        var again = await Cli.RunAsync("resume", "--root", directory.Path);

        Assert.Equal((0, 0, 0, 2), (pause.ExitCode, status.ExitCode, resume.ExitCode, again.ExitCode));
        Assert.Contains(" paused: ", status.Output, StringComparison.Ordinal);
        Assert.Contains("Paused: by hand. It goes on with: ", status.Error, StringComparison.Ordinal);
        Assert.Contains(" resume", status.Error, StringComparison.Ordinal);
        Assert.Contains("1 message sent again", resume.Output, StringComparison.Ordinal);
        Assert.Contains("is not paused", again.Error, StringComparison.Ordinal);
        Assert.Contains(" reconcile ", again.Error, StringComparison.Ordinal);
    }
}
