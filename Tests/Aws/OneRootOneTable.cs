using Amazon.DynamoDBv2.Model;
using ImgCompress.Aws;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Aws;

/// <summary>A directory that a worker has resized by one table, and another table, directory or ledger beside it.</summary>
[Trait("Speed", "Slow")]
public sealed class OneRootOneTable(Emulators emulators)
{
    private static readonly byte[] Original = Png.Noise(24, 18);
    private static readonly byte[] Halved = WorkerFixture.Halved(Original);

    [Fact]
    public async Task IsRefusedByASecondTableUntilThatAdoptsIt()
    {
        await using var first = await ResizedAsync();
        await using var second = await MakeAsync();
        second.Environment[Settings.RootName] = first.Directory.Path;

        var submit = await second.RunAsync("submit", first.Directory.Path);
        using var worker = WorkerProcess.Start(second.Environment);
        var refused = await worker.EndAsync();
        var doctor = await second.RunAsync("doctor");
        var adopt = await second.RunAsync("adopt", "--yes");
        var back = await first.RunAsync("submit", first.Directory.Path);

        AssertRefused(submit, $"'{first.Directory.Path}' belongs to the table '");
        AssertRefused(refused, $"'{first.Directory.Path}' belongs to the table '");
        Assert.Contains("FAIL root: whose", doctor.Output, StringComparison.Ordinal);
        Assert.Equal(0, adopt.ExitCode);
        Assert.Equal(Halved, first.Directory.Read("a.png"));
        Assert.Equal(0, (await second.RunAsync("submit", first.Directory.Path)).ExitCode);
        AssertRefused(back, $"'{first.Directory.Path}' belongs to the table '");
    }

    /// <summary>A job whose root is another one has its messages left alone, by the function too.</summary>
    [Fact]
    public async Task IsNotTouchedByTheWorkerOfATableThatHadNotBeenRefusedYet()
    {
        await using var first = await MakeAsync();
        first.Directory.Write("a.png", Original);
        await using var second = await MakeAsync();
        second.Environment[Settings.RootName] = first.Directory.Path;
        Assert.Equal(0, (await first.RunAsync("submit", first.Directory.Path)).ExitCode);
        Assert.Equal(0, (await second.RunAsync("submit", first.Directory.Path)).ExitCode);
        await WorkAsync(first);

        using var worker = WorkerProcess.Start(second.Environment);

        AssertRefused(await worker.EndAsync(), $"'{first.Directory.Path}' belongs to the table '");
        Assert.Equal(Halved, first.Directory.Read("a.png"));
        using var ledger = second.OpenLedger();
        var job = await ledger.ListJobsAsync(CancellationToken.None).SingleAsync();
        Assert.Equal(ItemState.Pending, (await ledger.ListOpenAsync(job.Id, CancellationToken.None).SingleAsync()).State);
    }

    [Fact]
    public async Task IsRefusedByATableThatWasMadeAnewByTheSameName()
    {
        await using var fixture = await ResizedAsync();
        using var client = AwsClients.DynamoDb(await emulators.DynamoDbAsync(), TestCredentials.For("DYNAMODB"));
        var name = fixture.Environment[Settings.TableName];
        await client.DeleteTableAsync(name, CancellationToken.None);
        using (var ledger = new DynamoLedger(
            AwsClients.DynamoDb(await emulators.DynamoDbAsync(), TestCredentials.For("DYNAMODB")), name, TimeProvider.System, new Random()))
        {
            await ledger.CreateTableAsync(CancellationToken.None);
        }

        AssertRefused(await fixture.RunAsync("submit", fixture.Directory.Path), $"'{fixture.Directory.Path}' belongs to the table '");
        Assert.Equal(Halved, fixture.Directory.Read("a.png"));
    }

    /// <summary>As a copy from before the root was given to it, in the table itself.</summary>
    [Fact]
    public async Task IsRefusedByATableThatDoesNotKnowIt()
    {
        await using var fixture = await ResizedAsync();
        using var client = AwsClients.DynamoDb(await emulators.DynamoDbAsync(), TestCredentials.For("DYNAMODB"));
        await client.DeleteItemAsync(
            fixture.Environment[Settings.TableName],
            new Dictionary<string, AttributeValue>(StringComparer.Ordinal) { ["pk"] = new() { S = "ROOT" } },
            CancellationToken.None);

        AssertRefused(await fixture.RunAsync("submit", fixture.Directory.Path), "which knows nothing of it");
    }

