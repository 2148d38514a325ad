using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Ledger;
using Xunit;

namespace ImgCompress.Tests.Ledger;

/// <summary>Items that are completed by one call, each on its own condition.</summary>
public sealed class FinishesTogether(Emulators emulators) : LedgerTests(emulators)
{
    /// <summary>More than one transaction of DynamoDB takes.</summary>
    private const int Many = 130;

    [Theory, ClassData<LedgerBackends>]
    public async Task CountEachOnce(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        var claimed = await ClaimAsync(job, Many);
        var finishes = claimed
            .Select((row, i) => (row, i % 3 == 0 ? Finished(job) with { Outcome = Outcome.Kept } : Finished(job)))
            .ToList();

        var held = await Ledger.FinishAllAsync(finishes, Any);

        Assert.Equal(Enumerable.Repeat(true, Many), held);
        var counts = await Ledger.CountAsync(job.Id, Any);
        Assert.Equal((Many - 44, 44, 0), (counts.Done, counts.Kept, counts.Failed));
        Assert.Equal(new Sizes(8 * Many, 6 * Many, 400 * Many, 100 * Many), counts.Sizes);
        Assert.Empty(await Ledger.ListOpenAsync(job.Id, Any).ToListAsync());
    }

    /// <summary>Overtaken by another claim, and failed by it; the others are none of its matter.</summary>
    [Theory, ClassData<LedgerBackends>]
    public async Task LeaveOutOneThatWasOvertaken(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        var claimed = await ClaimAsync(job, 5);
        Clock.Advance(Lease + TimeSpan.FromSeconds(1));
        var other = await ClaimAsync(job, claimed[2].Path);
        await Ledger.FailAsync(other, Corrupt, Any);

        var held = await Ledger.FinishAllAsync([.. claimed.Select(row => (row, Finished(job)))], Any);
        var again = await Ledger.FinishAllAsync([.. claimed.Select(row => (row, Finished(job)))], Any);

        Assert.Equal([true, true, false, true, true], held);
        Assert.Equal(Enumerable.Repeat(false, 5), again);
        var counts = await Ledger.CountAsync(job.Id, Any);
        Assert.Equal((4, 1, 5), (counts.Done, counts.Failed, counts.Items));
        Assert.Equal(new Sizes(32, 24, 1600, 400), counts.Sizes);
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task CountForTheJobOfEach(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var (first, second) = (await MakeJobAsync(), await MakeJobAsync());
        var claimed = await ClaimAsync(first, 3);
        var others = await ClaimAsync(second, 2, directory: "other");

        await Ledger.FinishAllAsync(
            [(claimed[0], Finished(first)), (others[0], Finished(second)), (claimed[1], Finished(first)), (others[1], Finished(second))],
            Any);

        Assert.Equal((2, 2), ((await Ledger.CountAsync(first.Id, Any)).Done, (await Ledger.CountAsync(second.Id, Any)).Done));
    }

    private async Task<List<FileRow>> ClaimAsync(JobRow job, int count, string directory = "a")
    {
        var files = Enumerable.Range(0, count)
            .Select(i => new ScannedFile(RelativePath.Join(directory, $"{i}.jpg"), Identity with { Inode = (ulong)i }))
            .ToList();
        await Ledger.EnqueueAsync(job, files, Any);
        var claimed = new List<FileRow>();
        foreach (var file in files)
        {
            claimed.Add(await ClaimAsync(job, file.Path));
        }

        return claimed;
    }
}
