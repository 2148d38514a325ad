using ImgCompress.Contracts;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Aws;

[Trait("Speed", "Slow")]
public sealed class SubmissionToAws(Emulators emulators)
{
    private const int Files = 600;

    [Fact]
    public async Task KilledAtRandomAndRepeatedWithItsJobIsExact()
    {
        await using var fixture = await AwsFixture.MakeAsync(await emulators.SqsAsync(), await emulators.DynamoDbAsync());
        for (var file = 0; file < Files; file++)
        {
            fixture.Directory.Write($"{file % 7}/{file}.png", "x"u8);
        }

        using var ledger = fixture.OpenLedger();
        var random = new Random(3);
        var job = await BeginAsync(fixture, ledger, random);
        for (var kill = 0; kill < 4; kill++)
        {
            await KillAsync(fixture, random, job);
        }

        var last = await fixture.RunAsync("submit", fixture.Directory.Path, "--job", $"{job}", "--json");
        var rows = await OpenAsync(ledger, job);

        Assert.Equal((0, Files), (last.ExitCode, last.Json.GetProperty("total").GetInt64()));
        Assert.Equal(Files, rows.Distinct().Count());
        Assert.Equal(Files, rows.Count);
        Assert.Equal(Files, (await MessagesAsync(fixture)).Distinct().Count());
    }

    [Fact]
    public async Task OfAFileThatIsBusyInAnotherJobSaysSo()
    {
        await using var fixture = await AwsFixture.MakeAsync(await emulators.SqsAsync(), await emulators.DynamoDbAsync());
        fixture.Directory.Write("a.png", "x"u8);
        var first = await fixture.RunAsync("submit", fixture.Directory.Path);

        var second = await fixture.RunAsync("submit", fixture.Directory.Path, "--scale-factor", "3");

        Assert.Equal((0, 1), (first.ExitCode, second.ExitCode));
        Assert.Contains($"unfinished in job {first.Output.Trim()}", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfADirectoryOutsideTheRootIsWrongUse()
    {
        await using var fixture = await AwsFixture.MakeAsync(await emulators.SqsAsync(), await emulators.DynamoDbAsync());
        using var elsewhere = new TemporaryDirectory();

        var outside = await fixture.RunAsync("submit", elsewhere.Path);

        Assert.Equal(2, outside.ExitCode);
        Assert.Contains("is not below the root", outside.Error, StringComparison.Ordinal);
    }

    /// <summary>Starts a submission and kills it once its job has rows.</summary>
    private static async Task<JobId> BeginAsync(AwsFixture fixture, DynamoLedger ledger, Random random)
    {
        using var process = Cli.Start(fixture.Environment, "submit", fixture.Directory.Path);
        var end = Cli.EndAsync(process);
        var job = await ledger.ListJobsAsync(CancellationToken.None).FirstOrDefaultAsync();
        while (!end.IsCompleted && (job is null || !await ledger.ListOpenAsync(job.Id, CancellationToken.None).AnyAsync()))
        {
            job = await ledger.ListJobsAsync(CancellationToken.None).FirstOrDefaultAsync();
        }

        await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 60)), TimeProvider.System, CancellationToken.None));
        process.Kill();
        await end;
        return job!.Id;
    }

    private static async Task KillAsync(AwsFixture fixture, Random random, JobId job)
    {
        using var process = Cli.Start(fixture.Environment, "submit", fixture.Directory.Path, "--job", $"{job}");
        var end = Cli.EndAsync(process);
        await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(random.Next(200, 900)), TimeProvider.System, CancellationToken.None));
        process.Kill();
        await end;
    }

    private static async Task<List<RelativePath>> OpenAsync(DynamoLedger ledger, JobId job) =>
        await ledger.ListOpenAsync(job, CancellationToken.None).Select(row => row.Path).ToListAsync();

    private static async Task<List<string>> MessagesAsync(AwsFixture fixture)
    {
        using var queue = fixture.OpenQueue();
        var bodies = new List<string>();
        while (await queue.ReceiveAsync(10, TimeSpan.FromMinutes(5), CancellationToken.None) is { Count: > 0 } received)
        {
            bodies.AddRange(received.Select(message => message.Body));
        }

        return bodies;
    }
}
