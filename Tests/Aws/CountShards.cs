using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ImgCompress.Aws;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Tests.Fixtures.Aws;
using Xunit;

namespace ImgCompress.Tests.Aws;

/// <summary>The counts of a job in DynamoDB, in as many rows as its size asks for.</summary>
[Trait("Speed", "Slow")]
public sealed class CountShards(Emulators emulators)
{
    private static readonly CancellationToken Any = CancellationToken.None;

    [Theory]
    [InlineData(0, 16)]
    [InlineData(320, 16)]
    [InlineData(5_000, 250)]
    [InlineData(1_000_000, 256)]
    public void GrowWithTheBatchesOfTheSubmission(long batches, int shards) => Assert.Equal(shards, DynamoKeys.ShardsOf(batches));

    /// <summary>A worker that has read the job's row before it grew writes to fewer; whoever counts reads all.</summary>
    [Fact]
    public async Task AreAllReadHoweverManyAWorkerKnows()
    {
        using var client = AwsClients.DynamoDb(await emulators.DynamoDbAsync(), TestCredentials.For("DYNAMODB"));
        var table = $"shards-{Path.GetRandomFileName()}";
        using var early = Open(await emulators.DynamoDbAsync(), table);
        await early.CreateTableAsync(Any);
        try
        {
            using var late = Open(await emulators.DynamoDbAsync(), table);
            var job = new JobRow(
                JobId.Create(TimeProvider.System, new Random(1)), "", new() { Scaling = Scaling.Down(2) }, new(), JobState.Loading,
                TimeProvider.System.GetUtcNow());
            await early.CreateJobAsync(job, Any);
            await early.FindJobAsync(job.Id, Any);
            Assert.NotNull(await late.AdvanceAsync(job, RelativePath.Join("", "0.jpg"), 0, Any));
            await GrowAsync(client, table, job.Id, batches: 4_000);
            await late.FindJobAsync(job.Id, Any);

            await EnqueueAndFinishAsync(early, job, "early");
            await EnqueueAndFinishAsync(late, job, "late");

            foreach (var counts in new[] { await early.CountAsync(job.Id, Any), await late.CountAsync(job.Id, Any) })
            {
                Assert.Equal((60, 60), (counts.Items, counts.Done));
            }

            Assert.True(await HighestAsync(client, table, job.Id) >= DynamoKeys.LeastShards, "no shard beyond the first was used");
        }
        finally
        {
            await client.DeleteTableAsync(table, Any);
        }
    }

    private static DynamoLedger Open(string endpoint, string table) =>
        new(AwsClients.DynamoDb(endpoint, TestCredentials.For("DYNAMODB")), table, TimeProvider.System, new Random());

    /// <summary>As a submission of so many batches leaves it.</summary>
    private static async Task GrowAsync(IAmazonDynamoDB client, string table, JobId job, int batches) => await client.UpdateItemAsync(
        new UpdateItemRequest
        {
            TableName = table,
            Key = new(StringComparer.Ordinal) { ["pk"] = new() { S = $"JOB#{job}" } },
            UpdateExpression = "ADD batches :more",
            ExpressionAttributeValues = new(StringComparer.Ordinal) { [":more"] = new() { N = $"{batches}" } },
        },
        Any);

    /// <summary>30 files, each finished by itself.</summary>
    private static async Task EnqueueAndFinishAsync(DynamoLedger ledger, JobRow job, string directory)
    {
        var files = Enumerable.Range(0, 30)
            .Select(i => new ScannedFile(RelativePath.Join(directory, $"{i}.jpg"), new(1, (ulong)i, 8, 4, 5)))
            .ToList();
        await ledger.EnqueueAsync(job, files, Any);
        foreach (var file in files)
        {
            var claim = await ledger.ClaimAsync(new(job.Id, file.Path), TimeSpan.FromMinutes(1), alone: true, Any);
            var row = Assert.IsType<ClaimResult.Granted>(claim).Row;
            var left = new LastResult(job.Spec.ToString(), Fingerprint.Of("result"u8), null, null, null);
            Assert.True(await ledger.FinishAsync(row, new(Outcome.Done, Sizes.None, left), Any));
        }
    }

    private static async Task<int> HighestAsync(IAmazonDynamoDB client, string table, JobId job)
    {
        var scan = await client.ScanAsync(new ScanRequest(table), Any);
        return scan.Items.Select(item => item["pk"].S)
            .Where(key => key.StartsWith($"JOB#{job}#", StringComparison.Ordinal))
            .Max(key => int.Parse(key.Split('#')[^1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
