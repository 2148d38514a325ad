using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Tests.Fixtures.Wrappers;

/// <summary>A real ledger, some of whose calls a test gets in the way of. The real one stays open when this is disposed.</summary>
internal abstract class ForwardingLedger(IJobLedger ledger) : IJobLedger
{
    public virtual Task<LedgerPlace> FindPlaceAsync(CancellationToken cancellationToken) =>
        ledger.FindPlaceAsync(cancellationToken);

    public virtual Task<RootIdentity?> FindRootAsync(CancellationToken cancellationToken) =>
        ledger.FindRootAsync(cancellationToken);

    public virtual Task<bool> StoreRootAsync(RootIdentity identity, RootIdentity? standing, CancellationToken cancellationToken) =>
        ledger.StoreRootAsync(identity, standing, cancellationToken);

    public virtual Task CreateJobAsync(JobRow job, CancellationToken cancellationToken) => ledger.CreateJobAsync(job, cancellationToken);

    public virtual Task<JobRow?> FindJobAsync(JobId job, CancellationToken cancellationToken) =>
        ledger.FindJobAsync(job, cancellationToken);

    public virtual IAsyncEnumerable<JobRow> ListJobsAsync(CancellationToken cancellationToken) => ledger.ListJobsAsync(cancellationToken);

    public virtual Task<Counts> CountAsync(JobId job, CancellationToken cancellationToken) => ledger.CountAsync(job, cancellationToken);

    public virtual Task<JobRow?> RestartAsync(JobRow job, CancellationToken cancellationToken) =>
        ledger.RestartAsync(job, cancellationToken);

    public virtual Task<JobRow?> AdvanceAsync(JobRow job, RelativePath cursor, long leftOut, CancellationToken cancellationToken) =>
        ledger.AdvanceAsync(job, cursor, leftOut, cancellationToken);

    public virtual Task SealAsync(JobRow job, CancellationToken cancellationToken) => ledger.SealAsync(job, cancellationToken);

    public virtual Task CancelAsync(JobId job, CancellationToken cancellationToken) => ledger.CancelAsync(job, cancellationToken);

    public virtual Task PauseAsync(JobId job, string why, CancellationToken cancellationToken) =>
        ledger.PauseAsync(job, why, cancellationToken);

    public virtual Task ResumeAsync(JobId job, FailureLimit? limit, CancellationToken cancellationToken) =>
        ledger.ResumeAsync(job, limit, cancellationToken);

    public virtual Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(
        JobRow job, IReadOnlyList<ScannedFile> files, CancellationToken cancellationToken) =>
        ledger.EnqueueAsync(job, files, cancellationToken);

    public virtual Task<ClaimResult> ClaimAsync(
        JobMessage message, TimeSpan lease, bool alone, CancellationToken cancellationToken) =>
        ledger.ClaimAsync(message, lease, alone, cancellationToken);

    public virtual Task<bool> RecordIntentAsync(
        FileRow claimed, Fingerprint source, RecordedIntent intent, Sizes sizes, FileHistory? history,
        CancellationToken cancellationToken) =>
        ledger.RecordIntentAsync(claimed, source, intent, sizes, history, cancellationToken);

    public virtual Task<bool> FinishAsync(FileRow claimed, Finish finish, CancellationToken cancellationToken) =>
        ledger.FinishAsync(claimed, finish, cancellationToken);

    public virtual Task<bool> FailAsync(FileRow claimed, Failure failure, CancellationToken cancellationToken) =>
        ledger.FailAsync(claimed, failure, cancellationToken);

    public virtual Task ReleaseAsync(FileRow claimed, Failure? failure, CancellationToken cancellationToken) =>
        ledger.ReleaseAsync(claimed, failure, cancellationToken);

    public virtual Task<IReadOnlyList<FileRow>> FindFilesAsync(IReadOnlyList<RelativePath> paths, CancellationToken cancellationToken) =>
        ledger.FindFilesAsync(paths, cancellationToken);

    public virtual Task<FileHistory?> FindHistoryAsync(Fingerprint content, CancellationToken cancellationToken) =>
        ledger.FindHistoryAsync(content, cancellationToken);

    public virtual IAsyncEnumerable<FileRow> ListFilesAsync(JobId job, CancellationToken cancellationToken) =>
        ledger.ListFilesAsync(job, cancellationToken);

    public virtual Task<FileRow?> BeginRestoreAsync(FileRow standing, Fingerprint source, CancellationToken cancellationToken) =>
        ledger.BeginRestoreAsync(standing, source, cancellationToken);

    public virtual Task<bool> EndRestoreAsync(FileRow restoring, bool restored, CancellationToken cancellationToken) =>
        ledger.EndRestoreAsync(restoring, restored, cancellationToken);

    public virtual IAsyncEnumerable<FileRow> ListOpenAsync(JobId job, CancellationToken cancellationToken) =>
        ledger.ListOpenAsync(job, cancellationToken);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
