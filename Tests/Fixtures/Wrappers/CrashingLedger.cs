using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Tests.Fixtures.Wrappers;

/// <summary>A real ledger, each of whose calls is a step of a life.</summary>
internal sealed class CrashingLedger(IJobLedger ledger, CrashPoint life) : IJobLedger
{
    public Task<LedgerPlace> FindPlaceAsync(CancellationToken cancellationToken) =>
        life.Step(() => ledger.FindPlaceAsync(cancellationToken));

    public Task<RootIdentity?> FindRootAsync(CancellationToken cancellationToken) =>
        life.Step(() => ledger.FindRootAsync(cancellationToken));

    public Task<bool> StoreRootAsync(RootIdentity identity, RootIdentity? standing, CancellationToken cancellationToken) =>
        life.Step(() => ledger.StoreRootAsync(identity, standing, cancellationToken));

    public Task CreateJobAsync(JobRow job, CancellationToken cancellationToken) =>
        life.Step(() => ledger.CreateJobAsync(job, cancellationToken));

    public Task<JobRow?> FindJobAsync(JobId job, CancellationToken cancellationToken) =>
        life.Step(() => ledger.FindJobAsync(job, cancellationToken));

    public IAsyncEnumerable<JobRow> ListJobsAsync(CancellationToken cancellationToken) =>
        life.Step(() => ledger.ListJobsAsync(cancellationToken));

    public Task<Counts> CountAsync(JobId job, CancellationToken cancellationToken) =>
        life.Step(() => ledger.CountAsync(job, cancellationToken));

    public Task<JobRow?> RestartAsync(JobRow job, CancellationToken cancellationToken) =>
        life.Step(() => ledger.RestartAsync(job, cancellationToken));

    public Task<JobRow?> AdvanceAsync(JobRow job, RelativePath cursor, long leftOut, CancellationToken cancellationToken) =>
        life.Step(() => ledger.AdvanceAsync(job, cursor, leftOut, cancellationToken));

    public Task SealAsync(JobRow job, CancellationToken cancellationToken) => life.Step(() => ledger.SealAsync(job, cancellationToken));

    public Task CancelAsync(JobId job, CancellationToken cancellationToken) =>
        life.Step(() => ledger.CancelAsync(job, cancellationToken));

    public Task PauseAsync(JobId job, string why, CancellationToken cancellationToken) =>
        life.Step(() => ledger.PauseAsync(job, why, cancellationToken));

    public Task ResumeAsync(JobId job, FailureLimit? limit, CancellationToken cancellationToken) =>
        life.Step(() => ledger.ResumeAsync(job, limit, cancellationToken));

    public Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(
        JobRow job, IReadOnlyList<ScannedFile> files, CancellationToken cancellationToken) =>
        life.Step(() => ledger.EnqueueAsync(job, files, cancellationToken));

    public Task<ClaimResult> ClaimAsync(JobMessage message, TimeSpan lease, bool alone, CancellationToken cancellationToken) =>
        life.Step(() => ledger.ClaimAsync(message, lease, alone, cancellationToken));

    public Task<bool> RecordIntentAsync(
        FileRow claimed, Fingerprint source, RecordedIntent intent, Sizes sizes, FileHistory? history,
        CancellationToken cancellationToken) =>
        life.Step(() => ledger.RecordIntentAsync(claimed, source, intent, sizes, history, cancellationToken));

    public Task<bool> FinishAsync(FileRow claimed, Finish finish, CancellationToken cancellationToken) =>
        life.Step(() => ledger.FinishAsync(claimed, finish, cancellationToken));

    public Task<bool> FailAsync(FileRow claimed, Failure failure, CancellationToken cancellationToken) =>
        life.Step(() => ledger.FailAsync(claimed, failure, cancellationToken));

    public Task ReleaseAsync(FileRow claimed, Failure? failure, CancellationToken cancellationToken) =>
        life.Step(() => ledger.ReleaseAsync(claimed, failure, cancellationToken));

    public Task<IReadOnlyList<FileRow>> FindFilesAsync(IReadOnlyList<RelativePath> paths, CancellationToken cancellationToken) =>
        life.Step(() => ledger.FindFilesAsync(paths, cancellationToken));

    public Task<FileHistory?> FindHistoryAsync(Fingerprint content, CancellationToken cancellationToken) =>
        life.Step(() => ledger.FindHistoryAsync(content, cancellationToken));

    public IAsyncEnumerable<FileRow> ListFilesAsync(JobId job, CancellationToken cancellationToken) =>
        life.Step(() => ledger.ListFilesAsync(job, cancellationToken));

    public Task<FileRow?> BeginRestoreAsync(FileRow standing, Fingerprint source, CancellationToken cancellationToken) =>
        life.Step(() => ledger.BeginRestoreAsync(standing, source, cancellationToken));

    public Task<bool> EndRestoreAsync(FileRow restoring, bool restored, CancellationToken cancellationToken) =>
        life.Step(() => ledger.EndRestoreAsync(restoring, restored, cancellationToken));

    public IAsyncEnumerable<FileRow> ListOpenAsync(JobId job, CancellationToken cancellationToken) =>
        life.Step(() => ledger.ListOpenAsync(job, cancellationToken));

    public void Dispose()
    {
    }
}
