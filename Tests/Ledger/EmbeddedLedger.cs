using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Sqlite;
using ImgCompress.Sqlite;
using ImgCompress.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImgCompress.Tests.Ledger;

/// <summary>What the embedded ledger does beyond what every ledger does.</summary>
public sealed class EmbeddedLedger : IDisposable
{
    /// <summary>Of the log: a page of SQLite's usual size, and what stands before it.</summary>
    private const int FrameBytes = 4096 + 24;

    private static readonly CancellationToken Any = CancellationToken.None;

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 31, 14, 25, 30, TimeSpan.Zero));

    private string Location => _directory.At("ledger.db");

    public void Dispose() => _directory.Dispose();

    /// <summary>A claim writes the row; an intent the result's history, too; a finish the counts, and the index of what is open.</summary>
    [Fact]
    public async Task AStepOfAnItemWritesFewPages()
    {
        using var ledger = new SqliteLedger(Location, _clock);
        var job = new JobRow(
            JobId.Create(_clock, new Random(1)), "", new() { Scaling = Scaling.Down(2) }, new(), JobState.Loading, _clock.GetUtcNow());
        await ledger.CreateJobAsync(job, Any);
        var paths = Enumerable.Range(0, 100).Select(n => RelativePath.Join("", $"{n}.jpg")).ToList();
        await ledger.EnqueueAsync(job, [.. paths.Select(path => new ScannedFile(path, new(1, 2, 8, 4, 5)))], Any);

        var (claims, intents, finishes) = (0L, 0L, 0L);
        foreach (var path in paths.Take(20))
        {
            var before = Pages();
            var row = Assert.IsType<ClaimResult.Granted>(
                await ledger.ClaimAsync(new(job.Id, path), TimeSpan.FromMinutes(1), alone: true, Any)).Row;
            var claimed = Pages();
            var result = Fingerprint.Of(RelativePath.ToBytes(path.Value));
            var history = FileHistory.After(null, job, new(20, 20), new(10, 10));
            var intent = new RecordedIntent(row.Epoch, result, "down 2");
            await ledger.RecordIntentAsync(row, Fingerprint.Of("original"u8), intent, new(8, 6, 4, 1), history, Any);
            var intended = Pages();
            await ledger.FinishAsync(row, new(Outcome.Done, new(8, 6, 4, 1), new("down 2", result, null, null, history)), Any);
            (claims, intents, finishes) = (claims + claimed - before, intents + intended - claimed, finishes + Pages() - intended);
        }

        // Rows grow, and now and then a page is full, and parts in two.
        Assert.InRange(claims, 20, 25);
        Assert.InRange(intents, 40, 70);
        Assert.InRange(finishes, 60, 80);
    }

    [Fact]
    public async Task OfAnEarlierVersionKnowsWhatIsOpenAndBegun()
    {
        var format = SqliteSchema.Format;
        using (var earlier = new SqliteFile(Location, format with { Versions = [.. format.Versions.Take(9)] }))
        {
            earlier.Write(sql => sql.Execute(
                "INSERT INTO job (id, directory, spec, options, state, created) "
                + "VALUES ('20260131-142530-kqzmwt', '', 'down 2 gaussian', @options, 'Sealed', 0)",
                ("@options", """{"include":[],"exclude":[]}""")));
            foreach (var (state, outcome) in ((string, string?)[])[
                ("Pending", null), ("Claimed", null), ("Intent", null), ("Failed", null), ("Done", "Done"), ("Restoring", "Done")])
            {
                earlier.Write(sql => sql.Execute(
                    "INSERT INTO file (path, job, state, epoch, attempts, lease, outs, outcome, bytes_in, bytes_out, pixels_in, "
                    + "pixels_out, changed) VALUES (@state, '20260131-142530-kqzmwt', @state, 1, 1, 2, '', @outcome, 8, 6, 4, 1, 0)",
                    ("@state", state),
                    ("@outcome", outcome)));
            }
        }

        using var ledger = new SqliteLedger(Location, _clock);
        var job = Assert.Single(await ledger.ListJobsAsync(Any).ToListAsync());

        Assert.Equal(
            ["Claimed", "Failed", "Intent", "Pending"],
            (await ledger.ListOpenAsync(job.Id, Any).ToListAsync()).Select(row => row.Path.Value));
        Assert.Equal(["Claimed", "Intent"], ledger.Abandon().Select(path => path.Value).Order(StringComparer.Ordinal));
    }

    private long Pages() => new FileInfo($"{Location}-wal").Length / FrameBytes;
}
