using ImgCompress.Tests.Fixtures.Queue;
using Xunit;

[assembly: AssemblyFixture(typeof(ImgCompress.Tests.Fixtures.Aws.Emulators))]

namespace ImgCompress.Tests.Fixtures.Aws;

/// <summary>
/// What the tests of the AWS backends run against, each begun when the first test asks for it, and once for the whole run: the
/// endpoints that the environment gives; else LocalStack, where a Docker engine answers; else emulators from npm.
/// </summary>
public sealed class Emulators : IAsyncDisposable
{
    private readonly Lazy<Task<LocalStack?>> _localStack;
    private readonly Lazy<Task<Service>> _dynamoDb;
    private readonly Lazy<Task<Service>> _fauxqs;
    private readonly Lazy<Task<Service>> _localAwsSqs;

    public Emulators()
    {
        _localStack = new(LocalStack.StartWhereDockerAnswersAsync);
        _dynamoDb = new(() => ChooseAsync("AWS_ENDPOINT_URL_DYNAMODB", () => NpmEmulator.StartAsync(NpmEmulator.DynamoDbLocal)));
        _fauxqs = new(() => ChooseAsync("AWS_ENDPOINT_URL_SQS", () => NpmEmulator.StartAsync(NpmEmulator.Fauxqs)));
        _localAwsSqs = new(() => ChooseAsync(
            "AWS_ENDPOINT_URL_SQS",
            () => NpmEmulator.StartAsync(NpmEmulator.LocalAwsSqs),
            other => new Service.Missing($"the same queue is tested on {other} already")));
    }

    /// <summary>The endpoint of DynamoDB; the test is skipped where there is none.</summary>
    public Task<string> DynamoDbAsync() => EndpointAsync(_dynamoDb);

    /// <summary>The endpoint of SQS; of what is from npm, <c>fauxqs</c>. The test is skipped where there is none.</summary>
    public Task<string> SqsAsync() => SqsAsync(QueueBackend.Sqs);

    /// <summary>
    /// The endpoint of that backend. The test is skipped where there is none: of the second emulator from npm, also where SQS is not from
    /// there.
    /// </summary>
    public Task<string> SqsAsync(QueueBackend backend) => EndpointAsync(backend switch
    {
        QueueBackend.Sqs => _fauxqs,
        QueueBackend.LocalAwsSqs => _localAwsSqs,
        _ => throw new ArgumentOutOfRangeException(nameof(backend), backend, "it is not SQS"),
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var service in new[] { _dynamoDb, _fauxqs, _localAwsSqs }.Where(s => s.IsValueCreated))
        {
            if (await service.Value is Service.Running { Process: { } process })
            {
                await process.DisposeAsync();
            }
        }

        if (_localStack.IsValueCreated && await _localStack.Value is { } localStack)
        {
            await localStack.DisposeAsync();
        }
    }

    private async Task<Service> ChooseAsync(string setting, Func<Task<Service>> fromNpm, Func<string, Service>? other = null)
    {
        if (Environment.GetEnvironmentVariable(setting) is { Length: > 0 } given)
        {
            return other?.Invoke(given) ?? new Service.Running(given, null);
        }

        return await _localStack.Value is { } localStack
            ? other?.Invoke("LocalStack") ?? new Service.Running(localStack.Endpoint, null)
            : await fromNpm();
    }

    private static async Task<string> EndpointAsync(Lazy<Task<Service>> service)
    {
        switch (await service.Value)
        {
            case Service.Running running:
                return running.Endpoint;
            case Service.Missing(var what):
                Assert.Skip(what);
                break;
        }

        throw new InvalidOperationException("a service runs or is missing");
    }
}
