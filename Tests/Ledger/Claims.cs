using ImgCompress.Contracts;
using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Ledger;
using Xunit;

namespace ImgCompress.Tests.Ledger;

/// <summary>What every ledger does with one item, whatever it is kept in.</summary>
public sealed class Claims(Emulators emulators) : LedgerTests(emulators)
{
    public static TheoryData<LedgerBackend, Outcome> Outcomes => LedgerBackends.With(Outcome.Done, Outcome.Unchanged, Outcome.Kept);

    [Theory, ClassData<LedgerBackends>]
    public async Task AFileWithoutARowIsNotClaimed(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();

        Assert.IsType<ClaimResult.NotInLedger>(await Ledger.ClaimAsync(new(job.Id, File), Lease, alone: true, Any));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AClaimHoldsUntilItsLeaseIsOver(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);

        var first = await ClaimAsync(job);
        Assert.Equal(new ClaimResult.Held(Lease), await TryClaimAsync(job));
        Clock.Advance(Lease + TimeSpan.FromSeconds(1));
        var second = await ClaimAsync(job);

        Assert.Equal((1, 1), (first.Epoch, first.Attempts));
        Assert.Equal((2, 2), (second.Epoch, second.Attempts));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task WhatWasCutOffIsGrantedToWhoIsAlone(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        Task<ClaimResult> BesideOthersAsync() => Ledger.ClaimAsync(new(job.Id, File), Lease, alone: false, Any);

        Assert.IsType<ClaimResult.Granted>(await BesideOthersAsync());
        Assert.Equal(new ClaimResult.Held(Lease), await BesideOthersAsync());
        Clock.Advance(Lease + TimeSpan.FromSeconds(1));
        Assert.IsType<ClaimResult.CutOff>(await BesideOthersAsync());
        var alone = await ClaimAsync(job);
        await Ledger.ReleaseAsync(alone, null, Any);

        Assert.Equal((2, 2), (alone.Epoch, alone.Attempts));
        Assert.IsType<ClaimResult.Granted>(await BesideOthersAsync());
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AnOvertakenWorkerChangesNothing(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        var overtaken = await ClaimAsync(job);
        Clock.Advance(Lease + TimeSpan.FromSeconds(1));
        var holder = await ClaimAsync(job);

        Assert.False(await Ledger.RecordIntentAsync(overtaken, Original, Intent(overtaken, Result), Sizes.None, null, Any));
        Assert.False(await Ledger.FinishAsync(overtaken, Finished(job), Any));
        Assert.False(await Ledger.FailAsync(overtaken, Corrupt, Any));
        await Ledger.ReleaseAsync(overtaken, null, Any);

        Assert.Equal(Counts.None with { Items = 1 }, await Ledger.CountAsync(job.Id, Any) with { Changed = null });
        Assert.IsType<ClaimResult.Held>(await TryClaimAsync(job));
        Assert.True(await Ledger.FinishAsync(holder, Finished(job), Any));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AnIntentIsThereForTheNextClaim(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        var first = await ClaimAsync(job);
        var sizes = new Sizes(8, 6, 400, 100);

        Assert.True(await Ledger.RecordIntentAsync(first, Original, Intent(first, Result), sizes, null, Any));
        Clock.Advance(Lease + TimeSpan.FromSeconds(1));
        var second = await ClaimAsync(job);
        Assert.True(await Ledger.RecordIntentAsync(second, Result, Intent(second, Original), sizes, null, Any));
        Clock.Advance(Lease + TimeSpan.FromSeconds(1));
        var third = await ClaimAsync(job);

        Assert.Equal(ItemState.Claimed, third.State);
        Assert.Equal(Original, third.Source);
        Assert.Equal([Intent(first, Result), Intent(second, Original)], third.Intents);
        Assert.Equal(sizes, third.Sizes);
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task AFinishIsCountedOnceUnderItsOutcome(LedgerBackend backend, Outcome outcome)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        var claimed = await ClaimAsync(job);
        var finish = Finished(job) with { Outcome = outcome };

        Assert.True(await Ledger.FinishAsync(claimed, finish, Any));
        Assert.False(await Ledger.FinishAsync(claimed, finish, Any));

        var counts = await Ledger.CountAsync(job.Id, Any);
        Assert.Equal(
            (outcome == Outcome.Done ? 1 : 0, outcome == Outcome.Unchanged ? 1 : 0, outcome == Outcome.Kept ? 1 : 0, 0),
            (counts.Done, counts.Unchanged, counts.Kept, counts.Failed));
        Assert.Equal(finish.Sizes, counts.Sizes);
        Assert.IsType<ClaimResult.NothingToDo>(await TryClaimAsync(job));
        Assert.Empty(await Ledger.ListOpenAsync(job.Id, Any).ToListAsync(Any));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AFailureIsCountedAndListedWithItsReason(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);

        Assert.True(await Ledger.FailAsync(await ClaimAsync(job), Corrupt, Any));

        Assert.Equal(1, (await Ledger.CountAsync(job.Id, Any)).Failed);
        var open = Assert.Single(await Ledger.ListOpenAsync(job.Id, Any).ToListAsync(Any));
        Assert.Equal((File, ItemState.Failed, Corrupt), (open.Path, open.State, open.Failure));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AFailureByNatureIsCountedAsSkippedUntilItIsRedriven(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);

        await Ledger.FailAsync(await ClaimAsync(job), new(FailureReason.Unsupported, "of a kind"), Any);
        var skipped = await Ledger.CountAsync(job.Id, Any);
        Assert.IsType<ClaimResult.Granted>(await RedriveAsync(job, 1));
        var redriven = await Ledger.CountAsync(job.Id, Any);

        Assert.Equal((1, 0, 1), (skipped.Skipped, skipped.Failed, skipped.Ended));
        Assert.Equal((0, 0, 0), (redriven.Skipped, redriven.Failed, redriven.Ended));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task OnlyARedriveOfItsOwnFailureClaimsAFailedFile(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        await Ledger.FailAsync(await ClaimAsync(job), Corrupt, Any);

        // No clock has a say: neither the message's own repetition nor a redrive of another failure is one of this.
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(new ClaimResult.AlreadyFailed(Corrupt, 1), await TryClaimAsync(job));
        Assert.Equal(new ClaimResult.AlreadyFailed(Corrupt, 1), await RedriveAsync(job, 7));
        var redriven = Assert.IsType<ClaimResult.Granted>(await RedriveAsync(job, 1)).Row;

        Assert.Equal((2, 1), (redriven.Epoch, redriven.Attempts));
        Assert.Equal(0, (await Ledger.CountAsync(job.Id, Any)).Failed);
        Assert.IsType<ClaimResult.Held>(await RedriveAsync(job, 1));
        await Ledger.FailAsync(redriven, Corrupt, Any);
        Assert.Equal(new ClaimResult.AlreadyFailed(Corrupt, 2), await RedriveAsync(job, 1));
        Assert.Equal(1, (await Ledger.CountAsync(job.Id, Any)).Failed);
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AFailedFileOfACancelledJobIsLeftAlone(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        await Ledger.FailAsync(await ClaimAsync(job), Corrupt, Any);
        await Ledger.CancelAsync(job.Id, Any);

        Assert.IsType<ClaimResult.NothingToDo>(await RedriveAsync(job, 1));
        Assert.IsType<ClaimResult.NothingToDo>(await TryClaimAsync(job));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AReleasedClaimIsFreeAtOnce(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);

        await Ledger.ReleaseAsync(await ClaimAsync(job), new(FailureReason.NoSpace, "full"), Any);
        var counted = await ClaimAsync(job);
        await Ledger.ReleaseAsync(counted, null, Any);
        var uncounted = await ClaimAsync(job);

        Assert.Equal(2, counted.Attempts);
        Assert.Equal("full", counted.Failure?.Detail);
        Assert.Equal(2, uncounted.Attempts);
        Assert.Equal(3, uncounted.Epoch);
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AResultIsKnownByItsContentOnceItsIntentStands(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        var claimed = await ClaimAsync(job);
        var history = Halved(job);

        Assert.Null(await Ledger.FindHistoryAsync(Result, Any));
        Assert.True(await Ledger.RecordIntentAsync(claimed, Original, Intent(claimed, Result), Sizes.None, history, Any));

        Assert.Equal(history, await Ledger.FindHistoryAsync(Result, Any));
        Assert.Null(await Ledger.FindHistoryAsync(Original, Any));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task ARepeatedIntentIsRecordedOnceAndAnotherOneIsNot(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        var claimed = await ClaimAsync(job);

        Assert.True(await Ledger.RecordIntentAsync(claimed, Original, Intent(claimed, Result), Sizes.None, null, Any));
        Assert.True(await Ledger.RecordIntentAsync(claimed, Original, Intent(claimed, Result), Sizes.None, null, Any));
        Assert.False(await Ledger.RecordIntentAsync(claimed, Original, Intent(claimed, Original), Sizes.None, null, Any));

        Assert.Equal([Intent(claimed, Result)], Assert.Single(await Ledger.ListOpenAsync(job.Id, Any).ToListAsync(Any)).Intents);
    }

    private Task<ClaimResult> RedriveAsync(JobRow job, long epoch) =>
        Ledger.ClaimAsync(new(job.Id, File, epoch), Lease, alone: true, Any);
}
