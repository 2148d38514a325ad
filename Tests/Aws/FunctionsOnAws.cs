using System.Diagnostics;
using System.Text.Json;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Platform;
using ImgCompress.Queue;
using ImgCompress.Queue.Sqs;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Lambda;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Aws;

/// <summary>Both functions on the Runtime API, and between them an event source mapping that the test plays.</summary>
[Trait("Speed", "Slow")]
public sealed class FunctionsOnAws(Emulators emulators)
{
    private const int Files = 100;

    private static readonly byte[] Original = Png.Noise(24, 18);

    [Fact]
    public async Task EnqueueResizeReportAndRedriveToTheLastCounter()
    {
        await using var fixture = await AwsFixture.MakeAsync(await emulators.SqsAsync(), await emulators.DynamoDbAsync());
        for (var file = 0; file < Files; file++)
        {
            fixture.Directory.Write($"imgs/{file}.png", file % 20 == 3 ? Original.AsSpan(0, Original.Length / 2) : Original);
        }

        fixture.Directory.Write("others/a.png", Original);
        using var queue = fixture.OpenQueue();
        using var ledger = fixture.OpenLedger();

        var submitted = await EnqueueAsync(fixture, """{"dir":"imgs","scale_op":"down","scale_factor":2,"filter":"gaussian"}""");
        var job = JobId.TryParse(submitted.GetProperty("job").GetString(), out var id) ? id : default;
        await WorkAsync(fixture, queue, ledger, job, counts => counts.Ended == Files);
        var counts = await ledger.CountAsync(job, CancellationToken.None);
        var letters = await queue.PeekDeadLettersAsync(50, CancellationToken.None);

        Assert.Equal((Files, true), (submitted.GetProperty("count").GetInt32(), submitted.GetProperty("complete").GetBoolean()));
        Assert.Equal((95, 5), (counts.Done, counts.Failed));
        Assert.Equal(5, letters.Count(letter => letter.Failure?.Reason == FailureReason.Corrupt));
        for (var file = 3; file < Files; file += 20)
        {
            fixture.Directory.Write($"imgs/{file}.png", Original);
        }

        Assert.Equal(0, (await fixture.RunAsync("redrive")).ExitCode);
        await WorkAsync(fixture, queue, ledger, job, counts => counts.Done == Files);
        counts = await ledger.CountAsync(job, CancellationToken.None);

        Assert.Equal((Files, 0), (counts.Done, counts.Failed));
        Assert.Empty(await queue.PeekDeadLettersAsync(10, CancellationToken.None));
        Assert.All(Enumerable.Range(0, Files), file => Assert.Equal((12, 9), Png.SizeOf(fixture.Directory.Read($"imgs/{file}.png"))));
        Assert.Equal(Original, fixture.Directory.Read("others/a.png"));
    }

    [Fact]
    public async Task StopBeforeFilesAreScaledAgainAndKnowThemWhereTheyWereMoved()
    {
        await using var fixture = await AwsFixture.MakeAsync(await emulators.SqsAsync(), await emulators.DynamoDbAsync());
        fixture.Directory.Write("imgs/a.png", Png.Noise(64, 48));
        using var queue = fixture.OpenQueue();
        using var ledger = fixture.OpenLedger();
        var halved = await RunAsync(fixture, queue, ledger, """{"dir":"imgs"}""");

        var stopped = await TryEnqueueAsync(fixture, """{"dir":"imgs","scale_factor":3}""");
        var command = await fixture.RunAsync("submit", "imgs", "--scale-factor", "3");
        var stripped = await EnqueueAsync(fixture, """{"dir":"imgs","strip":true}""");
        Directory.Move(fixture.Directory.At("imgs"), fixture.Directory.At("2026"));
        var moved = await RunAsync(fixture, queue, ledger, """{"dir":"2026"}""");
        var size = Png.SizeOf(fixture.Directory.Read("2026/a.png"));
        var meant = await RunAsync(fixture, queue, ledger, """{"dir":"2026","scale_factor":3,"again":true}""");

        Assert.Equal((1, 1, 1), (halved.Done, moved.Unchanged, meant.Done));
        Assert.NotNull(stopped.ErrorType);
        Assert.Contains("Give \"again\": true if you mean it", ErrorOf(stopped.Body), StringComparison.Ordinal);
        Assert.Equal(2, command.ExitCode);
        Assert.Contains("1 file has been scaled before: imgs/a.png from 64x48 to 32x24", command.Error, StringComparison.Ordinal);
        Assert.Equal((0, 1), (stripped.GetProperty("count").GetInt32(), stripped.GetProperty("unchanged").GetInt32()));
        Assert.Equal((32, 24), size);
        Assert.Equal((10, 8), Png.SizeOf(fixture.Directory.Read("2026/a.png")));
    }

