using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Queue;
using Xunit;

namespace ImgCompress.Tests.Aws;

[Trait("Speed", "Slow")]
public sealed class ReconciledJobOnAws(Emulators emulators)
{
    private const int Files = 30;

    [Theory, ClassData<SqsBackends>]
    public async Task IsDoneToTheLastCounterAfterItsMessagesWerePurged(QueueBackend backend)
    {
        await using var fixture = await AwsFixture.MakeAsync(await emulators.SqsAsync(backend), await emulators.DynamoDbAsync());
        for (var file = 0; file < Files; file++)
        {
            fixture.Directory.Write($"{file}.png", Png.Noise(24, 18, seed: file));
        }

        // Temp files are removed in a root that is the table's.
        Assert.Equal(0, (await fixture.RunAsync("adopt", fixture.Directory.Path, "--yes")).ExitCode);
        var stray = $".img-compress/tmp/{new string('a', 32)}.7";
        fixture.Directory.Write(stray, "stray"u8);
        await fixture.RunAsync("submit", fixture.Directory.Path);
        using var queue = fixture.OpenQueue();
        await PurgeAsync(queue);
        var still = await fixture.RunAsync("status");

        var reconcile = await fixture.RunAsync("reconcile", "--json");
        using var worker = Cli.StartWorker(fixture.Environment);
        var output = Cli.EndAsync(worker);
        CliResult status;
        do
        {
            Assert.False(output.IsCompleted, output.IsCompleted ? $"{await output}" : "");
            status = await fixture.RunAsync("status", "--json");
        }
        while (status.Json.GetProperty("state").GetString() != "finished");

        Signals.Terminate(worker);
        await output;
        Assert.Equal(1, still.ExitCode);
        Assert.Contains(" reconcile", still.Error, StringComparison.Ordinal);
        Assert.Equal(
            (Files, 1), (reconcile.Json.GetProperty("sent").GetInt64(), reconcile.Json.GetProperty("removedTemps").GetInt64()));
        Assert.False(File.Exists(fixture.Directory.At(stray)));
        Assert.Equal((Files, 0), (status.Json.GetProperty("done").GetInt64(), status.Json.GetProperty("failed").GetInt64()));
    }

    private static async Task PurgeAsync(ImgCompress.Queue.Sqs.SqsQueue queue)
    {
        for (var left = Files; left > 0;)
        {
            var received = await queue.ReceiveAsync(10, TimeSpan.FromMinutes(2), CancellationToken.None);
            await Task.WhenAll(received.Select(message => queue.DeleteAsync(message, CancellationToken.None)));
            left -= received.Count;
        }
    }
}
