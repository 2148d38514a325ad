using ImgCompress.Contracts;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Queue;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Aws;

/// <summary>The command, the worker, the queue and the ledger as a user has them, each a process of its own.</summary>
[Trait("Speed", "Slow")]
public sealed class JobOnAws(Emulators emulators)
{
    private const int Files = 100;
    private const int Damaged = 10;

    private static readonly byte[] Original = Png.Noise(24, 18);

    [Theory, ClassData<SqsBackends>]
    public async Task IsDoneReportedMendedAndRedrivenToTheLastCounter(QueueBackend backend)
    {
        await using var fixture = await AwsFixture.MakeAsync(await emulators.SqsAsync(backend), await emulators.DynamoDbAsync());
        for (var file = 0; file < Files; file++)
        {
            fixture.Directory.Write(Name(file), IsDamaged(file) ? Original.AsSpan(0, Original.Length / 2) : Original);
        }

        using var worker = Cli.StartWorker(fixture.Environment);
        var output = Cli.EndAsync(worker);
        var submit = await fixture.RunAsync("submit", fixture.Directory.Path);
        using var ledger = fixture.OpenLedger();
        var job = await ledger.ListJobsAsync(CancellationToken.None).FirstAsync();
        await WaitAsync(ledger, job.Id, output, counts => counts.Ended == Files);

        Assert.Equal((0, $"{job.Id}"), (submit.ExitCode, submit.Output.Trim()));
        var status = await fixture.RunAsync("status", "--json");
        Assert.Equal((1, Files - Damaged, Damaged), (status.ExitCode, Number(status, "done"), Number(status, "failed")));
        var failures = (await fixture.RunAsync("failures", "--json")).Json.EnumerateArray().ToList();
        Assert.Equal(Damaged, failures.Count);
        Assert.All(failures, failure => Assert.Equal("corrupt", failure.GetProperty("reason").GetString()));
        using var queue = fixture.OpenQueue();
        var letters = await queue.PeekDeadLettersAsync(Damaged * 2, CancellationToken.None);
        Assert.Equal(Damaged, letters.Count);
        Assert.All(letters, letter => Assert.Equal(FailureReason.Corrupt, letter.Failure?.Reason));

        foreach (var file in Enumerable.Range(0, Files).Where(IsDamaged))
        {
            fixture.Directory.Write(Name(file), Original);
        }

        var redrive = await fixture.RunAsync("redrive", "--job", $"{job.Id}", "--reason", "corrupt", "--json");
        await WaitAsync(ledger, job.Id, output, counts => counts.Done == Files);

        Assert.Equal(Damaged, Number(redrive, "redriven"));
        var end = await fixture.RunAsync("status", "--json");
        Assert.Equal((0, Files, 0), (end.ExitCode, Number(end, "done"), Number(end, "failed")));
        Assert.Empty(await queue.PeekDeadLettersAsync(10, CancellationToken.None));
        var halved = WorkerFixture.Halved(Original);
        Assert.All(Enumerable.Range(0, Files), file => Assert.Equal(halved, fixture.Directory.Read(Name(file))));
        Assert.Empty(fixture.Directory.Temps());
        Signals.Terminate(worker);
        Assert.Equal(0, (await output).ExitCode);
    }

    private static bool IsDamaged(int file) => file % (Files / Damaged) == 7;

    private static string Name(int file) => $"{file % 10}/{file}.png";

    private static long Number(CliResult result, string property) => result.Json.GetProperty(property).GetInt64();

    private static async Task WaitAsync(DynamoLedger ledger, JobId job, Task<CliResult> worker, Func<Counts, bool> condition)
    {
        await Poll.UntilAsync(async () =>
        {
            Assert.False(worker.IsCompleted, worker.IsCompleted ? $"the worker has ended: {await worker}" : "");
            return condition(await ledger.CountAsync(job, CancellationToken.None));
        });
    }
}
