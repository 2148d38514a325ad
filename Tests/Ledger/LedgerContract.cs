using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImgCompress.Tests.Ledger;

/// <summary>What every ledger does, whatever it is kept in.</summary>
public abstract class LedgerContract : IAsyncLifetime
{
    private static readonly Fingerprint Original = Fingerprint.Of("original"u8);
    private static readonly Fingerprint Result = Fingerprint.Of("result"u8);
    private static readonly ResizeSpec Half = new() { ScaleOp = ScaleOp.Down, ScaleFactor = 2 };
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly Failure Corrupt = new(FailureReason.Corrupt, "it is damaged");
    private static readonly CancellationToken Any = CancellationToken.None;

    private readonly RelativePath _path = RelativePath.TryParse("a b/ä\n.jpg", out var path) ? path : default;
    private int _jobs;

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 31, 14, 25, 30, TimeSpan.Zero));

    private IJobLedger Ledger { get; set; } = null!;

    /// <summary>Opens the ledger of the test, which is empty at first; a second time, beside the first.</summary>
    protected abstract ValueTask<IJobLedger> OpenAsync(TimeProvider time);

    public async ValueTask InitializeAsync() => Ledger = await OpenAsync(Clock);

    [Fact]
    public async Task AJobIsReadAsItWasWritten()
    {
        var options = new JobOptions { Include = ["*.jpg", "ä/**"], Exclude = ["x"], Recurse = false, KeepOriginals = true, Source = "/from" };
        var job = await MakeJobAsync(Half with { Quality = 80, Strip = true, AllowLarger = true, Filter = Filter.Lanczos3 }, options);

        Assert.Equal(job, await Ledger.FindJobAsync(job.Id, Any));
    }

    [Fact]
    public async Task JobsAreListedTheNewestFirst()
    {
        var (first, second) = (await MakeJobAsync(), await MakeJobAsync());

        Assert.Equal([second.Id, first.Id], await Ledger.ListJobsAsync(Any).Select(job => job.Id).ToListAsync(Any));
    }

    [Fact]
    public async Task ANewFileIsAddedOnceAndThenIsOpen()
    {
        var job = await MakeJobAsync();

        Assert.IsType<Enqueued.Added>(await EnqueueAsync(job));
        Assert.IsType<Enqueued.AlreadyOpen>(await EnqueueAsync(job));
        await Ledger.SealAsync(job.Id, Any);
        Assert.Equal(1, (await Ledger.FindJobAsync(job.Id, Any))!.Total);
    }

    [Fact]
    public async Task AFileOfAnUnfinishedJobIsBusyForAnother()
    {
        var first = await MakeJobAsync();
        await EnqueueAsync(first);

        Assert.Equal(new Enqueued.Busy(first.Id), await EnqueueAsync(await MakeJobAsync()));
    }

    [Fact]
    public async Task AFileWithoutARowIsNotClaimed()
    {
        var job = await MakeJobAsync();

        Assert.IsType<Claim.NotInLedger>(await Ledger.ClaimAsync(new(job.Id, _path), Clock.GetUtcNow(), Lease, Any));
    }

    [Fact]
    public async Task AClaimHoldsUntilItsLeaseIsOver()
    {
        var job = await MakeJobAsync();
        await EnqueueAsync(job);

        var first = await ClaimAsync(job);
        Assert.Equal(new Claim.Held(Clock.GetUtcNow() + Lease), await AskAsync(job));
        Clock.Advance(Lease + TimeSpan.FromSeconds(1));
        var second = await ClaimAsync(job);

        Assert.Equal((1, 1), (first.Epoch, first.Attempts));
        Assert.Equal((2, 2), (second.Epoch, second.Attempts));
    }

    [Fact]
    public async Task AnOvertakenWorkerChangesNothing()
    {
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        var overtaken = await ClaimAsync(job);
        Clock.Advance(Lease + TimeSpan.FromSeconds(1));
        var holder = await ClaimAsync(job);

        Assert.False(await Ledger.RecordIntentAsync(overtaken, Original, Result, Sizes.None, Any));
        Assert.False(await Ledger.FinishAsync(overtaken, Finished(job), Any));
        Assert.False(await Ledger.FailAsync(overtaken, Corrupt, Any));
        await Ledger.ReleaseAsync(overtaken, null, Any);

        Assert.Equal(Counts.None, await Ledger.CountAsync(job.Id, Any));
        Assert.IsType<Claim.Held>(await AskAsync(job));
        Assert.True(await Ledger.FinishAsync(holder, Finished(job), Any));
    }

    [Fact]
    public async Task AnIntentIsThereForTheNextClaim()
    {
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        var first = await ClaimAsync(job);
        var sizes = new Sizes(8, 6, 400, 100);

        Assert.True(await Ledger.RecordIntentAsync(first, Original, Result, sizes, Any));
        Clock.Advance(Lease + TimeSpan.FromSeconds(1));
        var second = await ClaimAsync(job);
        Assert.True(await Ledger.RecordIntentAsync(second, Result, Original, sizes, Any));
        Clock.Advance(Lease + TimeSpan.FromSeconds(1));
        var third = await ClaimAsync(job);

        Assert.Equal(ItemState.Claimed, third.State);
        Assert.Equal(Original, third.Source);
        Assert.Equal([new(1, Result), new(2, Original)], third.Outs);
        Assert.Equal(sizes, third.Sizes);
    }

    [Theory]
    [InlineData(Outcome.Done)]
    [InlineData(Outcome.Unchanged)]
    [InlineData(Outcome.Kept)]
    public async Task AFinishIsCountedOnceUnderItsOutcome(Outcome outcome)
    {
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
        Assert.IsType<Claim.Over>(await AskAsync(job));
        Assert.Empty(await Ledger.ListOpenAsync(job.Id, Any).ToListAsync(Any));
    }

    [Fact]
    public async Task AFailureIsCountedAndListedWithItsReason()
    {
        var job = await MakeJobAsync();
        await EnqueueAsync(job);

        Assert.True(await Ledger.FailAsync(await ClaimAsync(job), Corrupt, Any));

        Assert.Equal(1, (await Ledger.CountAsync(job.Id, Any)).Failed);
        var open = Assert.Single(await Ledger.ListOpenAsync(job.Id, Any).ToListAsync(Any));
        Assert.Equal((_path, ItemState.Failed, Corrupt), (open.Path, open.State, open.Failure));
    }

    [Fact]
    public async Task OnlyAMessageSentAfterTheFailureClaimsAFailedFile()
    {
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        var before = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Ledger.FailAsync(await ClaimAsync(job), Corrupt, Any);
        Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.IsType<Claim.Over>(await Ledger.ClaimAsync(new(job.Id, _path), before, Lease, Any));
        var redriven = await ClaimAsync(job);

        Assert.Equal((2, 1), (redriven.Epoch, redriven.Attempts));
        Assert.Equal(0, (await Ledger.CountAsync(job.Id, Any)).Failed);
    }

    [Fact]
    public async Task AReleasedClaimIsFreeAtOnce()
    {
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

    [Fact]
    public async Task AFinishedFileIsUnchangedForTheSameSpecWhileItsIdentityStands()
    {
        var first = await MakeJobAsync();
        await EnqueueAsync(first);
        await Ledger.FinishAsync(await ClaimAsync(first), Finished(first), Any);

        var second = await MakeJobAsync();
        Assert.IsType<Enqueued.Unchanged>(await EnqueueAsync(second));
        Assert.Equal(1, (await Ledger.CountAsync(second.Id, Any)).Unchanged);
        Assert.IsType<Enqueued.Ended>(await EnqueueAsync(second));
        var third = await MakeJobAsync();
        Assert.IsType<Enqueued.Added>(await EnqueueAsync(third, Identity with { Modified = 9 }));
    }

    [Fact]
    public async Task AFinishedFileIsANewItemForAnotherSpecAndForForce()
    {
        var first = await MakeJobAsync();
        await EnqueueAsync(first);
        await Ledger.FinishAsync(await ClaimAsync(first), Finished(first), Any);

        var second = await MakeJobAsync(Half with { ScaleFactor = 3 });
        Assert.Equal(new Enqueued.Added("down 2 gaussian"), await EnqueueAsync(second));
        var claimed = await ClaimAsync(second);
        Assert.Equal(2, claimed.Epoch);
        Assert.Empty(claimed.Outs);
        Assert.Null(claimed.Source);
        await Ledger.FinishAsync(claimed, Finished(second), Any);
        Assert.IsType<Enqueued.Added>(await EnqueueAsync(await MakeJobAsync(second.Spec, new() { Force = true })));
    }

    [Fact]
    public async Task AMessageOfAnEarlierJobIsOver()
    {
        var first = await MakeJobAsync();
        await EnqueueAsync(first);
        await Ledger.FinishAsync(await ClaimAsync(first), Finished(first), Any);
        var second = await MakeJobAsync(Half with { ScaleFactor = 3 });
        await EnqueueAsync(second);

        Assert.IsType<Claim.Over>(await AskAsync(first));
        Assert.IsType<Claim.Granted>(await AskAsync(second));
    }

    [Fact]
    public async Task ARepeatedIntentIsRecordedOnceAndAnotherOneIsNot()
    {
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        var claimed = await ClaimAsync(job);

        Assert.True(await Ledger.RecordIntentAsync(claimed, Original, Result, Sizes.None, Any));
        Assert.True(await Ledger.RecordIntentAsync(claimed, Original, Result, Sizes.None, Any));
        Assert.False(await Ledger.RecordIntentAsync(claimed, Original, Original, Sizes.None, Any));

        Assert.Equal([new(1, Result)], Assert.Single(await Ledger.ListOpenAsync(job.Id, Any).ToListAsync(Any)).Outs);
    }

    [Fact]
    public async Task WhatACancelledJobHasBegunIsBroughtToItsEnd()
    {
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        var begun = await ClaimAsync(job);
        await Ledger.CancelAsync(job.Id, Any);
        await Ledger.ReleaseAsync(begun, null, Any);

        Assert.IsType<Enqueued.Busy>(await EnqueueAsync(await MakeJobAsync()));
        Assert.True(await Ledger.FinishAsync(await ClaimAsync(job), Finished(job), Any));
    }

    [Fact]
    public async Task ACancelledJobGrantsNoClaimWhereverItIsAskedFor()
    {
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        using var elsewhere = await OpenAsync(Clock);
        var other = RelativePath.TryParse("other.jpg", out var parsed) ? parsed : default;
        Assert.IsType<Claim.NotInLedger>(await elsewhere.ClaimAsync(new(job.Id, other), Clock.GetUtcNow(), Lease, Any));

        await Ledger.CancelAsync(job.Id, Any);
        Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.IsType<Claim.Over>(await AskAsync(job));
        Assert.IsType<Claim.Over>(await elsewhere.ClaimAsync(new(job.Id, _path), Clock.GetUtcNow(), Lease, Any));
        await Ledger.SealAsync(job.Id, Any);
        Assert.Equal(JobState.Cancelled, (await Ledger.FindJobAsync(job.Id, Any))!.State);
    }

    [Fact]
    public async Task WhatACancelledJobHasNotBegunIsFreeForTheNext()
    {
        var first = await MakeJobAsync();
        await EnqueueAsync(first);
        await Ledger.CancelAsync(first.Id, Any);

        var second = await MakeJobAsync();
        Assert.IsType<Enqueued.Added>(await EnqueueAsync(second));
        Assert.IsType<Claim.Granted>(await AskAsync(second));
    }

    [Fact]
    public async Task PathsOfAnyLengthAndFormAreItems()
    {
        var job = await MakeJobAsync();
        string[] names =
        [
            string.Join('/', Enumerable.Repeat(new string('x', 255), 15)), new('\uF7FF', 1000), "sha256:" + new string('0', 64), "#", "JOB#x",
        ];
        var files = names.Select(name => new ScannedFile(RelativePath.TryParse(name, out var path) ? path : default, Identity)).ToList();

        Assert.All(await Ledger.EnqueueAsync(job, files, Any), answer => Assert.IsType<Enqueued.Added>(answer));

        var open = await Ledger.ListOpenAsync(job.Id, Any).Select(row => row.Path).ToListAsync(Any);
        Assert.Equal(files.Select(file => file.Path).Order(), open.Order());
        foreach (var path in open)
        {
            var claim = await Ledger.ClaimAsync(new(job.Id, path), Clock.GetUtcNow(), Lease, Any);
            Assert.Equal(path, Assert.IsType<Claim.Granted>(claim).Row.Path);
        }
    }

    [Fact]
    public async Task OneSubmissionHasEachFileOnceAndARepeatedOneAddsWhatIsNew()
    {
        var job = await MakeJobAsync();
        var files = Files(130);

        var answers = await Ledger.EnqueueAsync(job, [.. files.Take(90), files[3]], Any);
        Assert.Equal(90, answers.OfType<Enqueued.Added>().Count());
        Assert.IsType<Enqueued.AlreadyOpen>(answers[90]);
        answers = await Ledger.EnqueueAsync(job, files, Any);
        Assert.Equal(90, answers.Take(90).OfType<Enqueued.AlreadyOpen>().Count());
        Assert.Equal(40, answers.Skip(90).OfType<Enqueued.Added>().Count());
        await Ledger.SealAsync(job.Id, Any);

        Assert.Equal(130, (await Ledger.FindJobAsync(job.Id, Any))!.Total);
        var open = await Ledger.ListOpenAsync(job.Id, Any).Select(row => row.Path).ToListAsync(Any);
        Assert.Equal(files.Select(file => file.Path).Order(), open);
    }

    [Fact]
    public async Task OneScanSettlesAddsAndPassesOverWhatItFinds()
    {
        var (first, other) = (await MakeJobAsync(), await MakeJobAsync());
        var files = Files(90);
        await Ledger.EnqueueAsync(first, [.. files.Take(30)], Any);
        await Ledger.EnqueueAsync(other, [.. files.Skip(30).Take(30)], Any);
        foreach (var file in files.Take(30))
        {
            await Ledger.FinishAsync(await ClaimAsync(first, file.Path), Finished(first), Any);
        }

        var second = await MakeJobAsync();
        var answers = await Ledger.EnqueueAsync(second, files, Any);
        await Ledger.SealAsync(second.Id, Any);

        Assert.All(answers.Take(30), answer => Assert.IsType<Enqueued.Unchanged>(answer));
        Assert.All(answers.Skip(30).Take(30), answer => Assert.Equal(new Enqueued.Busy(other.Id), answer));
        Assert.All(answers.Skip(60), answer => Assert.IsType<Enqueued.Added>(answer));
        Assert.Equal(30, (await Ledger.CountAsync(second.Id, Any)).Unchanged);
        Assert.Equal(60, (await Ledger.FindJobAsync(second.Id, Any))!.Total);
    }

    [Fact]
    public async Task TwoSubmissionsOfOneJobAtOnceAddEachFileOnce()
    {
        var job = await MakeJobAsync();
        var files = Files(120);
        using var elsewhere = await OpenAsync(Clock);

        var answers = await Task.WhenAll(
            Task.Run(() => Ledger.EnqueueAsync(job, files, Any)), Task.Run(() => elsewhere.EnqueueAsync(job, [.. files.Reverse()], Any)));
        await Ledger.SealAsync(job.Id, Any);

        Assert.Equal(120, answers.SelectMany(all => all).OfType<Enqueued.Added>().Count());
        Assert.Equal(120, (await Ledger.FindJobAsync(job.Id, Any))!.Total);
    }

    [Fact]
    public async Task CountsEqualTheRowsWhateverIsClaimedFinishedAndFailedTwiceAndAtOnce()
    {
        var job = await MakeJobAsync();
        var files = Files(200);
        await Ledger.EnqueueAsync(job, files, Any);
        var ends = new System.Collections.Concurrent.ConcurrentBag<(RelativePath Path, bool Failed)>();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(seed => Task.Run(() => WorkAsync(job, files, new Random(seed), ends))));
        await Ledger.SealAsync(job.Id, Any);

        var counts = await Ledger.CountAsync(job.Id, Any);
        var failed = await Ledger.ListOpenAsync(job.Id, Any).ToListAsync(Any);
        Assert.All(failed, row => Assert.Equal(ItemState.Failed, row.State));
        Assert.Equal(files.Select(file => file.Path).Order(), ends.Select(end => end.Path).Order());
        Assert.Equal(ends.Where(end => end.Failed).Select(end => end.Path).Order(), failed.Select(row => row.Path).Order());
        Assert.Equal((200 - failed.Count, failed.Count, 200), (counts.Done, counts.Failed, counts.Ended));
        Assert.Equal(new Sizes(8 * counts.Done, 6 * counts.Done, 400 * counts.Done, 100 * counts.Done), counts.Sizes);
        Assert.True((await Ledger.FindJobAsync(job.Id, Any))!.IsFinished(counts));
    }

    [Fact]
    public async Task OfManyClaimsAtOnceOneIsGranted()
    {
        var job = await MakeJobAsync();
        await EnqueueAsync(job);

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => AskAsync(job))));

        Assert.Single(claims.OfType<Claim.Granted>());
        Assert.Equal(7, claims.OfType<Claim.Held>().Count());
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await RemoveAsync();
    }

    /// <summary>Closes and removes what was opened.</summary>
    protected abstract ValueTask RemoveAsync();

    private static FileIdentity Identity { get; } = new(1, 2, 8, 4, 5);

    private static Finish Finished(JobRow job) =>
        new(Outcome.Done, new(8, 6, 400, 100), new(job.Spec.ToString(), Result, null, Identity.ToRecord()));

    private async Task<JobRow> MakeJobAsync(ResizeSpec? spec = null, JobOptions? options = null)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        var job = new JobRow(
            JobId.Create(Clock, new Random(_jobs++)), "", spec ?? Half, options ?? new(), JobState.Loading, null, Clock.GetUtcNow());
        await Ledger.CreateJobAsync(job, Any);
        return job;
    }

    private async Task<Enqueued> EnqueueAsync(JobRow job, FileIdentity? identity = null) =>
        Assert.Single(await Ledger.EnqueueAsync(job, [new(_path, identity ?? Identity)], Any));

    private static IReadOnlyList<ScannedFile> Files(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new ScannedFile(RelativePath.TryParse($"{i % 7}/{i:D4}.jpg", out var path) ? path : default, Identity))];

    /// <summary>
    /// Goes through the files in an order of its own, and ends each that it is granted, at random well or not; and calls at random
    /// twice, after one another or at once, as after lost answers. An end counts where one of the calls was told that it holds.
    /// </summary>
    private async Task WorkAsync(
        JobRow job,
        IReadOnlyList<ScannedFile> files,
        Random random,
        System.Collections.Concurrent.ConcurrentBag<(RelativePath Path, bool Failed)> ends)
    {
        var order = files.Select(file => file.Path).ToArray();
        random.Shuffle(order);
        foreach (var path in order)
        {
            if (await Ledger.ClaimAsync(new(job.Id, path), Clock.GetUtcNow(), Lease, Any) is not Claim.Granted(var row, _))
            {
                continue;
            }

            if (random.Next(3) == 0)
            {
                await Ledger.RecordIntentAsync(row, Original, Result, Sizes.None, Any);
            }

            var fails = random.Next(2) == 0;
            Task<bool> EndAsync() => fails ? Ledger.FailAsync(row, Corrupt, Any) : Ledger.FinishAsync(row, Finished(job), Any);
            bool[] told = random.Next(2) == 0
                ? await Task.WhenAll(Enumerable.Range(0, random.Next(1, 4)).Select(_ => EndAsync()).ToList())
                : [await EndAsync(), await EndAsync()];
            Assert.Equal(1, told.Count(holds => holds));
            Assert.False(await Ledger.FailAsync(row, Corrupt, Any));
            ends.Add((path, fails));
        }
    }

    private Task<Claim> AskAsync(JobRow job) => Ledger.ClaimAsync(new(job.Id, _path), Clock.GetUtcNow(), Lease, Any);

    private async Task<FileRow> ClaimAsync(JobRow job, RelativePath path) =>
        Assert.IsType<Claim.Granted>(await Ledger.ClaimAsync(new(job.Id, path), Clock.GetUtcNow(), Lease, Any)).Row;

    private async Task<FileRow> ClaimAsync(JobRow job) => Assert.IsType<Claim.Granted>(await AskAsync(job)).Row;
}
