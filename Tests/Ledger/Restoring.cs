using ImgCompress.Contracts;
using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Ledger;
using Xunit;

namespace ImgCompress.Tests.Ledger;

/// <summary>A completed item whose original is put back.</summary>
public sealed class Restoring(Emulators emulators) : LedgerTests(emulators)
{
    [Theory, ClassData<LedgerBackends>]
    public async Task IsCountedOnceAndAnOriginalForTheNextJob(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var (job, row) = await FinishedAsync();

        var restoring = await Ledger.BeginRestoreAsync(row, Original, Any);
        var twice = await Ledger.BeginRestoreAsync(row, Original, Any);
        var counted = await Ledger.CountAsync(job.Id, Any);
        var ended = await Ledger.EndRestoreAsync(restoring!, restored: true, Any);
        var again = await Ledger.EndRestoreAsync(restoring!, restored: true, Any);

        Assert.Equal((row.Epoch + 1, ItemState.Restoring), (restoring!.Epoch, restoring.State));
        Assert.Null(twice);
        Assert.Equal((1, 0), (counted.Done, counted.Restored));
        Assert.Equal((true, false), (ended, again));
        var counts = await Ledger.CountAsync(job.Id, Any);
        Assert.Equal((0, 1, 1), (counts.Done, counts.Restored, counts.Ended));
        Assert.Equal(new Sizes(Original.Length, Original.Length, 400, 400), counts.Sizes);
        var left = Assert.Single(await Ledger.FindFilesAsync([File], Any));
        Assert.Equal((ItemState.Done, Outcome.Restored), (left.State, left.Outcome));
        Assert.Equal(Original, left.Source);
        Assert.Null(left.LastResult);
        Assert.IsType<EnqueueResult.Added>(await EnqueueAsync(await MakeJobAsync()));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task KeepsWorkersAndOtherJobsAway(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var (job, row) = await FinishedAsync();
        Assert.NotNull(await Ledger.BeginRestoreAsync(row, Original, Any));

        Assert.IsType<ClaimResult.NothingToDo>(await TryClaimAsync(job));
        Assert.Equal(new EnqueueResult.Busy(job.Id), await EnqueueAsync(await MakeJobAsync()));
        Assert.Empty(await Ledger.ListOpenAsync(job.Id, Any).ToListAsync(Any));
        Assert.Equal([File], await Ledger.ListFilesAsync(job.Id, Any).Select(one => one.Path).ToListAsync(Any));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task ThatWasCutOffIsBegunAgainAndItsFirstOneOvertaken(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var (job, row) = await FinishedAsync();
        var first = await Ledger.BeginRestoreAsync(row, Original, Any);

        var second = await Ledger.BeginRestoreAsync(first!, Original, Any);

        Assert.Equal(first!.Epoch, second!.Intents[^2].Epoch);
        Assert.False(await Ledger.EndRestoreAsync(first, restored: true, Any));
        Assert.True(await Ledger.EndRestoreAsync(second, restored: false, Any));
        var left = Assert.Single(await Ledger.FindFilesAsync([File], Any));
        Assert.Equal((ItemState.Done, Outcome.Done, Result), (left.State, left.Outcome, left.LastResult?.Content));
        Assert.Equal(1, (await Ledger.CountAsync(job.Id, Any)).Done);
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task IsNotBegunOfWhatHasNotBeenCompleted(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);

        var pending = Assert.Single(await Ledger.FindFilesAsync([File], Any));
        Assert.Null(await Ledger.BeginRestoreAsync(pending, Original, Any));
        var claimed = await ClaimAsync(job);
        Assert.Null(await Ledger.BeginRestoreAsync(claimed, Original, Any));
        Assert.True(await Ledger.FailAsync(claimed, Corrupt, Any));
        Assert.Null(await Ledger.BeginRestoreAsync(Assert.Single(await Ledger.FindFilesAsync([File], Any)), Original, Any));
    }

    private async Task<(JobRow Job, FileRow Row)> FinishedAsync()
    {
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        var claimed = await ClaimAsync(job);
        Assert.True(await Ledger.RecordIntentAsync(claimed, Original, Intent(claimed, Result), new(8, 6, 400, 100), Halved(job), Any));
        Assert.True(await Ledger.FinishAsync(claimed, Finished(job), Any));
        return (job, Assert.Single(await Ledger.FindFilesAsync([File], Any)));
    }
}
