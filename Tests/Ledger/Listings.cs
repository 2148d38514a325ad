using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Ledger;
using Xunit;

namespace ImgCompress.Tests.Ledger;

/// <summary>What every ledger lists of a job.</summary>
public sealed class Listings(Emulators emulators) : LedgerTests(emulators)
{
    [Theory, ClassData<LedgerBackends>]
    public async Task HaveEachFileOfTheJobHoweverItEnded(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        var other = RelativePath.Join("", "other.png");
        await EnqueueAsync(job);
        await Ledger.EnqueueAsync(job, [new(other, Identity), new(RelativePath.Join("", "waits.png"), Identity)], Any);
        var done = await ClaimAsync(job);
        Clock.Advance(TimeSpan.FromMilliseconds(1500));
        await Ledger.FinishAsync(done, Finished(job), Any);
        var failed = await ClaimAsync(job, other);
        Clock.Advance(TimeSpan.FromMilliseconds(20));
        await Ledger.FailAsync(failed, Corrupt, Any);
        var later = await MakeJobAsync();
        await Ledger.EnqueueAsync(later, [new(RelativePath.Join("", "later.png"), Identity)], Any);

        var rows = await Ledger.ListFilesAsync(job.Id, Any).ToListAsync(Any);

        Assert.Equal(
            [
                ($"{File}", ItemState.Done, TimeSpan.FromMilliseconds(1500)),
                ("other.png", ItemState.Failed, TimeSpan.FromMilliseconds(20)),
                ("waits.png", ItemState.Pending, null),
            ],
            rows.OrderBy(row => row.Path).Select(row => (row.Path.Value, row.State, row.Took)));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task GoOverManyPages(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await Ledger.EnqueueAsync(
            job, [.. Enumerable.Range(0, 1001).Select(n => new ScannedFile(RelativePath.Join("", $"{n}.png"), Identity))], Any);

        var paths = await Ledger.ListFilesAsync(job.Id, Any).Select(row => row.Path).ToHashSetAsync(cancellationToken: Any);

        Assert.Equal(1001, paths.Count);
    }
}
