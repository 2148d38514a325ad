using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Aws;

/// <summary><c>verify</c>, <c>keep</c> and <c>restore</c>, as programs, of a job that workers have done on AWS.</summary>
[Trait("Speed", "Slow")]
public sealed class KeptAndUndoneOnAws(Emulators emulators)
{
    private static readonly byte[] Original = Png.Noise(64, 48);
    private static readonly byte[] Halved = WorkerFixture.Halved(Original);

    [Fact]
    public async Task OriginalsComeBackAndMayBeResizedAgain()
    {
        await using var fixture = await AwsFixture.MakeAsync(await emulators.SqsAsync(), await emulators.DynamoDbAsync());
        fixture.Directory.Write("imgs/a.png", Original);
        fixture.Directory.Write("imgs/sub/b.png", Original);
        using var worker = Cli.StartWorker(fixture.Environment);
        var end = Cli.EndAsync(worker);
        var job = await SubmitAsync(fixture, "--keep-originals");
        await WaitAsync(fixture, end);

        var verify = await fixture.RunAsync("verify", job);
        var kept = await fixture.RunAsync("keep", job);
        var restore = await fixture.RunAsync("restore", job, "imgs/sub");
        Assert.Equal((0, 0, 0), (verify.ExitCode, kept.ExitCode, restore.ExitCode));
        Assert.Contains("2 originals", kept.Output + kept.Error, StringComparison.Ordinal);
        Assert.Equal(Halved, fixture.Directory.Read("imgs/a.png"));
        Assert.Equal(Original, fixture.Directory.Read("imgs/sub/b.png"));
        Assert.Equal(0, (await fixture.RunAsync("verify", job)).ExitCode);

        await SubmitAsync(fixture);
        await WaitAsync(fixture, end);
        Assert.Equal(Halved, fixture.Directory.Read("imgs/a.png"));
        Assert.Equal(Halved, fixture.Directory.Read("imgs/sub/b.png"));
        Signals.Terminate(worker);
        Assert.Equal(0, (await end).ExitCode);
    }

    [Fact]
    public async Task AFileThatSomebodyHasChangedSinceIsFoundAndLeft()
    {
        await using var fixture = await AwsFixture.MakeAsync(await emulators.SqsAsync(), await emulators.DynamoDbAsync());
        fixture.Directory.Write("imgs/a.png", Original);
        using var worker = Cli.StartWorker(fixture.Environment);
        var end = Cli.EndAsync(worker);
        var job = await SubmitAsync(fixture, "--keep-originals");
        await WaitAsync(fixture, end);
        Signals.Terminate(worker);
        Assert.Equal(0, (await end).ExitCode);
        fixture.Directory.Write("imgs/a.png", "somebody's"u8);

        var verify = await fixture.RunAsync("verify", job);
        var restore = await fixture.RunAsync("restore", job);

        Assert.Equal((1, 1), (verify.ExitCode, restore.ExitCode));
        Assert.Contains("changed", verify.Output + verify.Error, StringComparison.Ordinal);
        Assert.Contains("changed-since", restore.Output + restore.Error, StringComparison.Ordinal);
        Assert.Equal("somebody's"u8.ToArray(), fixture.Directory.Read("imgs/a.png"));
        Assert.Equal(Original, fixture.Directory.Read($".img-compress/keep/{job}/imgs/a.png"));
    }

    private static async Task<string> SubmitAsync(AwsFixture fixture, params string[] options)
    {
        var submit = await fixture.RunAsync(["submit", "imgs", .. options]);
        Assert.Equal(0, submit.ExitCode);
        return submit.Output.Trim();
    }

    /// <summary>
    /// Until the newest job has ended. By one worker for all of a test: the long poll of one that has ended may take a message with it.
    /// </summary>
    private static async Task WaitAsync(AwsFixture fixture, Task<CliResult> end)
    {
        using var ledger = fixture.OpenLedger();
        var job = await ledger.ListJobsAsync(CancellationToken.None).FirstAsync();
        await Poll.UntilAsync(async () =>
        {
            Assert.False(end.IsCompleted, end.IsCompleted ? $"{await end}" : "");
            return job.IsFinished(await ledger.CountAsync(job.Id, CancellationToken.None));
        });
    }
}
