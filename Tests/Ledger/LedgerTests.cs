using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImgCompress.Tests.Ledger;

/// <summary>A ledger of a test's own, with a clock that the test moves.</summary>
public abstract class LedgerTests(LedgerFixture home) : IAsyncLifetime
{
    protected static readonly Fingerprint Original = Fingerprint.Of("original"u8);
    protected static readonly Fingerprint Result = Fingerprint.Of("result"u8);
    protected static readonly ResizeSpec Half = new() { ScaleOp = ScaleOp.Down, ScaleFactor = 2 };
    protected static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    protected static readonly Failure Corrupt = new(FailureReason.Corrupt, "it is damaged");
    protected static readonly CancellationToken Any = CancellationToken.None;

    private int _jobs;

    protected static RelativePath File { get; } = RelativePath.TryParse("a b/ä\n.jpg", out var path) ? path : default;

    protected static FileIdentity Identity { get; } = new(1, 2, 8, 4, 5);

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 31, 14, 25, 30, TimeSpan.Zero));

    protected IJobLedger Ledger { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Ledger = await OpenAsync(Clock);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await home.DisposeAsync();
    }

    /// <summary>Opens the ledger of the test, which is empty at first; a second time, beside the first.</summary>
    protected ValueTask<IJobLedger> OpenAsync(TimeProvider time) => home.OpenAsync(time);

    protected static Finish Finished(JobRow job) =>
        new(Outcome.Done, new(8, 6, 400, 100), new(job.Spec.ToString(), Result, null, Identity.ToRecord()));

    protected async Task<JobRow> MakeJobAsync(ResizeSpec? spec = null, JobOptions? options = null)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        var job = new JobRow(
            JobId.Create(Clock, new Random(_jobs++)), "", spec ?? Half, options ?? new(), JobState.Loading, null, Clock.GetUtcNow());
        await Ledger.CreateJobAsync(job, Any);
        return job;
    }

    protected async Task<EnqueueResult> EnqueueAsync(JobRow job, FileIdentity? identity = null) =>
        Assert.Single(await Ledger.EnqueueAsync(job, [new(File, identity ?? Identity)], Any));

    protected Task<ClaimResult> CallAsync(JobRow job) => Ledger.ClaimAsync(new(job.Id, File), Clock.GetUtcNow(), Lease, Any);

    protected async Task<FileRow> ClaimAsync(JobRow job, RelativePath path) =>
        Assert.IsType<ClaimResult.Granted>(await Ledger.ClaimAsync(new(job.Id, path), Clock.GetUtcNow(), Lease, Any)).Row;

    protected async Task<FileRow> ClaimAsync(JobRow job) => Assert.IsType<ClaimResult.Granted>(await CallAsync(job)).Row;
}
