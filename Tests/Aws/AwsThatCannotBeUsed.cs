using System.Net;
using Amazon.Runtime;
using ImgCompress.Aws;
using ImgCompress.Contracts;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Queue.Sqs;
using ImgCompress.Tests.Fixtures.Aws;
using Xunit;

namespace ImgCompress.Tests.Aws;

/// <summary>Each is one sentence that names what is wrong, and comes at once.</summary>
public sealed class AwsThatCannotBeUsed(Emulators emulators)
{
    private static readonly CancellationToken Any = CancellationToken.None;
    private static readonly BasicAWSCredentials Credentials = new("test", "test");

    // The discard service, which nobody runs.
    private const string DeadEndpoint = "http://127.0.0.1:9";

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task AMissingTableIsNamed()
    {
        using var ledger = Ledger(await emulators.DynamoDbAsync(), "no-such-table");

        var fault = await Assert.ThrowsAsync<AwsFaultException>(() => ledger.FindJobAsync(Job, Any));

        Assert.StartsWith("the table 'no-such-table' does not exist at ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task AMissingQueueIsNamed()
    {
        var endpoint = await emulators.SqsAsync();
        using var queue = Queue(endpoint, $"{endpoint}/000000000000/no-such-queue");

        var fault = await Assert.ThrowsAsync<AwsFaultException>(() => queue.ReceiveAsync(1, TimeSpan.FromSeconds(1), Any));

        Assert.Contains("no-such-queue' does not exist at ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADeadEndpointIsNamed()
    {
        using var ledger = Ledger(DeadEndpoint, "ledger");
        using var queue = Queue(DeadEndpoint, $"{DeadEndpoint}/000000000000/q");

        var fault = await Assert.ThrowsAsync<AwsFaultException>(() => ledger.FindJobAsync(Job, Any));
        Assert.Equal($"nothing answers at {DeadEndpoint}/, where the table 'ledger' should be (ConnectionRefused)", fault.Message);
        fault = await Assert.ThrowsAsync<AwsFaultException>(() => queue.CountDeadLettersAsync(Any));
        Assert.StartsWith($"nothing answers at {DeadEndpoint}/, where the dead-letter queue ", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UnrecognizedClientException", "AWS rejects these credentials for the table 't': said")]
    [InlineData("AccessDeniedException", "these credentials may not use the table 't' this way: said")]
    [InlineData("ResourceNotFoundException", "the table 't' does not exist at e")]
    [InlineData("ValidationException", "the table 't' at e refused the request (ValidationException): said")]
    [InlineData("ThrottlingException", "the table 't' is throttled, and stayed so through all retries: said")]
    public void ARefusalIsASentence(string code, string sentence)
    {
        var refusal = new AmazonServiceException("said.", null, ErrorType.Sender, code, "request", HttpStatusCode.BadRequest);

        Assert.Equal(sentence, AwsFaults.Describe(refusal, "the table 't'", "e").Message);
    }

    [Fact]
    public void AFifoQueueIsRefused()
    {
        var fault = Assert.Throws<AwsFaultException>(() => Queue(DeadEndpoint, $"{DeadEndpoint}/000000000000/q.fifo"));

        Assert.Contains("is a FIFO queue", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatPassesIsAskedAgainAndOnlyThat()
    {
        var calls = new AwsCalls("the table 't'", "e", TimeProvider.System, new Random(1));
        var tries = 0;

        Assert.Equal("answer", await calls.CallAsync(
            () => ++tries switch
            {
                1 => throw Refusal("ThrottlingException", HttpStatusCode.BadRequest),
                2 => throw Refusal("InternalServerError", HttpStatusCode.InternalServerError),
                3 => throw new HttpRequestException("the connection was reset"),
                _ => Task.FromResult("answer"),
            },
            Any));
        Assert.Equal(4, tries);
        await Assert.ThrowsAsync<AwsFaultException>(() => calls.CallAsync<string>(
            () => ++tries > 5 ? throw new InvalidOperationException() : throw Refusal("AccessDeniedException", HttpStatusCode.BadRequest),
            Any));
    }

    private static JobId Job => JobId.TryParse("job-1", out var job) ? job : default;

    private static AmazonServiceException Refusal(string code, HttpStatusCode status) =>
        new("said", null, ErrorType.Sender, code, "request", status);

    private static DynamoLedger Ledger(string endpoint, string table) =>
        new(AwsClients.DynamoDb(endpoint, Credentials), table, TimeProvider.System, new Random());

    private static SqsQueue Queue(string endpoint, string url) =>
        new(AwsClients.Sqs(endpoint, Credentials), new(url, $"{url}-dead"), TimeSpan.Zero, TimeProvider.System, new Random());
}
