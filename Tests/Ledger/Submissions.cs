using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Sqlite;
using ImgCompress.Sqlite;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Ledger;
using Xunit;

namespace ImgCompress.Tests.Ledger;

/// <summary>What every ledger does with jobs, and with files that become items of them.</summary>
public sealed class Submissions(Emulators emulators) : LedgerTests(emulators)
{
    [Theory, ClassData<LedgerBackends>]
    public async Task ANewFileIsAddedOnceAndThenIsOpen(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();

        Assert.IsType<EnqueueResult.Added>(await EnqueueAsync(job));
        Assert.IsType<EnqueueResult.AlreadyOpen>(await EnqueueAsync(job));
        await Ledger.SealAsync(job, Any);
        Assert.Equal(1, (await Ledger.CountAsync(job.Id, Any)).Items);
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AJobIsReadBackAsItWasMade(LedgerBackend backend)
    {
        await OpenAsync(backend);
        Scaling[] scalings = [Scaling.Up(3), new Scaling.ToFit(2048, null), new Scaling.ToFit(null, 1), Scaling.ToFit.LongEdge(9)];
        foreach (var scaling in scalings)
        {
            var spec = new ResizeSpec { Scaling = scaling, Filter = Filter.Lanczos3, Quality = 7, Strip = true, AllowLarger = true };
            var job = await MakeJobAsync(spec, new() { Include = ["*.x"], PreserveTimes = true, KeepOriginals = true });
            Assert.Equal(job, await Ledger.FindJobAsync(job.Id, Any));
        }
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AFileOfAnUnfinishedJobIsBusyForAnother(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var first = await MakeJobAsync();
        await EnqueueAsync(first);

        Assert.Equal(new EnqueueResult.Busy(first.Id), await EnqueueAsync(await MakeJobAsync()));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AFinishedFileIsUnchangedForTheSameSpecWhileItsIdentityStands(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var first = await MakeJobAsync();
        await EnqueueAsync(first);
        await Ledger.FinishAsync(await ClaimAsync(first), Finished(first), Any);

        var second = await MakeJobAsync();
        Assert.IsType<EnqueueResult.Unchanged>(await EnqueueAsync(second));
        Assert.Equal(1, (await Ledger.CountAsync(second.Id, Any)).Unchanged);
        Assert.IsType<EnqueueResult.Ended>(await EnqueueAsync(second));
        var third = await MakeJobAsync();
        Assert.IsType<EnqueueResult.Added>(await EnqueueAsync(third, Identity with { Modified = 9 }));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AFinishedFileIsANewItemForAnotherSpecAndForForce(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var first = await MakeJobAsync();
        await EnqueueAsync(first);
        await Ledger.FinishAsync(await ClaimAsync(first), Finished(first), Any);

        var second = await MakeJobAsync(Half with { Scaling = Scaling.Down(3) });
        Assert.IsType<EnqueueResult.Added>(await EnqueueAsync(second));
        var claimed = await ClaimAsync(second);
        Assert.Equal(2, claimed.Epoch);
        Assert.Empty(claimed.Intents);
        Assert.Null(claimed.Source);
        await Ledger.FinishAsync(claimed, Finished(second), Any);
        Assert.IsType<EnqueueResult.Added>(await EnqueueAsync(await MakeJobAsync(second.Spec, new() { Force = true })));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AScaledFileIsUnchangedForEachSpecThatScaledIt(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var half = await MakeJobAsync();
        var third = await MakeJobAsync(Half with { Scaling = Scaling.Down(3) }, new() { Again = true });
        var history = FileHistory.After(FileHistory.After(null, half, new(60, 40), new(30, 20)), third, new(30, 20), new(10, 6));
        await EnqueueAsync(third);
        var left = new LastResult("down 3 gaussian", Result, null, Identity.ToRecord(), history);
        await Ledger.FinishAsync(await ClaimAsync(third), new(Outcome.Done, Sizes.None, left), Any);

        var found = Assert.Single(await Ledger.FindFilesAsync([File, RelativePath.Join("", "none.jpg")], Any));

        Assert.Equal(history, found.LastResult?.History);
        Assert.Equal(
            new EnqueueResult.Unchanged("down 3 gaussian"),
            await EnqueueAsync(await MakeJobAsync(Half with { Strip = true, Quality = 85 })));
        Assert.IsType<EnqueueResult.Added>(await EnqueueAsync(await MakeJobAsync(Half, new() { Again = true })));
    }

    /// <summary>What it did to the file is known from its last spec alone, and counts as scaled.</summary>
    [Fact]
    public async Task ARowOfAnEarlierVersionIsReadAndKnownAsScaled()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.At("ledger.db");
        var format = SqliteSchema.Format;
        using (var earlier = new SqliteFile(path, format with { Versions = [.. format.Versions.Take(2)] }))
        {
            earlier.Write(sql => sql.Execute(
                "INSERT INTO job (id, directory, spec, options, state, created) VALUES ('first', '', 'down 2 gaussian', '{}', 'Sealed', 0);"
                + "INSERT INTO file (path, job, state, epoch, attempts, lease, outs, left_spec, left_content, outcome, bytes_in, "
                + "bytes_out, pixels_in, pixels_out, changed) VALUES "
                + "('a.jpg', 'first', 'Done', 1, 1, 0, '', 'down 2 gaussian', @left, 'Done', 8, 6, 4, 1, 0), "
                + "('kept.jpg', 'first', 'Done', 1, 1, 0, '', 'down 2 gaussian', @left, 'Kept', 8, 8, 4, 4, 0)",
                ("@left", Result.ToString())));
        }

        using var ledger = new SqliteLedger(path, Clock);
        var rows = await ledger.FindFilesAsync([RelativePath.Join("", "a.jpg"), RelativePath.Join("", "kept.jpg")], Any);

        Assert.Equal([FileHistory.Of("down 2 gaussian"), null], rows.Select(row => row.LastResult!.History));
        Assert.True(rows[0].LastResult!.History!.IsScaled);
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task WhatACancelledJobHasNotBegunIsFreeForTheNext(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var first = await MakeJobAsync();
        await EnqueueAsync(first);
        await Ledger.CancelAsync(first.Id, Any);

        var second = await MakeJobAsync();
        Assert.IsType<EnqueueResult.Added>(await EnqueueAsync(second));
        Assert.IsType<ClaimResult.Granted>(await TryClaimAsync(second));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task PathsOfAnyLengthAndFormAreItems(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        string[] names =
        [
            string.Join('/', Enumerable.Repeat(new string('x', 255), 15)),
            new('\uF7FF', 1000),
            "sha256:" + new string('0', 64),
            "#",
            "JOB#x",
        ];
        var files = names.Select(name => new ScannedFile(RelativePath.TryParse(name, out var path) ? path : default, Identity)).ToList();

        Assert.All(await Ledger.EnqueueAsync(job, files, Any), answer => Assert.IsType<EnqueueResult.Added>(answer));

        var open = await Ledger.ListOpenAsync(job.Id, Any).Select(row => row.Path).ToListAsync(Any);
        Assert.Equal(files.Select(file => file.Path).Order(), open.Order());
        foreach (var path in open)
        {
            var claim = await Ledger.ClaimAsync(new(job.Id, path), Lease, alone: true, Any);
            Assert.Equal(path, Assert.IsType<ClaimResult.Granted>(claim).Row.Path);
        }
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AMessageOfAnEarlierJobIsOver(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var first = await MakeJobAsync();
        await EnqueueAsync(first);
        await Ledger.FinishAsync(await ClaimAsync(first), Finished(first), Any);
        var second = await MakeJobAsync(Half with { Scaling = Scaling.Down(3) });
        await EnqueueAsync(second);

        Assert.IsType<ClaimResult.NothingToDo>(await TryClaimAsync(first));
        Assert.IsType<ClaimResult.Granted>(await TryClaimAsync(second));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AJobIsReadAsItWasWritten(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var options = new JobOptions
        {
            Include = ["*.jpg", "ä/**"],
            Exclude = ["x"],
            Recurse = false,
            KeepOriginals = true,
            Source = "/from",
        };
        var job = await MakeJobAsync(Half with { Quality = 80, Strip = true, AllowLarger = true, Filter = Filter.Lanczos3 }, options);

        Assert.Equal(job, await Ledger.FindJobAsync(job.Id, Any));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task JobsAreListedTheNewestFirst(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var (first, second) = (await MakeJobAsync(), await MakeJobAsync());

        Assert.Equal([second.Id, first.Id], await Ledger.ListJobsAsync(Any).Select(job => job.Id).ToListAsync(Any));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task AFileThatALaterJobTookOverStillCountsInTheTotal(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var first = await MakeJobAsync();
        await EnqueueAsync(first);
        await Ledger.FinishAsync(await ClaimAsync(first), Finished(first), Any);
        await EnqueueAsync(await MakeJobAsync(Half with { Scaling = Scaling.Down(3) }));

        await Ledger.SealAsync(first, Any);

        Assert.Equal(1, (await Ledger.CountAsync(first.Id, Any)).Items);
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task WhatACancelledJobHasBegunIsBroughtToItsEnd(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        var begun = await ClaimAsync(job);
        await Ledger.CancelAsync(job.Id, Any);
        await Ledger.ReleaseAsync(begun, null, Any);

        Assert.IsType<EnqueueResult.Busy>(await EnqueueAsync(await MakeJobAsync()));
        Assert.True(await Ledger.FinishAsync(await ClaimAsync(job), Finished(job), Any));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task ACancelledJobGrantsNoClaimWhereverItIsAskedFor(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await EnqueueAsync(job);
        using var elsewhere = await OpenBesideAsync();
        var other = RelativePath.TryParse("other.jpg", out var parsed) ? parsed : default;
        Assert.IsType<ClaimResult.NotInLedger>(await elsewhere.ClaimAsync(new(job.Id, other), Lease, alone: true, Any));

        await Ledger.CancelAsync(job.Id, Any);
        Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.IsType<ClaimResult.NothingToDo>(await TryClaimAsync(job));
        Assert.IsType<ClaimResult.NothingToDo>(await elsewhere.ClaimAsync(new(job.Id, File), Lease, alone: true, Any));
        await Ledger.SealAsync(job, Any);
        Assert.Equal(JobState.Cancelled, (await Ledger.FindJobAsync(job.Id, Any))!.State);
    }
}
