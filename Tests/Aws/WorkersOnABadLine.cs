using ImgCompress.Engine.Delivery;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Aws;

/// <summary>
/// A submission and two workers, each a process, behind a proxy that drops requests and answers, answers late or with 500, and resets
/// connections; the workers are killed, and stopped for longer than their leases while the other goes on.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class WorkersOnABadLine(Emulators emulators)
{
    private const int Files = 16;
    private const int Damaged = 2;
    private const int LeaseSeconds = 2;
    private const int MaxSubmissions = 20;

    /// <summary>Each second job is disturbed so often that the program must give up now and then.</summary>
    private const int Rarely = 10;
    private const int Often = 30;

    /// <summary>Of one worker's life, which has to be longer than its start on a machine that does much else.</summary>
    private const int LeastRests = 15;
    private const int MostRests = 60;
    private const int RestsAStop = 12;

    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongerThanALease = TimeSpan.FromSeconds(LeaseSeconds + 2);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 1 + (LongTests.Cases / 25))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task EndTheJobWithTheBytesOfAnUndisturbedOne(int seed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals have other numbers there");
        var random = new Random(seed);
        await using var fixture = await AwsFixture.MakeAsync(await emulators.SqsAsync(), await emulators.DynamoDbAsync());
        await using var sqs = new BadLine(fixture.Environment["AWS_ENDPOINT_URL_SQS"], new Random(seed), seed % 2 == 0 ? Often : Rarely);
        await using var dynamoDb = new BadLine(
            fixture.Environment["AWS_ENDPOINT_URL_DYNAMODB"], new Random(-seed), seed % 2 == 0 ? Often : Rarely);
        var disturbed = Disturbed(fixture.Environment, sqs, dynamoDb);
        for (var file = 0; file < Files; file++)
        {
            fixture.Directory.Write(Name(file), Content(file));
        }

        using var end = new CancellationTokenSource();
        var workers = Enumerable.Range(0, 2).Select(_ => WorkAsync(disturbed, new Random(random.Next()), end.Token)).ToList();
        string job;
        try
        {
            job = await SubmitAsync(fixture, disturbed);
            await Poll.UntilAsync(async () =>
                (await fixture.RunAsync("status", job, "--json")).Json.GetProperty("state").GetString() == "finished");
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(workers);
        }

        var (kills, stops) = ((await workers[0]).Kills + (await workers[1]).Kills, (await workers[0]).Stops + (await workers[1]).Stops);
        TestContext.Current.SendDiagnosticMessage(
            $"seed {seed}: SQS {sqs.Summary}; DynamoDB {dynamoDb.Summary}; {kills} kills, {stops} stops");
        await AssertDoneAsync(fixture, job);
        Assert.True(sqs.Disturbed > 0 && dynamoDb.Disturbed > 0);
    }

    /// <summary>The same settings, with the proxies as the services.</summary>
    private static Dictionary<string, string> Disturbed(Dictionary<string, string> settings, BadLine sqs, BadLine dynamoDb) =>
        new(settings, StringComparer.Ordinal)
        {
            ["AWS_ENDPOINT_URL_SQS"] = sqs.Endpoint,
            ["AWS_ENDPOINT_URL_DYNAMODB"] = dynamoDb.Endpoint,
            [DeliverySettings.LeaseName] = $"{LeaseSeconds}",
        };

    /// <summary>Submits until all is submitted, as somebody does who reads what the command says.</summary>
    private static async Task<string> SubmitAsync(AwsFixture fixture, Dictionary<string, string> disturbed)
    {
        string[] job = [];
        for (var tries = 0; tries < MaxSubmissions; tries++)
        {
            var submitted = await Cli.RunAsync(disturbed, ["submit", fixture.Directory.Path, .. job]);
            Assert.True(submitted.ExitCode is 0 or 1 or 2, submitted.Error);
            if (submitted.ExitCode == 0)
            {
                return submitted.Output.Trim();
            }

            TestContext.Current.SendDiagnosticMessage(submitted.Error);
            var words = submitted.Error.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
            if (Array.IndexOf(words, "Job") is >= 0 and var at)
            {
                job = ["--job", words[at + 1]];
            }
        }

        throw new InvalidOperationException("the submission does not end");
    }

    /// <summary>A worker that is killed and started again, and stopped for longer than its lease, at moments that are drawn.</summary>
    private static async Task<(int Kills, int Stops)> WorkAsync(Dictionary<string, string> settings, Random random, CancellationToken end)
    {
        var (kills, stops) = (0, 0);
        while (!end.IsCancellationRequested)
        {
            using var worker = Cli.StartWorker(settings);
            var output = Cli.EndAsync(worker);
            for (var rests = random.Next(LeastRests, MostRests); rests > 0 && !worker.HasExited && !end.IsCancellationRequested; rests--)
            {
                await RestAsync(LongestRest * random.NextDouble(), end);
                if (random.Next(RestsAStop) == 0)
                {
                    Signals.Stop(worker);
                    await RestAsync(LongerThanALease, end);
                    Signals.Continue(worker);
                    stops++;
                }
            }

            kills += worker.HasExited ? 0 : 1;
            worker.Kill();
            var ended = await output;
            Assert.DoesNotContain("Unhandled", ended.Error, StringComparison.Ordinal);
        }

        return (kills, stops);
    }

    private static Task RestAsync(TimeSpan length, CancellationToken end) =>
        Task.Delay(length, TimeProvider.System, end).ContinueWith(_ => { }, TaskScheduler.Default);

    private static async Task AssertDoneAsync(AwsFixture fixture, string job)
    {
        var status = await fixture.RunAsync("status", job, "--json");
        Assert.Equal((Files - Damaged, Damaged), (status.Count("done"), status.Count("failed")));
        Assert.Equal(1, status.ExitCode);
        for (var file = 0; file < Files; file++)
        {
            var expected = IsDamaged(file) ? Content(file) : WorkerFixture.Halved(Content(file));
            Assert.True(expected.AsSpan().SequenceEqual(fixture.Directory.Read(Name(file))), $"{Name(file)} is not what it should be");
        }

        // A worker that was killed between its temp file and its intent leaves the one; reconciling removes it.
        var reconciled = await fixture.RunAsync("reconcile");
        Assert.True(reconciled.ExitCode == 0, $"{reconciled.Output}{reconciled.Error}");
        var verified = await fixture.RunAsync("verify", job);
        Assert.True(verified.ExitCode == 0, $"{verified.Output}{verified.Error}");
        Assert.Empty(fixture.Directory.Temps());
    }

    private static byte[] Content(int file)
    {
        var picture = Png.Noise(200 + (10 * file), 150, seed: file);
        return IsDamaged(file) ? picture[..(picture.Length / 2)] : picture;
    }

    private static bool IsDamaged(int file) => file < Damaged;

    private static string Name(int file) => $"{file % 3}/{file}.png";
}
