using System.Collections.Concurrent;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Ledger;
using Xunit;

namespace ImgCompress.Tests.Ledger;

/// <summary>What every ledger does where many files, or many workers, come at once.</summary>
[Trait("Speed", "Slow")]
public sealed class ConcurrentCalls(Emulators emulators) : LedgerTests(emulators)
{
    [Theory, ClassData<LedgerBackends>]
    public async Task OneSubmissionHasEachFileOnceAndARepeatedOneAddsWhatIsNew(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        var files = Files(130);

        var answers = await Ledger.EnqueueAsync(job, [.. files.Take(90), files[3]], Any);
        Assert.Equal(90, answers.OfType<EnqueueResult.Added>().Count());
        Assert.IsType<EnqueueResult.AlreadyOpen>(answers[90]);
        answers = await Ledger.EnqueueAsync(job, files, Any);
        Assert.Equal(90, answers.Take(90).OfType<EnqueueResult.AlreadyOpen>().Count());
        Assert.Equal(40, answers.Skip(90).OfType<EnqueueResult.Added>().Count());
        await Ledger.SealAsync(job, Any);

        Assert.Equal(130, (await Ledger.CountAsync(job.Id, Any)).Items);
        var open = await Ledger.ListOpenAsync(job.Id, Any).Select(row => row.Path).ToListAsync(Any);
        Assert.Equal(files.Select(file => file.Path).Order(), open);
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task OneScanSettlesAddsAndPassesOverWhatItFinds(LedgerBackend backend)
    {
        await OpenAsync(backend);
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
        await Ledger.SealAsync(second, Any);

        Assert.All(answers.Take(30), answer => Assert.IsType<EnqueueResult.Unchanged>(answer));
        Assert.All(answers.Skip(30).Take(30), answer => Assert.Equal(new EnqueueResult.Busy(other.Id), answer));
        Assert.All(answers.Skip(60), answer => Assert.IsType<EnqueueResult.Added>(answer));
        Assert.Equal(30, (await Ledger.CountAsync(second.Id, Any)).Unchanged);
        Assert.Equal(60, (await Ledger.CountAsync(second.Id, Any)).Items);
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task TwoSubmissionsOfOneJobAtOnceAddEachFileOnce(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        var files = Files(120);
        using var elsewhere = await OpenBesideAsync();

        var answers = await Task.WhenAll(
            Task.Run(() => Ledger.EnqueueAsync(job, files, Any)), Task.Run(() => elsewhere.EnqueueAsync(job, [.. files.Reverse()], Any)));
        await Ledger.SealAsync(job, Any);

        Assert.Equal(120, answers.SelectMany(all => all).OfType<EnqueueResult.Added>().Count());
        Assert.Equal(120, (await Ledger.CountAsync(job.Id, Any)).Items);
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task CountsEqualTheRowsWhateverIsClaimedFinishedAndFailedTwiceAndAtOnce(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        var files = Files(200);
        await Ledger.EnqueueAsync(job, files, Any);
        var ends = new ConcurrentBag<(RelativePath Path, bool Failed)>();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(seed => Task.Run(() => WorkAsync(job, files, new Random(seed), ends))));
        await Ledger.SealAsync(job, Any);

        var counts = await Ledger.CountAsync(job.Id, Any);
        var failed = await Ledger.ListOpenAsync(job.Id, Any).ToListAsync(Any);
        Assert.All(failed, row => Assert.Equal(ItemState.Failed, row.State));
        Assert.Equal(files.Select(file => file.Path).Order(), ends.Select(end => end.Path).Order());
        Assert.Equal(ends.Where(end => end.Failed).Select(end => end.Path).Order(), failed.Select(row => row.Path).Order());
        Assert.Equal((200 - failed.Count, failed.Count, 200), (counts.Done, counts.Failed, counts.Ended));
        Assert.Equal(new Sizes(8 * counts.Done, 6 * counts.Done, 400 * counts.Done, 100 * counts.Done), counts.Sizes);
        Assert.True((await Ledger.FindJobAsync(job.Id, Any))!.IsFinished(counts));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task OfManyClaimsAtOnceOneIsGranted(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TryClaimAsync(job))));

        Assert.Single(claims.OfType<ClaimResult.Granted>());
        Assert.Equal(7, claims.OfType<ClaimResult.Held>().Count());
    }

    private static IReadOnlyList<ScannedFile> Files(int count) =>
    [
        .. Enumerable.Range(0, count)
            .Select(i => RelativePath.TryParse($"{i % 7}/{i:D4}.jpg", out var path) ? path : default)
            .Select(path => new ScannedFile(path, Identity)),
    ];

    /// <summary>
    /// Goes through the files in an order of its own, and ends each that it is granted, at random well or not; and calls at random
    /// twice, after one another or at once, as after lost answers. An end counts where one of the calls was told that it holds.
    /// </summary>
    private async Task WorkAsync(
        JobRow job,
        IReadOnlyList<ScannedFile> files,
        Random random,
        ConcurrentBag<(RelativePath Path, bool Failed)> ends)
    {
        var order = files.Select(file => file.Path).ToArray();
        random.Shuffle(order);
        foreach (var path in order)
        {
            if (await Ledger.ClaimAsync(new(job.Id, path), Lease, alone: true, Any) is not ClaimResult.Granted(var row, _))
            {
                continue;
            }

            if (random.Next(3) == 0)
            {
                await Ledger.RecordIntentAsync(row, Original, Intent(row, Result), Sizes.None, null, Any);
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
}
