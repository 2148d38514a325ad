using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>
/// A ledger that holds everything in memory. As the embedded one each call is a transaction; as the one of AWS calls are several steps, of
/// which each write has its condition, job rows are cached, and listings lag.
/// </summary>
internal class SimulatedLedger(LedgerStore store, ICaller caller, LedgerPlace place) : IJobLedger
{
    private static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<JobId, (JobRow Row, DateTimeOffset Read)> _cache = [];

    protected LedgerStore Store => store;

    protected ICaller Caller => caller;

    private bool IsRemote => !place.IsEmbedded;

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(caller.Time.GetUtcNow().ToUnixTimeMilliseconds());

    public Task<LedgerPlace> FindPlaceAsync(CancellationToken cancellationToken) => ReadAsync("find place", () => place);

    public Task<RootIdentity?> FindRootAsync(CancellationToken cancellationToken) => ReadAsync("find root", () => store.Root);

    public Task<bool> StoreRootAsync(RootIdentity identity, RootIdentity? standing, CancellationToken cancellationToken) => WriteAsync(
        "store root",
        () =>
        {
            if (store.Root is null ? standing is not null : !store.Root.IsOf(standing) || store.Root.Generation != standing!.Generation)
            {
                return false;
            }

            store.Set(identity);
            return true;
        },
        flushed: true);

    public Task CreateJobAsync(JobRow job, CancellationToken cancellationToken) => WriteAsync("create job", () =>
    {
        if (store.Find(job.Id) is null)
        {
            store.Set(job);
        }

        return true;
    });

    public async Task<JobRow?> FindJobAsync(JobId job, CancellationToken cancellationToken)
    {
        var read = Now;
        var row = await ReadAsync("find job", () => store.Find(job)?.Row);
        if (row is not null)
        {
            _cache[job] = (row, read);
        }

        return row;
    }

