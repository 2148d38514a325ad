using ImgCompress.Aws;
using ImgCompress.Configuration;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Queue;
using Xunit;

namespace ImgCompress.Tests.Aws;

/// <summary>Messages that SQS itself has moved to the dead letters, as after mounts that failed, or throttles.</summary>
[Trait("Speed", "Slow")]
public sealed class UndeliveredMessages(Emulators emulators)
{
    private const int Files = 3;

    [Theory, ClassData<SqsBackends>]
    public async Task AreListedCountedAndSentBack(QueueBackend backend)
    {
        await using var fixture = await AwsFixture.MakeAsync(await emulators.SqsAsync(backend), await emulators.DynamoDbAsync());
        for (var file = 0; file < Files; file++)
        {
            fixture.Directory.Write($"{file}.png", Png.Noise(24, 18, seed: file));
        }

        await fixture.RunAsync("submit", fixture.Directory.Path);
        await GiveUpAsync(fixture);
        var status = await fixture.RunAsync("status", "--json");
        var failures = await fixture.RunAsync("failures", "--json");
        var redrive = await fixture.RunAsync("redrive", "--reason", "undelivered", "--json");
        await GiveUpAsync(fixture);
        var reconcile = await fixture.RunAsync("reconcile", "--json");
        var end = await fixture.RunAsync("status", "--json");

        Assert.Equal((1, 1), (status.ExitCode, failures.ExitCode));
        Assert.Equal(Files, Number(status, "undelivered"));
        Assert.Contains("img-compress redrive --reason undelivered", status.Error, StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(0, Files).Select(file => ($"{file}.png", "undelivered")),
            failures.Json.EnumerateArray().Select(one => ($"{one.GetProperty("path")}", $"{one.GetProperty("reason")}")));
        Assert.Equal((Files, 0), (Number(redrive, "redriven"), Number(redrive, "left")));
        Assert.Equal((Files, Files), (Number(reconcile, "unfinished"), Number(reconcile, "sent")));
        Assert.Equal((Files, 0, 0), (Number(end, "waiting"), Number(end, "deadLetters"), Number(end, "undelivered")));
    }

    private static long Number(CliResult result, string property) => result.Json.GetProperty(property).GetInt64();

    /// <summary>Does what SQS does after so many deliveries: the same message, without attributes, is a dead letter.</summary>
    private static async Task GiveUpAsync(AwsFixture fixture)
    {
        using var queue = fixture.OpenQueue();
        using var client = AwsClients.Sqs(fixture.Environment["AWS_ENDPOINT_URL_SQS"], TestCredentials.For("SQS"));
        for (var left = Files; left > 0;)
        {
            foreach (var received in await queue.ReceiveAsync(10, TimeSpan.FromMinutes(2), CancellationToken.None))
            {
                await client.SendMessageAsync(fixture.Environment[Settings.DeadLetterQueueUrlName], received.Body, CancellationToken.None);
                await queue.DeleteAsync(received, CancellationToken.None);
                left--;
            }
        }
    }
}
