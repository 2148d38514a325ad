using ImgCompress.Contracts;
using ImgCompress.Files;

namespace ImgCompress.Ledger;

/// <summary>
/// The jobs and their items. Every change is conditional on the state it starts from, so that a worker that was overtaken can
/// change nothing; every count changes in the same transaction as its item.
/// </summary>
public interface IJobLedger : IDisposable
{
    /// <summary>Where this ledger is kept.</summary>
    Task<LedgerPlace> FindPlaceAsync(CancellationToken cancellationToken);

    /// <summary>Whose files its rows are; null: it has not been given a root yet.</summary>
    Task<RootIdentity?> FindRootAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Gives the ledger a root, on the condition that <paramref name="standing"/> is what it has; on the disk when this returns. False: it
    /// has another.
    /// </summary>
    Task<bool> StoreRootAsync(RootIdentity identity, RootIdentity? standing, CancellationToken cancellationToken);

    Task CreateJobAsync(JobRow job, CancellationToken cancellationToken);

    Task<JobRow?> FindJobAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>All jobs, the newest first.</summary>
    IAsyncEnumerable<JobRow> ListJobsAsync(CancellationToken cancellationToken);

    Task<Counts> CountAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>
    /// Begins the submission of a job anew: back to LOADING, without a cursor; on the condition that nobody has since
    /// <paramref name="job"/> was read. Null: somebody has, or it is cancelled.
    /// </summary>
    /// <returns>The job as it is now.</returns>
    Task<JobRow?> RestartAsync(JobRow job, CancellationToken cancellationToken);

    /// <summary>
    /// Moves a LOADING job's cursor, on the condition that it stands where <paramref name="job"/> has it. Null: it does not, or the job is
    /// sealed, begun anew or cancelled; somebody else submits it, and it is theirs.
    /// </summary>
    /// <param name="job">The job as it was read or moved last.</param>
    /// <param name="cursor">Where its submission is now.</param>
    /// <param name="leftOut">How many files it left out on the way there.</param>
    /// <param name="cancellationToken">Given up with it is not known whether the cursor was moved.</param>
    /// <returns>The job as it is now.</returns>
    Task<JobRow?> AdvanceAsync(JobRow job, RelativePath cursor, long leftOut, CancellationToken cancellationToken);

    /// <summary>
    /// From LOADING to SEALED, without a cursor: it has all its items. A cancelled job stays cancelled; and one that has been begun anew
    /// since <paramref name="job"/> was read stays LOADING, for whoever began it to seal.
    /// </summary>
    Task SealAsync(JobRow job, CancellationToken cancellationToken);

