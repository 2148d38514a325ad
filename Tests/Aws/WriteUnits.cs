using System.Globalization;
using Amazon.DynamoDBv2.Model;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Aws;
using Xunit;

namespace ImgCompress.Tests.Aws;

/// <summary>What the ledger takes in write units, as the service answers it, and as docs/aws.md has it.</summary>
[Trait("Speed", "Slow")]
public sealed class WriteUnits(Emulators emulators)
{
    private const int Files = 200;
    private const int Batch = 10;
    private static readonly CancellationToken Any = CancellationToken.None;

    [Fact]
    public async Task AreThoseOfTheDocumentation()
    {
        var credentials = TestCredentials.For("DYNAMODB");
        Assert.SkipWhen(credentials is null, "on AWS itself the numbers are others");
        using var client = new MeteredDynamoDb(await emulators.DynamoDbAsync(), credentials);
        var table = $"units-{Path.GetRandomFileName()}";
        using var ledger = new DynamoLedger(client, table, TimeProvider.System, new Random(1));
        await ledger.CreateTableAsync(Any);
        try
        {
            var documentation = Repository.Read("docs/aws.md");
            var lines = (await MeasureAsync(ledger, client))
                .Select(one => string.Create(CultureInfo.InvariantCulture, $"| {one.Step} | {one.Units:0.##} |"))
                .ToList();
            Assert.Equal(6, lines.Count);
            Assert.All(lines, line => Assert.Contains(line, documentation, StringComparison.Ordinal));
        }
        finally
        {
            await client.DeleteTableAsync(new DeleteTableRequest(table), Any);
        }
    }

    /// <summary>Each step with its units a file.</summary>
    private static async Task<List<(string Step, double Units)>> MeasureAsync(DynamoLedger ledger, MeteredDynamoDb client)
    {
        var spec = new ResizeSpec { Scaling = Scaling.Down(2) };
        var job = new JobRow(
            JobId.Create(TimeProvider.System, new Random(1)), "", spec, new(), JobState.Loading, TimeProvider.System.GetUtcNow());
        await ledger.CreateJobAsync(job, Any);
        client.Take();
        var files = Enumerable.Range(0, Files)
            .Select(i => new ScannedFile(RelativePath.Join("imgs/2026", $"IMG_{i:0000}.jpg"), new(1, (ulong)i, 1_000_000, 4, 5)))
            .ToList();
        await ledger.EnqueueAsync(job, files, Any);
        var measured = new List<(string Step, double Units)> { ("enqueue, 50 together", client.Take() / Files) };

        var claimed = new List<FileRow>();
        foreach (var file in files.Take(3 * Batch))
        {
            var claim = await ledger.ClaimAsync(new(job.Id, file.Path), TimeSpan.FromMinutes(5), alone: true, Any);
            claimed.Add(Assert.IsType<ClaimResult.Granted>(claim).Row);
        }

        measured.Add(("claim", client.Take() / claimed.Count));
        foreach (var (row, i) in claimed.Select((row, i) => (row, i)))
        {
            var result = Fingerprint.Of(BitConverter.GetBytes(i));
            Assert.True(await ledger.RecordIntentAsync(
                row, Fingerprint.Of(BitConverter.GetBytes(-i)), new(row.Epoch, result, spec.ToString()),
                new(1_000_000, 250_000, 4_000_000, 1_000_000), History(job), Any));
        }

        measured.Add(("intent", client.Take() / claimed.Count));
        await ledger.FinishAllAsync([.. claimed.Take(Batch).Select(row => (row, Finished(job)))], Any);
        measured.Add(("finish, 10 together", client.Take() / Batch));
        foreach (var row in claimed.Skip(Batch).Take(Batch))
        {
            await ledger.FinishAsync(row, Finished(job), Any);
        }

        measured.Add(("finish, one alone", client.Take() / Batch));
        foreach (var row in claimed.Skip(2 * Batch))
        {
            await ledger.FailAsync(row, new(FailureReason.Corrupt, "it is damaged"), Any);
        }

        measured.Add(("fail", client.Take() / Batch));
        return measured;
    }

    private static FileHistory History(JobRow job) => FileHistory.After(null, job, new(2000, 2000), new(1000, 1000));

    private static Finish Finished(JobRow job) => new(
        Outcome.Done,
        new(1_000_000, 250_000, 4_000_000, 1_000_000),
        new(job.Spec.ToString(), Fingerprint.Of("result"u8), Fingerprint.Of("original"u8), "12345678901234:250000:1:2", History(job)));
}
