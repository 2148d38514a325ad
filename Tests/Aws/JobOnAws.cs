using System.Diagnostics;
using ImgCompress.Contracts;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Aws;

/// <summary>The command, the worker, the queue and the ledger as a user has them, each a process of its own.</summary>
public abstract class JobOnAws(Emulators emulators)
{
    private const int Files = 1000;
    private const int Damaged = 20;

    private static readonly byte[] Original = Png.Noise(24, 18);

    [Fact]
    public async Task IsDoneReportedMendedAndRedrivenToTheLastCounter()
    {
        await using var home = await AwsFixture.MakeAsync(await SqsAsync(), await emulators.DynamoDbAsync());
        for (var file = 0; file < Files; file++)
        {
            home.Directory.Write(Name(file), IsDamaged(file) ? Original.AsSpan(0, Original.Length / 2) : Original);
        }

        using var worker = Cli.StartWorker(home.Environment);
        var output = Cli.EndAsync(worker);
        var submit = await home.RunAsync("submit", home.Directory.Path);
        using var ledger = home.OpenLedger();
        var job = await ledger.ListJobsAsync(CancellationToken.None).FirstAsync();
        await WaitAsync(ledger, job.Id, output, counts => counts.Ended == Files);

        Assert.Equal((0, $"{job.Id}"), (submit.ExitCode, submit.Output.Trim()));
        var status = await home.RunAsync("status", "--json");
        Assert.Equal((1, 980, 20), (status.ExitCode, Number(status, "done"), Number(status, "failed")));
        var failures = (await home.RunAsync("failures", "--json")).Json.EnumerateArray().ToList();
        Assert.Equal(Damaged, failures.Count);
        Assert.All(failures, failure => Assert.Equal("corrupt", failure.GetProperty("reason").GetString()));
        using var queue = home.OpenQueue();
        var letters = await queue.PeekDeadLettersAsync(Damaged * 2, CancellationToken.None);
        Assert.Equal(Damaged, letters.Count);
        Assert.All(letters, letter => Assert.Equal(FailureReason.Corrupt, letter.Failure?.Reason));

        foreach (var file in Enumerable.Range(0, Files).Where(IsDamaged))
        {
            home.Directory.Write(Name(file), Original);
        }

        var redrive = await home.RunAsync("redrive", "--job", $"{job.Id}", "--reason", "corrupt", "--json");
        await WaitAsync(ledger, job.Id, output, counts => counts.Done == Files);

        Assert.Equal(Damaged, Number(redrive, "redriven"));
        var end = await home.RunAsync("status", "--json");
        Assert.Equal((0, Files, 0), (end.ExitCode, Number(end, "done"), Number(end, "failed")));
        Assert.Empty(await queue.PeekDeadLettersAsync(10, CancellationToken.None));
        var halved = WorkerFixture.Halved(Original);
        Assert.All(Enumerable.Range(0, Files), file => Assert.Equal(halved, home.Directory.Read(Name(file))));
        Assert.Empty(home.Directory.Temps());
        using var terminate = Process.Start("kill", ["-TERM", $"{worker.Id}"]);
        Assert.Equal(0, (await output).ExitCode);
    }

    /// <summary>The endpoint of SQS; the test is skipped where there is none.</summary>
    protected abstract Task<string> SqsAsync();

    private static bool IsDamaged(int file) => file % (Files / Damaged) == 7;

    private static string Name(int file) => $"{file % 10}/{file}.png";

    private static long Number(CliResult result, string property) => result.Json.GetProperty(property).GetInt64();

    private static async Task WaitAsync(DynamoLedger ledger, JobId job, Task<CliResult> worker, Func<Counts, bool> condition)
    {
        while (!condition(await ledger.CountAsync(job, CancellationToken.None)))
        {
            if (worker.IsCompleted)
            {
                Assert.Fail($"the worker has ended: {await worker}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