    [Theory]
    [InlineData("""{"dir":"imgs","max_width":12,"max_height":9}""", "fit 12x9 gaussian", false)]
    [InlineData("""{"dir":"imgs","max_width":12,"filter":"near"}""", "fit 12x nearest", false)]
    [InlineData("""{"dir":"imgs","max_height":9,"preserve_times":true}""", "fit x9 gaussian", true)]
    [InlineData("""{"dir":"imgs","long_edge":12,"quality":70}""", "fit 12x12 gaussian quality=70", false)]
    [InlineData("""{"dir":"imgs","scale_op":"UP"}""", "up 2 gaussian", false)]
    [InlineData("""{"dir":"imgs","scale_factor":3}""", "down 3 gaussian", false)]
    public async Task RecordWithTheJobWhatThePayloadAsks(string payload, string spec, bool preserveTimes)
    {
        await using var fixture = await AwsFixture.MakeAsync(await emulators.SqsAsync(), await emulators.DynamoDbAsync());
        fixture.Directory.Write("imgs/a.png", Original);
        fixture.Directory.Write("imgs/._a.png", "fork"u8);
        fixture.Directory.Write("imgs/@eaDir/a.png", Original);
        fixture.Directory.Write("imgs/notes.txt", "notes"u8);
        using var ledger = fixture.OpenLedger();

        var answer = await EnqueueAsync(fixture, payload);

        var id = JobId.TryParse(answer.GetProperty("job").GetString(), out var parsed) ? parsed : default;
        var job = (await ledger.FindJobAsync(id, CancellationToken.None))!;
        Assert.Equal((spec, preserveTimes), (job.Spec.ToString(), job.Options.PreserveTimes));
        Assert.Equal((1, 1, 2), (Number("count"), Number("passed_over"), Number("system_passed_over")));

        int Number(string name) => answer.GetProperty(name).GetInt32();
    }