    [Fact]
    public async Task IsTheOnlyOneOfItsTable()
    {
        await using var fixture = await ResizedAsync();
        using var other = new TemporaryDirectory();
        other.Write("a.png", Original);
        fixture.Environment[Settings.RootName] = other.Path;

        var submit = await fixture.RunAsync("submit", other.Path);
        using var worker = WorkerProcess.Start(fixture.Environment);

        AssertRefused(submit, $"belongs to another directory than '{other.Path}'");
        AssertRefused(await worker.EndAsync(), $"belongs to another directory than '{other.Path}'");
        Assert.Equal(Original, other.Read("a.png"));
    }

    [Fact]
    public async Task IsNoPlaceForAnEmbeddedRun()
    {
        await using var fixture = await ResizedAsync();
        fixture.Directory.Write("below/b.png", Original);

        AssertRefused(await Cli.RunAsync("run", fixture.Directory.Path), "and not to an embedded ledger");
        AssertRefused(await Cli.RunAsync("run", fixture.Directory.At("below")), "and not to an embedded ledger");
        Assert.Equal(Original, fixture.Directory.Read("below/b.png"));
    }

    [Fact]
    public async Task IsNotWhatAnEmbeddedRunHasBeenIn()
    {
        await using var fixture = await MakeAsync();
        fixture.Directory.Write("run/here/a.png", Original);
        Assert.Equal(0, (await Cli.RunAsync("run", fixture.Directory.At("run"))).ExitCode);

        var above = await fixture.RunAsync("submit", fixture.Directory.Path);
        var at = await fixture.RunAsync("submit", fixture.Directory.At("run"));
        var below = await fixture.RunAsync("submit", fixture.Directory.At("run/here"));
        fixture.Environment[Settings.RootName] = fixture.Directory.At("run");
        var root = await fixture.RunAsync("submit", fixture.Directory.At("run/here"));

        Assert.Equal(0, above.ExitCode);
        Assert.Contains("0 files in the job", above.Error, StringComparison.Ordinal);
        AssertRefused(at, "has a ledger of its own");
        AssertRefused(below, "has a ledger of its own");
        AssertRefused(root, "belongs to its embedded ledger since");
    }

    [Fact]
    public async Task IsTheSameThroughALink()
    {
        await using var fixture = await MakeAsync();
        fixture.Directory.Write("photos/a.png", Original);
        Directory.CreateSymbolicLink(fixture.Directory.At("link"), fixture.Directory.At("photos"));

        Assert.Equal(0, (await fixture.RunAsync("submit", fixture.Directory.At("link"))).ExitCode);

        using var ledger = fixture.OpenLedger();
        var job = await ledger.ListJobsAsync(CancellationToken.None).SingleAsync();
        Assert.Equal("photos/a.png", $"{(await ledger.ListOpenAsync(job.Id, CancellationToken.None).SingleAsync()).Path}");
    }

    private async Task<AwsFixture> MakeAsync() => await AwsFixture.MakeAsync(await emulators.SqsAsync(), await emulators.DynamoDbAsync());

    private async Task<AwsFixture> ResizedAsync()
    {
        var fixture = await MakeAsync();
        fixture.Directory.Write("a.png", Original);
        Assert.Equal(0, (await fixture.RunAsync("submit", fixture.Directory.Path)).ExitCode);
        await WorkAsync(fixture);
        Assert.Equal(Halved, fixture.Directory.Read("a.png"));
        return fixture;
    }

    /// <summary>A worker, until the newest job has ended.</summary>
    private static async Task WorkAsync(AwsFixture fixture)
    {
        using var worker = Cli.StartWorker(fixture.Environment);
        var end = Cli.EndAsync(worker);
        using var ledger = fixture.OpenLedger();
        var job = await ledger.ListJobsAsync(CancellationToken.None).FirstAsync();
        await Poll.UntilAsync(async () =>
        {
            Assert.False(end.IsCompleted, end.IsCompleted ? $"{await end}" : "");
            return job.IsFinished(await ledger.CountAsync(job.Id, CancellationToken.None));
        });

        Signals.Terminate(worker);
        Assert.Equal(0, (await end).ExitCode);
    }

    private static void AssertRefused(CliResult result, string why)
    {
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(why, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