    public async IAsyncEnumerable<JobRow> ListJobsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var jobs = await ReadAsync("list jobs", () => store.Jobs.Values.Select(job => job.Row)
            .OrderByDescending(job => job.Created).ThenByDescending(job => job.Id.ToString(), StringComparer.Ordinal).ToList());
        foreach (var job in jobs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return job;
        }
    }

    public Task<Counts> CountAsync(JobId job, CancellationToken cancellationToken) =>
        ReadAsync("count", () => store.Find(job)?.Counts ?? Counts.None);

    public virtual Task<JobRow?> RestartAsync(JobRow job, CancellationToken cancellationToken) =>
        RestartAsync(job, row => row.State != JobState.Cancelled && row.Submissions == job.Submissions);

    public virtual Task<JobRow?> AdvanceAsync(JobRow job, RelativePath cursor, long leftOut, CancellationToken cancellationToken) =>
        AdvanceAsync(job, cursor, leftOut, row =>
            row.State == JobState.Loading && row.Cursor == job.Cursor && row.Submissions == job.Submissions);

    public Task SealAsync(JobRow job, CancellationToken cancellationToken) => ChangeJobAsync("seal", job.Id, row =>
        row.State == JobState.Cancelled || row.Submissions != job.Submissions
            ? row
            : row with { State = JobState.Sealed, Cursor = null });

    public Task CancelAsync(JobId job, CancellationToken cancellationToken) =>
        ChangeJobAsync("cancel", job, row => row with { State = JobState.Cancelled });

    public Task PauseAsync(JobId job, string why, CancellationToken cancellationToken) => ChangeJobAsync("pause", job, row =>
        row.Paused is null && row.State != JobState.Cancelled ? row with { Paused = why } : row);

    public async Task ResumeAsync(JobId job, FailureLimit? limit, CancellationToken cancellationToken)
    {
        var before = IsRemote ? (await CountAsync(job, cancellationToken)).Failed : (long?)null;
        await ChangeJobAsync("resume", job, row => row with
        {
            Paused = null,
            FailureLimit = limit,
            FailuresBefore = before ?? store.Find(job)!.Counts.Failed,
        });
    }

    public async Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(
        JobRow job, IReadOnlyList<ScannedFile> files, CancellationToken cancellationToken)
    {
        if (!IsRemote)
        {
            return await WriteAsync<IReadOnlyList<EnqueueResult>>("enqueue", () => [.. files.Select(file => Enqueue(job, file))]);
        }

        // Read first, then written shard by shard, each row on the condition that it stands as it was read.
        var standing = await ReadAsync("find files", () => files.Select(file => store.Find(file.Path)).ToList());
        var answers = new EnqueueResult?[files.Count];
        while (Array.IndexOf(answers, null) is >= 0 and var first)
        {
            var part = Enumerable.Range(0, files.Count).Where(i => answers[i] is null && ShardOf(i) == ShardOf(first)).ToList();
            await WriteAsync("enqueue", () =>
            {
                var same = part.Where(i => IsSame(store.Find(files[i].Path), standing[i])).ToList();
                part.ForEach(i => standing[i] = store.Find(files[i].Path));
                same = same.Count == part.Count ? same : [];
                same.ForEach(i => answers[i] = Enqueue(job, files[i]));
                return true;
            });
        }

        return answers!;

        int ShardOf(int i) => files[i].Path.Value.Length % 3;
    }

    public virtual async Task<ClaimResult> ClaimAsync(
        JobMessage message, TimeSpan lease, bool alone, CancellationToken cancellationToken)
    {
        if (!IsRemote)
        {
            return await WriteAsync("claim", () => Claim(message, lease, alone, store.Find(message.Job)?.Row));
        }

        var job = _cache.TryGetValue(message.Job, out var known) && (Now - known.Read).Duration() < CacheTime
            ? known.Row
            : await FindJobAsync(message.Job, cancellationToken);
        if (job?.Paused is not null)
        {
            job = await FindJobAsync(message.Job, cancellationToken);
        }

        return await WriteAsync("claim", () => Claim(message, lease, alone, job));
    }

    public virtual Task<bool> RecordIntentAsync(
        FileRow claimed, Fingerprint source, RecordedIntent intent, Sizes sizes, FileHistory? history,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            "intent",
            claimed,
            row =>
            {
                if (row.Intents.FirstOrDefault(one => one.Epoch == row.Epoch) is { } recorded)
                {
                    return recorded == intent ? row : null;
                }

                if (history is not null)
                {
                    store.Set(intent.Content, history);
                }

                return row with
                {
                    State = ItemState.Intent,
                    Source = row.Source ?? source,
                    Intents = [.. row.Intents, intent],
                    Sizes = sizes,
                };
            },
            flushed: true);

    public virtual Task<bool> FinishAsync(FileRow claimed, Finish finish, CancellationToken cancellationToken) => ChangeAsync(
        "finish",
        claimed,
        row => CountEnd(row with
        {
            State = ItemState.Done,
            Outcome = finish.Outcome,
            Sizes = finish.Sizes,
            LastResult = finish.LastResult,
            Failure = null,
            Took = Now - claimed.Changed,
        }));

    public virtual Task<bool> FailAsync(FileRow claimed, Failure failure, CancellationToken cancellationToken) =>
        ChangeAsync("fail", claimed, row => Failed(row, claimed, failure));

    public virtual Task ReleaseAsync(FileRow claimed, Failure? failure, CancellationToken cancellationToken) =>
        ChangeAsync("release", claimed, row => row with
        {
            Lease = DateTimeOffset.UnixEpoch,
            Attempts = failure is null ? row.Attempts - 1 : row.Attempts,
            Failure = failure ?? row.Failure,
        });

    public Task<FileRow?> BeginRestoreAsync(FileRow standing, Fingerprint source, CancellationToken cancellationToken) => WriteAsync(
        "begin restore",
        () =>
        {
            var row = store.Find(standing.Path);
            if (row is null || !RestoreRule.MayBegin(row)
                || (row.Job, row.State, row.Epoch) != (standing.Job, standing.State, standing.Epoch))
            {
                return null;
            }

            var restoring = RestoreRule.Begun(row, source) with { Changed = Now };
            store.Set(restoring);
            return restoring;
        },
        flushed: true);

    public Task<bool> EndRestoreAsync(FileRow restoring, bool restored, CancellationToken cancellationToken) => WriteAsync(
        "end restore",
        () =>
        {
            if (store.Find(restoring.Path) is not { State: ItemState.Restoring } row || row.Epoch != restoring.Epoch)
            {
                return false;
            }

            var ended = RestoreRule.Ended(row, restored) with { Changed = Now };
            store.Set(ended);
            if (restored)
            {
                store.Count(row.Job, counts => LedgerStore.Add(LedgerStore.Add(counts, row, -1), ended, 1, Now));
            }

            return true;
        },
        flushed: true);

    public async Task<IReadOnlyList<FileRow>> FindFilesAsync(IReadOnlyList<RelativePath> paths, CancellationToken cancellationToken) =>
        await ReadAsync("find files", () => paths.Select(store.Find).OfType<FileRow>().ToList());

    public virtual Task<FileHistory?> FindHistoryAsync(Fingerprint content, CancellationToken cancellationToken) =>
        ReadAsync("find history", () => store.Find(content));

    public IAsyncEnumerable<FileRow> ListFilesAsync(JobId job, CancellationToken cancellationToken) =>
        ListAsync("list files", job, _ => true, cancellationToken);

    public IAsyncEnumerable<FileRow> ListOpenAsync(JobId job, CancellationToken cancellationToken) =>
        ListAsync("list open", job, row => row.State is not (ItemState.Done or ItemState.Restoring), cancellationToken);

    public void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Begins anew where <paramref name="condition"/> holds.</summary>
    protected Task<JobRow?> RestartAsync(JobRow job, Func<JobRow, bool> condition)
    {
        _cache.TryRemove(job.Id, out _);
        return WriteAsync("restart", () =>
        {
            if (store.Find(job.Id)?.Row is not { } row || !condition(row))
            {
                return null;
            }

            var begun = row with
            {
                State = JobState.Loading,
                Cursor = null,
                Advanced = null,
                LeftOut = 0,
                Submissions = job.Submissions + 1,
            };
            store.Set(begun);
            return begun;
        });
    }

    /// <summary>Moves the cursor where <paramref name="condition"/> holds.</summary>
    protected Task<JobRow?> AdvanceAsync(JobRow job, RelativePath cursor, long leftOut, Func<JobRow, bool> condition)
    {
        var moved = job with { Cursor = cursor, Advanced = Now, LeftOut = job.LeftOut + leftOut };
        return WriteAsync("advance", () =>
        {
            if (store.Find(job.Id)?.Row is not { } row || !condition(row))
            {
                return null;
            }

            store.Set(row with { Cursor = cursor, Advanced = moved.Advanced, LeftOut = moved.LeftOut });
            return moved;
        });
    }

    /// <summary>A change of a row that a claim holds. False: it does not any more, or <paramref name="change"/> gives none.</summary>
    protected Task<bool> ChangeAsync(string operation, FileRow claimed, Func<FileRow, FileRow?> change, bool flushed = false) => WriteAsync(
        operation,
        () =>
        {
            if (store.Find(claimed.Path) is not { IsInProgress: true } row || row.Epoch != claimed.Epoch
                || change(row) is not { } changed)
            {
                return false;
            }

            store.Set(changed with { Changed = Now });
            return true;
        },
        flushed);

    /// <summary>What failing makes of a row, counted.</summary>
    protected FileRow Failed(FileRow row, FileRow claimed, Failure failure) =>
        CountEnd(row with { State = ItemState.Failed, Failure = failure, Took = Now - claimed.Changed });

    protected Task<T> WriteAsync<T>(string operation, Func<T> work, bool flushed = false) =>
        caller.CallAsync(operation, () => store.Commit(work, flushed || IsRemote));

    /// <summary>What a scanned file becomes, and the row that is written for it; null: none.</summary>
    protected virtual (EnqueueResult Answer, FileRow? Write) Apply(JobRow job, ScannedFile file, FileRow? row, bool isCancelled) =>
        EnqueueRule.Apply(job, file, row, isCancelled, Now);

    private Task<T> ReadAsync<T>(string operation, Func<T> read) => caller.CallAsync(operation, read, writes: false);

    private Task<bool> ChangeJobAsync(string operation, JobId job, Func<JobRow, JobRow> change, bool flushed = true)
    {
        _cache.TryRemove(job, out _);
        return WriteAsync(operation, () =>
        {
            if (store.Find(job) is { } stored)
            {
                store.Set(change(stored.Row));
            }

            return true;
        }, flushed);
    }

    private FileRow CountEnd(FileRow row)
    {
        store.Count(row.Job, counts => LedgerStore.Add(counts, row, 1, Now));
        return row;
    }

    private EnqueueResult Enqueue(JobRow job, ScannedFile file)
    {
        var row = store.Find(file.Path);
        var isCancelled = row?.State == ItemState.Pending && store.Find(row.Job)?.Row.State == JobState.Cancelled;
        var (answer, write) = Apply(job, file, row, isCancelled);
        if (write is not null)
        {
            store.Set(write);
            store.Count(job.Id, counts => counts with { Items = counts.Items + 1 });
            if (answer is EnqueueResult.Unchanged)
            {
                CountEnd(write);
            }
        }

        return answer;
    }

    private static bool IsSame(FileRow? row, FileRow? standing) =>
        (row?.Job, row?.State, row?.Epoch) == (standing?.Job, standing?.State, standing?.Epoch);

    private ClaimResult Claim(JobMessage message, TimeSpan lease, bool alone, JobRow? job)
    {
        if (store.Find(message.Path) is not { } row || job is null)
        {
            return new ClaimResult.NotInLedger();
        }

        if (row.Job != message.Job || row.State is ItemState.Done or ItemState.Restoring
            || (job.State == JobState.Cancelled && !row.IsInProgress))
        {
            return new ClaimResult.NothingToDo();
        }

        var redriven = row.State == ItemState.Failed && message.Redrive == row.Epoch;
        if (row.State == ItemState.Failed && (!redriven || job.Paused is not null))
        {
            return ClaimResult.AlreadyFailed.Of(row);
        }

        if (job.Paused is not null)
        {
            return new ClaimResult.NothingToDo();
        }

        if (row.IsInProgress && row.Lease > Now)
        {
            return new ClaimResult.Held(row.Lease - Now);
        }

        if (!alone && row.IsCutOff(Now))
        {
            return new ClaimResult.CutOff();
        }

        if (redriven)
        {
            store.Count(row.Job, counts => LedgerStore.Add(counts, row, -1, Now));
        }

        var claimed = row with
        {
            State = ItemState.Claimed,
            Epoch = row.Epoch + 1,
            Attempts = redriven ? 1 : row.Attempts + 1,
            Lease = Now + lease,
            Failure = redriven ? null : row.Failure,
            Changed = Now,
        };
        store.Set(claimed);
        return new ClaimResult.Granted(claimed, job);
    }

    private async IAsyncEnumerable<FileRow> ListAsync(
        string operation, JobId job, Func<FileRow, bool> takes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(operation, () => Rows().ToList());
        foreach (var listed in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!IsRemote)
            {
                yield return listed;
            }
            else if (await ReadAsync("find file", () => store.Find(listed.Path)) is { } row && row.Job == job && takes(row))
            {
                yield return row;
            }
        }

        IEnumerable<FileRow> Rows() => store.Files.Values.Where(row => row.Job == job && takes(row));
    }
}
