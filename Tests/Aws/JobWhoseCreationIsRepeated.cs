using ImgCompress.Contracts;
using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures.Aws;
using Xunit;

namespace ImgCompress.Tests.Aws;

/// <summary>The answer to the request that creates a job was lost, and the request comes again.</summary>
[Trait("Speed", "Slow")]
public sealed class JobWhoseCreationIsRepeated(Emulators emulators)
{
    [Fact]
    public async Task IsTheSameJob()
    {
        await using var fixture = await AwsFixture.MakeAsync(await emulators.SqsAsync(), await emulators.DynamoDbAsync());
        using var ledger = fixture.OpenLedger();

        // With a clock's fraction of a millisecond, which the row does not hold.
        var created = new DateTimeOffset(2026, 1, 31, 14, 25, 30, TimeSpan.Zero).AddTicks(1234);
        var job = new JobRow(
            JobId.Create(TimeProvider.System, new Random(1)), "a", new() { Scaling = Scaling.Down(2) }, new(), JobState.Loading, created);
        await ledger.CreateJobAsync(job, CancellationToken.None);

        await ledger.CreateJobAsync(job, CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => ledger.CreateJobAsync(job with { Directory = "b" }, CancellationToken.None));
        Assert.Equal("a", (await ledger.FindJobAsync(job.Id, CancellationToken.None))?.Directory);
    }
}
