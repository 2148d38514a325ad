using ImgCompress.Aws;
using ImgCompress.Configuration;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Queue.Sqs;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Fixtures.Aws;

/// <summary>
/// A directory with a queue, a dead-letter queue and a table of a test's own, made by <c>init</c>,
/// and the program set up for them.
/// </summary>
internal sealed class AwsFixture : IAsyncDisposable
{
    private readonly string _name = $"job-{Path.GetRandomFileName().Replace('.', '-')}";
    private readonly string _sqs;
    private readonly string _dynamoDb;

    private AwsFixture(string sqs, string dynamoDb)
    {
        (_sqs, _dynamoDb) = (sqs, dynamoDb);
        Environment = new(StringComparer.Ordinal)
        {
            ["AWS_ENDPOINT_URL_SQS"] = sqs,
            ["AWS_ENDPOINT_URL_DYNAMODB"] = dynamoDb,
            ["AWS_REGION"] = System.Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1",
            ["AWS_ACCESS_KEY_ID"] = System.Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") ?? "test",
            ["AWS_SECRET_ACCESS_KEY"] = System.Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY") ?? "test",
            [Settings.RootName] = Directory.Path,
        };
    }

    public TemporaryDirectory Directory { get; } = new();

    /// <summary>What the programs are given.</summary>
    public Dictionary<string, string> Environment { get; }

    /// <summary>Makes the queues and the table with <c>init</c>, and takes its answer for settings.</summary>
    public static async Task<AwsFixture> MakeAsync(string sqs, string dynamoDb)
    {
        var fixture = new AwsFixture(sqs, dynamoDb);
        var init = await fixture.RunAsync("init", "--queue", fixture._name, "--table", fixture._name);
        Assert.Equal((0, ""), (init.ExitCode, init.Error));
        foreach (var line in init.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var setting = line["export ".Length..].Split('=', 2);
            fixture.Environment[setting[0]] = setting[1].TrimEnd();
        }

        return fixture;
    }

    public Task<CliResult> RunAsync(params string[] arguments) => Cli.RunAsync(Environment, arguments);

    public DynamoLedger OpenLedger() =>
        new(AwsClients.DynamoDb(_dynamoDb, TestCredentials.For("DYNAMODB")), _name, TimeProvider.System, new Random());

    public SqsQueue OpenQueue() => new(
        AwsClients.Sqs(_sqs, TestCredentials.For("SQS")),
        new(Environment[Settings.QueueUrlName], Environment[Settings.DeadLetterQueueUrlName]),
        TimeSpan.FromSeconds(1),
        TimeProvider.System,
        new Random());

    public async ValueTask DisposeAsync()
    {
        using var sqs = AwsClients.Sqs(_sqs, TestCredentials.For("SQS"));
        using var dynamoDb = AwsClients.DynamoDb(_dynamoDb, TestCredentials.For("DYNAMODB"));
        await sqs.DeleteQueueAsync(Environment[Settings.QueueUrlName], CancellationToken.None);
        await sqs.DeleteQueueAsync(Environment[Settings.DeadLetterQueueUrlName], CancellationToken.None);
        await dynamoDb.DeleteTableAsync(_name, CancellationToken.None);
        Directory.Dispose();
    }
}