    [Theory]
    [InlineData("""{"dir":"missing"}""", "there is no directory")]
    [InlineData("""{"dir":"../.."}""", "is not below the root")]
    [InlineData("""{}""", "dir is missing")]
    [InlineData("""{"dir":".","scale_factor":1.5}""", "scale_factor is 1.5; it must be a whole number from 1 to 64")]
    [InlineData("""{"dir":".","scale_op":"sideways"}""", "scale_op is 'sideways'; it must be down or up")]
    [InlineData("""{"dir":".","max_width":0}""", "max_width is 0; it must be a whole number from 1 to 1000000")]
    [InlineData("""{"dir":".","max_height":1000001}""", "max_height is 1000001; it must be a whole number from 1 to 1000000")]
    [InlineData("""{"dir":".","long_edge":1.5}""", "long_edge is 1.5; it must be a whole number from 1 to 1000000")]
    [InlineData("""{"dir":".","long_edge":5,"max_width":5}""", "exclude each other; give one of the three")]
    [InlineData("""{"dir":".","scale_factor":2,"max_height":5}""", "exclude each other; give one of the three")]
    [InlineData("""{"dir":".","scale_op":"down","long_edge":5}""", "exclude each other; give one of the three")]
    [InlineData("""{"dir":".","filter":"cubic"}""", "filter is 'cubic'; it must be gaussian")]
    [InlineData("""{"dir":".","quality":0}""", "quality is 0; it must be")]
    [InlineData("""{"dir":".","factor":2}""", "factor")]
    [InlineData("""[]""", "the payload cannot be read")]
    public async Task RefuseAPayloadThatIsWrong(string payload, string problem)
    {
        using var directory = new TemporaryDirectory();
        Assert.Contains(problem, await RefusalAsync(directory.Path, payload), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefuseADirectoryOfTheSystem()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "directories of the system as Linux has them");
        var refusal = await RefusalAsync("/", """{"dir":"etc"}""");

        Assert.Contains("'/etc' is a directory of the system", refusal, StringComparison.Ordinal);
        Assert.Contains("\"dangerous_directory\": true if you mean all of it", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CountFilesWhosePathsAreTooLong()
    {
        await using var fixture = await AwsFixture.MakeAsync(await emulators.SqsAsync(), await emulators.DynamoDbAsync());
        fixture.Directory.Write("imgs/a.png", Original);
        var path = RelativePath.Join($"imgs/{string.Join('/', Enumerable.Repeat(new string('d', 200), 21))}", "long.png");
        using (var root = FileRoot.Open(fixture.Directory.Path))
        {
            var temp = TempName.Of(path, "1e", 1);
            root.CreateDirectoryOf(path);
            root.WriteTemp(temp, Original, null).Dispose();
            root.Replace(temp, path);
        }

        var answer = await EnqueueAsync(fixture, """{"dir":"imgs"}""");

        Assert.Equal((1, 1), (answer.GetProperty("count").GetInt32(), answer.GetProperty("too_long").GetInt32()));
    }

    /// <summary>Why the enqueuer's function, without AWS, refuses a payload.</summary>
    private static async Task<string> RefusalAsync(string root, string payload)
    {
        using var server = new RuntimeApiServer();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_LAMBDA_RUNTIME_API"] = server.Address,
            ["AWS_REGION"] = "us-east-1",
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
            [Settings.RootName] = root,
            [Settings.QueueUrlName] = "http://127.0.0.1:9/queue",
            [Settings.DeadLetterQueueUrlName] = "http://127.0.0.1:9/dead",
            [Settings.TableName] = "table",
        };
        using var enqueuer = Cli.Start(environment);
        var end = Cli.EndAsync(enqueuer);

        var answer = await server.InvokeAsync(payload, TimeProvider.System.GetUtcNow().AddMinutes(1));
        await TerminateAsync(enqueuer, end);

        Assert.NotNull(answer.ErrorType);
        return ErrorOf(answer.Body);
    }

    private static string ErrorOf(string body) => JsonDocument.Parse(body).RootElement.GetProperty("errorMessage").GetString()!;

    /// <summary>A whole job.</summary>
    private static async Task<Counts> RunAsync(AwsFixture fixture, SqsQueue queue, DynamoLedger ledger, string payload)
    {
        var submitted = await EnqueueAsync(fixture, payload);
        var job = JobId.TryParse(submitted.GetProperty("job").GetString(), out var id) ? id : default;
        await WorkAsync(fixture, queue, ledger, job, counts => counts.Ended == 1);
        return await ledger.CountAsync(job, CancellationToken.None);
    }

    /// <summary>Calls the enqueuer's function once.</summary>
    private static async Task<JsonElement> EnqueueAsync(AwsFixture fixture, string payload)
    {
        var answer = await TryEnqueueAsync(fixture, payload);
        Assert.Null(answer.ErrorType);
        return JsonDocument.Parse(answer.Body).RootElement;
    }

    private static async Task<RuntimeAnswer> TryEnqueueAsync(AwsFixture fixture, string payload)
    {
        using var server = new RuntimeApiServer();
        fixture.Environment["AWS_LAMBDA_RUNTIME_API"] = server.Address;
        using var enqueuer = Cli.Start(fixture.Environment);
        fixture.Environment.Remove("AWS_LAMBDA_RUNTIME_API");
        var end = Cli.EndAsync(enqueuer);
        var answer = await server.InvokeAsync(payload, TimeProvider.System.GetUtcNow().AddMinutes(1));
        await TerminateAsync(enqueuer, end);
        return answer;
    }

    /// <summary>
    /// Hands the worker's function batches until the counters are as they should be,
    /// and removes what it did not report as failed.
    /// </summary>
    private static async Task WorkAsync(AwsFixture fixture, SqsQueue queue, DynamoLedger ledger, JobId job, Func<Counts, bool> condition)
    {
        using var server = new RuntimeApiServer();
        fixture.Environment["AWS_LAMBDA_RUNTIME_API"] = server.Address;
        using var worker = Cli.StartWorker(fixture.Environment);
        fixture.Environment.Remove("AWS_LAMBDA_RUNTIME_API");
        var end = Cli.EndAsync(worker);
        while (!condition(await ledger.CountAsync(job, CancellationToken.None)))
        {
            Assert.False(end.IsCompleted, "the worker has ended");
            var batch = await queue.ReceiveAsync(10, TimeSpan.FromMinutes(1), CancellationToken.None);
            if (batch.Count > 0)
            {
                await DeliverAsync(server, queue, batch);
            }
        }

        await TerminateAsync(worker, end);
    }

    private static async Task DeliverAsync(RuntimeApiServer server, SqsQueue queue, IReadOnlyList<ReceivedMessage> batch)
    {
        var answer = await server.InvokeAsync(WorkerFunction.EventOf(batch), TimeProvider.System.GetUtcNow().AddMinutes(5));
        Assert.Null(answer.ErrorType);
        var failed = JsonDocument.Parse(answer.Body).RootElement.GetProperty("batchItemFailures").EnumerateArray()
            .Select(failure => failure.GetProperty("itemIdentifier").GetString())
            .ToHashSet(StringComparer.Ordinal);
        foreach (var message in batch.Where(message => !failed.Contains(WorkerFunction.IdOf(message))))
        {
            await queue.DeleteAsync(message, CancellationToken.None);
        }
    }

    private static async Task TerminateAsync(Process process, Task<CliResult> end)
    {
        Signals.Terminate(process);
        Assert.Equal(0, (await end).ExitCode);
    }
}
