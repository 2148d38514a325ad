using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Ledger;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImgCompress.Tests.Ledger;

/// <summary>A ledger of a test's own, with a clock that the test moves. A test opens it first, on the backend that it is run on.</summary>
public abstract class LedgerTests(Emulators emulators) : IAsyncDisposable
{
    protected static readonly Fingerprint Original = Fingerprint.Of("original"u8);
    protected static readonly Fingerprint Result = Fingerprint.Of("result"u8);
    protected static readonly ResizeSpec Half = new() { Scaling = Scaling.Down(2) };
    protected static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    protected static readonly Failure Corrupt = new(FailureReason.Corrupt, "it is damaged");
    protected static readonly CancellationToken Any = CancellationToken.None;

    private LedgerFixture? _fixture;
    private int _jobs;

    protected static RelativePath File { get; } = RelativePath.TryParse("a b/ä\n.jpg", out var path) ? path : default;

    protected static FileIdentity Identity { get; } = new(1, 2, 8, 4, 5);

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 31, 14, 25, 30, TimeSpan.Zero));

    protected IJobLedger Ledger { get; private set; } = null!;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_fixture is not null)
        {
            await _fixture.DisposeAsync();
        }
    }

    /// <summary>Opens the ledger of the test, which is empty; skips the test where the backend is missing.</summary>
    protected async Task OpenAsync(LedgerBackend backend)
    {
        _fixture = backend switch
        {
            LedgerBackend.Sqlite => new SqliteLedgerFixture(),
            LedgerBackend.SimulatedEmbedded => new SimulatedLedgerFixture(LedgerPlace.Embedded),
            LedgerBackend.SimulatedRemote => new SimulatedLedgerFixture(LedgerPlace.Table("simulated", "1")),
            _ => new DynamoLedgerFixture(emulators, lossy: backend == LedgerBackend.LossyDynamoDb),
        };
        Ledger = await OpenBesideAsync();
    }

    /// <summary>Opens it once more, as another process would.</summary>
    protected ValueTask<IJobLedger> OpenBesideAsync() => _fixture!.OpenAsync(Clock);

    protected static Finish Finished(JobRow job) =>
        new(Outcome.Done, new(8, 6, 400, 100), new(job.Spec.ToString(), Result, null, Identity.ToRecord(), Halved(job)));

    protected static FileHistory Halved(JobRow job) => FileHistory.After(null, job, new(20, 20), new(10, 10));

    protected async Task<JobRow> MakeJobAsync(ResizeSpec? spec = null, JobOptions? options = null)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        var job = new JobRow(
            JobId.Create(Clock, new Random(_jobs++)), "", spec ?? Half, options ?? new(), JobState.Loading, Clock.GetUtcNow());
        await Ledger.CreateJobAsync(job, Any);
        return job;
    }

    protected async Task<EnqueueResult> EnqueueAsync(JobRow job, FileIdentity? identity = null) =>
        Assert.Single(await Ledger.EnqueueAsync(job, [new(File, identity ?? Identity)], Any));

    protected static RecordedIntent Intent(FileRow claimed, Fingerprint result) => new(claimed.Epoch, result, Half.ToString());

    protected Task<ClaimResult> TryClaimAsync(JobRow job) => Ledger.ClaimAsync(new(job.Id, File), Lease, alone: true, Any);

    protected async Task<FileRow> ClaimAsync(JobRow job, RelativePath path) =>
        Assert.IsType<ClaimResult.Granted>(await Ledger.ClaimAsync(new(job.Id, path), Lease, alone: true, Any)).Row;

    protected async Task<FileRow> ClaimAsync(JobRow job) => Assert.IsType<ClaimResult.Granted>(await TryClaimAsync(job)).Row;
}