    /// <summary>
    /// To CANCELLED: within seconds nobody is granted a claim of what has not begun, and it is free for other jobs. What has begun
    /// can still be claimed, since it may have been replaced already and must be completed.
    /// </summary>
    Task CancelAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>
    /// Pauses a job that is not cancelled: within seconds nobody is granted a claim of any of its items, and their messages are taken off
    /// the queue as they come. A job that is paused already keeps its reason.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="why">One sentence, for people.</param>
    /// <param name="cancellationToken">Given up with it is not known whether it is paused.</param>
    Task PauseAsync(JobId job, string why, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a pause: claims are granted again. The messages that came meanwhile are gone, so they are to be sent again after this.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="limit">When it pauses by itself from now on, the failures so far left aside; null: never.</param>
    /// <param name="cancellationToken">Given up with it is not known whether it is resumed.</param>
    Task ResumeAsync(JobId job, FailureLimit? limit, CancellationToken cancellationToken);

    /// <summary>Makes each file an item of <paramref name="job"/>, or says why not; in the order of <paramref name="files"/>.</summary>
    Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(JobRow job, IReadOnlyList<ScannedFile> files, CancellationToken cancellationToken);

    /// <summary>
    /// Claims an item: the epoch and the attempts grow by one. A failed item is claimed only by a message that redrives its failure
    /// (<see cref="JobMessage.Redrive"/> is the row's epoch), and the failure is then no longer counted.
    /// </summary>
    /// <param name="message">Names the item.</param>
    /// <param name="lease">How long the claim is presumed alive.</param>
    /// <param name="alone">
    /// Nothing else is at work in the claiming process. Only then is an item granted that was cut off: it may be what ended the process
    /// that held it.
    /// </param>
    /// <param name="cancellationToken">Given up with it is not known whether the claim was granted.</param>
    Task<ClaimResult> ClaimAsync(JobMessage message, TimeSpan lease, bool alone, CancellationToken cancellationToken);

    /// <summary>
    /// Records what is about to be put in place of what, and the sizes that a later claim needs if it finds the rename done.
    /// Recorded again, the same changes nothing. False: the claim was overtaken or has recorded another, and the rename must not happen.
    /// </summary>
    /// <param name="claimed">The claimed row.</param>
    /// <param name="source">The content of the original.</param>
    /// <param name="intent">What is about to be put in place.</param>
    /// <param name="sizes">Of the original and of the result.</param>
    /// <param name="history">What the result is found by, wherever it is moved; null: it is the original's own content.</param>
    /// <param name="cancellationToken">Given up with it is not known what was recorded.</param>
    Task<bool> RecordIntentAsync(
        FileRow claimed, Fingerprint source, RecordedIntent intent, Sizes sizes, FileHistory? history, CancellationToken cancellationToken);

    /// <summary>Completes the item and counts it. False: the claim was overtaken.</summary>
    Task<bool> FinishAsync(FileRow claimed, Finish finish, CancellationToken cancellationToken);

    /// <summary>
    /// Completes several items, each as <see cref="FinishAsync"/> does and on its own condition; where a ledger can, at a lower price.
    /// </summary>
    /// <returns>In the order of <paramref name="finishes"/>; false: that claim was overtaken.</returns>
    async Task<IReadOnlyList<bool>> FinishAllAsync(
        IReadOnlyList<(FileRow Claimed, Finish Finish)> finishes, CancellationToken cancellationToken)
    {
        var held = new List<bool>();
        foreach (var (claimed, finish) in finishes)
        {
            held.Add(await FinishAsync(claimed, finish, cancellationToken));
        }

        return held;
    }

    /// <summary>Fails the item with a reason and counts it. False: the claim was overtaken.</summary>
    Task<bool> FailAsync(FileRow claimed, Failure failure, CancellationToken cancellationToken);

    /// <summary>
    /// Gives the claim back with the item unfinished, so that the next claim need not wait for the lease. Without a failure the attempt
    /// does not count.
    /// </summary>
    Task ReleaseAsync(FileRow claimed, Failure? failure, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a completed item, or one whose restoring was cut off, to put its original back: no worker is granted it from here on, no job
    /// gets its file, and the epoch grows by one, as with a claim. Its counts stay until it ends. On the disk when this returns.
    /// </summary>
    /// <param name="standing">The row as it was read.</param>
    /// <param name="source">The content that is about to be put back.</param>
    /// <param name="cancellationToken">Given up with it is not known what was recorded.</param>
    /// <returns>The new row; null: it is not <paramref name="standing"/> any more.</returns>
    Task<FileRow?> BeginRestoreAsync(FileRow standing, Fingerprint source, CancellationToken cancellationToken);

    /// <summary>
    /// Ends what <see cref="BeginRestoreAsync"/> began. Restored: the item is <see cref="Outcome.Restored"/> and counted so, and to later
    /// jobs its file is what it was before. Else it is completed as before. False: somebody else has begun anew.
    /// </summary>
    Task<bool> EndRestoreAsync(FileRow restoring, bool restored, CancellationToken cancellationToken);

    /// <summary>The rows that stand, of whatever job; paths without one are left out.</summary>
    Task<IReadOnlyList<FileRow>> FindFilesAsync(IReadOnlyList<RelativePath> paths, CancellationToken cancellationToken);

    /// <summary>
    /// What is known of a content that a job of this ledger made, whatever path it stands at now; null: no job has made it. Known from
    /// before its intent is answered, so before it can be in place.
    /// </summary>
    Task<FileHistory?> FindHistoryAsync(Fingerprint content, CancellationToken cancellationToken);

    /// <summary>
    /// All rows of the job, in no order; a file that a later job has taken is that one's. On DynamoDB it reads the whole table.
    /// </summary>
    IAsyncEnumerable<FileRow> ListFilesAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>The job's rows that are unfinished or failed, by path.</summary>
    IAsyncEnumerable<FileRow> ListOpenAsync(JobId job, CancellationToken cancellationToken);
}
