using System.Runtime.CompilerServices;
using System.Text.Json;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Sqlite;
using Microsoft.Data.Sqlite;

namespace ImgCompress.Ledger.Sqlite;

/// <summary>
/// The embedded ledger. One file, one counts row a job: SQLite has one writer at a time, so nothing is gained by shards. An intent
/// is flushed to the disk before it is answered, because a rename follows it; so is what somebody is told by a command: that a job is
/// submitted, cancelled, paused or resumed. All else may be lost with the power, from the end backwards: a lost claim or finish is made
/// again from what the file holds.
/// </summary>
public sealed class SqliteLedger(string path, TimeProvider time) : IJobLedger
{
    private const int PageSize = 500;

    /// <summary>A lease that is over, yet not one that was given back (0): the row counts as cut off until somebody claims it.</summary>
    private const int AbandonedLease = 1;

    private const string Begun = "outcome IS NULL AND state IN ('Claimed', 'Intent')";

    private readonly SqliteFile _file = new(path, SqliteSchema.Format);

    /// <summary>Whether it knows of no root and of no job; false where that cannot be read.</summary>
    public bool IsEmpty()
    {
        try
        {
            return _file.Read(sql => sql.Query("SELECT 1 FROM root UNION ALL SELECT 1 FROM job LIMIT 1", _ => true).Count == 0);
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>Reads the whole file.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public void Check() => _file.Check($"'{path}'");

    /// <inheritdoc cref="SqliteFile.LeaveLog"/>
    public void LeaveLog() => _file.LeaveLog();

    /// <inheritdoc cref="SqliteFile.TryEmptyLog"/>
    public bool TryEmptyLog() => _file.TryEmptyLog();

    public Task<LedgerPlace> FindPlaceAsync(CancellationToken cancellationToken) => Task.FromResult(LedgerPlace.Embedded);

    public Task<RootIdentity?> FindRootAsync(CancellationToken cancellationToken) => Task.FromResult(FindRoot());

    /// <inheritdoc cref="FindRootAsync"/>
    public RootIdentity? FindRoot() => _file.Read(FindRoot);

    public Task<bool> StoreRootAsync(RootIdentity identity, RootIdentity? standing, CancellationToken cancellationToken) =>
        Task.FromResult(_file.WriteFlushed(sql =>
        {
            var current = FindRoot(sql);
            if (current is null ? standing is not null : !current.IsOf(standing) || current.Generation != standing?.Generation)
            {
                return false;
            }

            sql.Execute(
                SqliteSchema.StoreRoot,
                ("@root", identity.Root),
                ("@ledger", identity.Ledger),
                ("@made", identity.Made.ToUnixTimeMilliseconds()),
                ("@generation", identity.Generation));
            return true;
        }));

    public Task CreateJobAsync(JobRow job, CancellationToken cancellationToken) => Task.FromResult(_file.Write(sql =>
    {
        sql.Execute(
            """
            INSERT INTO job (id, directory, spec, options, state, created, continues, failure_limit)
            VALUES (@id, @directory, @spec, @options, @state, @created, @continues, @limit)
            """,
            ("@id", job.Id.ToString()),
            ("@directory", job.Directory),
            ("@spec", job.Spec.ToString()),
            ("@options", JsonSerializer.Serialize(job.Options, ContractsJson.Default.JobOptions)),
            ("@state", job.State.ToString()),
            ("@created", job.Created.ToUnixTimeMilliseconds()),
            ("@continues", job.ContinuesItself ? 1 : 0),
            ("@limit", job.FailureLimit?.ToString()));
        return sql.Execute("INSERT INTO counts (job) VALUES (@job)", ("@job", job.Id.ToString()));
    }));

    public Task<JobRow?> FindJobAsync(JobId job, CancellationToken cancellationToken) =>
        Task.FromResult(_file.Read(sql => FindJob(sql, job)));

    public async IAsyncEnumerable<JobRow> ListJobsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var jobs = await Task.FromResult(_file.Read(sql =>
            sql.Query($"SELECT {SqliteRows.JobColumns} FROM job ORDER BY created DESC, id DESC", SqliteRows.Job)));
        foreach (var job in jobs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return job;
        }
    }

    public Task<Counts> CountAsync(JobId job, CancellationToken cancellationToken) => Task.FromResult(_file.Read(sql =>
        sql.Query($"SELECT {SqliteRows.CountsColumns} FROM counts WHERE job = @job", SqliteRows.Counts, ("@job", job.ToString()))
            .SingleOrDefault() ?? Counts.None));

    public Task<JobRow?> RestartAsync(JobRow job, CancellationToken cancellationToken)
    {
        var begun = job.Restarted();
        return Task.FromResult(_file.Write(sql => sql.Execute(
            """
            UPDATE job SET state = 'Loading', cursor = NULL, advanced = NULL, left_out = 0, submissions = @submissions
            WHERE id = @job AND state <> 'Cancelled' AND submissions = @was
            """,
            ("@job", job.Id.ToString()),
            ("@submissions", begun.Submissions),
            ("@was", job.Submissions))) == 1 ? begun : null);
    }

    public Task<JobRow?> AdvanceAsync(JobRow job, RelativePath cursor, long leftOut, CancellationToken cancellationToken)
    {
        var moved = job with { Cursor = cursor, Advanced = time.GetUtcNow(), LeftOut = job.LeftOut + leftOut };
        return Task.FromResult(_file.Write(sql => sql.Execute(
            """
            UPDATE job SET cursor = @cursor, advanced = @advanced, left_out = @left_out
            WHERE id = @job AND state = 'Loading' AND cursor IS @was AND submissions = @submissions
            """,
            ("@job", job.Id.ToString()),
            ("@cursor", cursor.Value),
            ("@advanced", moved.Advanced?.ToUnixTimeMilliseconds()),
            ("@left_out", moved.LeftOut),
            ("@was", job.Cursor?.Value),
            ("@submissions", job.Submissions))) == 1 ? moved : null);
    }

    public Task SealAsync(JobRow job, CancellationToken cancellationToken) => Task.FromResult(_file.WriteFlushed(sql => sql.Execute(
        "UPDATE job SET state = 'Sealed', cursor = NULL WHERE id = @job AND state <> 'Cancelled' AND submissions = @submissions",
        ("@job", job.Id.ToString()),
        ("@submissions", job.Submissions))));

    public Task CancelAsync(JobId job, CancellationToken cancellationToken) => Task.FromResult(_file.WriteFlushed(sql =>
        sql.Execute("UPDATE job SET state = 'Cancelled' WHERE id = @job", ("@job", job.ToString()))));

    public Task PauseAsync(JobId job, string why, CancellationToken cancellationToken) =>
        Task.FromResult(_file.WriteFlushed(sql => sql.Execute(
            "UPDATE job SET paused = @why WHERE id = @job AND paused IS NULL AND state <> 'Cancelled'",
            ("@job", job.ToString()),
            ("@why", why))));

    public Task ResumeAsync(JobId job, FailureLimit? limit, CancellationToken cancellationToken) =>
        Task.FromResult(_file.WriteFlushed(sql => sql.Execute(
            """
            UPDATE job SET paused = NULL, failure_limit = @limit,
                failures_before = (SELECT failed FROM counts WHERE job = @job)
            WHERE id = @job
            """,
            ("@job", job.ToString()),
            ("@limit", limit?.ToString()))));

    public Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(
        JobRow job, IReadOnlyList<ScannedFile> files, CancellationToken cancellationToken) =>
        Task.FromResult(_file.Write<IReadOnlyList<EnqueueResult>>(sql => [.. files.Select(file => Enqueue(sql, job, file))]));

    public Task<ClaimResult> ClaimAsync(JobMessage message, TimeSpan lease, bool alone, CancellationToken cancellationToken) =>
        Task.FromResult(_file.Write<ClaimResult>(sql =>
        {
            var row = Find(sql, message.Path);
            var job = FindJob(sql, message.Job);
            if (row is null || job is null)
            {
                return new ClaimResult.NotInLedger();
            }

            if (row.Job != message.Job || row.State is ItemState.Done or ItemState.Restoring
                || (job.State == JobState.Cancelled && !row.IsInProgress))
            {
                return new ClaimResult.NothingToDo();
            }

            var redriven = row.State == ItemState.Failed && message.Redrive == row.Epoch;
            if (row.State == ItemState.Failed && !redriven)
            {
                return ClaimResult.AlreadyFailed.Of(row);
            }

            if (job.Paused is not null)
            {
                return row.State == ItemState.Failed ? ClaimResult.AlreadyFailed.Of(row) : new ClaimResult.NothingToDo();
            }

            if (row.IsInProgress && row.Lease > time.GetUtcNow())
            {
                return new ClaimResult.Held(row.Lease - time.GetUtcNow());
            }

            if (!alone && row.IsCutOff(time.GetUtcNow()))
            {
                return new ClaimResult.CutOff();
            }

            if (redriven)
            {
                CountFailed(sql, row.Job, row.Failure, -1);
            }

            var claimed = row with
            {
                State = ItemState.Claimed,
                Epoch = row.Epoch + 1,
                Attempts = redriven ? 1 : row.Attempts + 1,
                Lease = time.GetUtcNow() + lease,
                Failure = redriven ? null : row.Failure,
                Changed = time.GetUtcNow(),
            };
            StoreProgress(sql, claimed);
            return new ClaimResult.Granted(claimed, job);
        }));

    public Task<bool> RecordIntentAsync(
        FileRow claimed, Fingerprint source, RecordedIntent intent, Sizes sizes, FileHistory? history,
        CancellationToken cancellationToken) =>
        Task.FromResult(_file.WriteFlushed(sql => Change(sql, claimed, (_, row) =>
        {
            var recorded = row.Intents.FirstOrDefault(o => o.Epoch == row.Epoch);
            if (recorded is null && history is not null)
            {
                sql.Execute(
                    "INSERT OR REPLACE INTO result (content, history) VALUES (@content, @history)",
                    ("@content", intent.Content.ToString()),
                    ("@history", history.ToString()));
            }

            return recorded is not null
                ? recorded == intent ? row : null
                : row with
                {
                    State = ItemState.Intent,
                    Source = row.Source ?? source,
                    Intents = [.. row.Intents, intent],
                    Sizes = sizes,
                };
        })));

    public Task<bool> FinishAsync(FileRow claimed, Finish finish, CancellationToken cancellationToken) => Task.FromResult(_file.Write(sql =>
    {
        var ended = claimed with
        {
            State = ItemState.Done,
            Outcome = finish.Outcome,
            Sizes = finish.Sizes,
            LastResult = finish.LastResult,
            Failure = null,
            Took = TookSince(claimed),
            Changed = time.GetUtcNow(),
        };
        if (sql.Execute(SqliteSchema.StoreEnd, [.. SqliteRows.Progress(ended), .. SqliteRows.End(ended)]) == 0)
        {
            return false;
        }

        Count(sql, claimed.Job, finish.Outcome, finish.Sizes);
        return true;
    }));

    public Task<bool> FailAsync(FileRow claimed, Failure failure, CancellationToken cancellationToken) =>
        ChangeAsync(claimed, (sql, row) =>
        {
            CountFailed(sql, row.Job, failure, 1);
            return row with { State = ItemState.Failed, Failure = failure, Took = TookSince(claimed) };
        });

    public Task ReleaseAsync(FileRow claimed, Failure? failure, CancellationToken cancellationToken) =>
        ChangeAsync(claimed, (_, row) => row with
        {
            Lease = DateTimeOffset.UnixEpoch,
            Attempts = failure is null ? row.Attempts - 1 : row.Attempts,
            Failure = failure ?? row.Failure,
        });

    public Task<IReadOnlyList<FileRow>> FindFilesAsync(IReadOnlyList<RelativePath> paths, CancellationToken cancellationToken) =>
        Task.FromResult(_file.Read<IReadOnlyList<FileRow>>(sql => [.. paths.Select(path => Find(sql, path)).OfType<FileRow>()]));

    public Task<FileHistory?> FindHistoryAsync(Fingerprint content, CancellationToken cancellationToken) =>
        Task.FromResult(_file.Read(sql =>
            sql.Scalar("SELECT history FROM result WHERE content = @content", ("@content", content.ToString())) is string text
                ? StoredRow.ReadHistory(text, content)
                : null));

    public IAsyncEnumerable<FileRow> ListFilesAsync(JobId job, CancellationToken cancellationToken) =>
        ListAsync(job, "", cancellationToken);

    public IAsyncEnumerable<FileRow> ListOpenAsync(JobId job, CancellationToken cancellationToken) =>
        ListAsync(job, "AND outcome IS NULL", cancellationToken);

    public Task<FileRow?> BeginRestoreAsync(FileRow standing, Fingerprint source, CancellationToken cancellationToken) =>
        Task.FromResult(_file.WriteFlushed(sql =>
        {
            var row = Find(sql, standing.Path);
            if (row is null || !RestoreRule.MayBegin(row)
                || (row.Job, row.State, row.Epoch) != (standing.Job, standing.State, standing.Epoch))
            {
                return null;
            }

            var restoring = RestoreRule.Begun(row, source) with { Changed = time.GetUtcNow() };
            Store(sql, restoring);
            return restoring;
        }));

    public Task<bool> EndRestoreAsync(FileRow restoring, bool restored, CancellationToken cancellationToken) =>
        Task.FromResult(_file.WriteFlushed(sql =>
        {
            var row = Find(sql, restoring.Path);
            if (row is not { State: ItemState.Restoring } || row.Epoch != restoring.Epoch)
            {
                return false;
            }

            var ended = RestoreRule.Ended(row, restored) with { Changed = time.GetUtcNow() };
            Store(sql, ended);
            if (restored)
            {
                Count(sql, row.Job, row.Outcome!.Value, ended.Sizes - row.Sizes, by: -1);
                sql.Execute("UPDATE counts SET restored = restored + 1 WHERE job = @job", ("@job", row.Job.ToString()));
            }

            return true;
        }));

    /// <summary>
    /// Ends the claims of a process that is known to be dead, so that nobody waits for their leases. Of several that were in progress it
    /// cannot be told whether one of them ended the process, so that their attempts do not count; that of a single one does.
    /// </summary>
    /// <returns>The paths of what has been cut off, by this process or an earlier one, and not been taken up since.</returns>
    public IReadOnlySet<RelativePath> Abandon() => _file.Write(sql =>
    {
        var inProgress = (long)sql.Scalar(
            $"SELECT COUNT(*) FROM file INDEXED BY open WHERE {Begun} AND lease > {AbandonedLease}")!;
        sql.Execute(
            $"""
            UPDATE file INDEXED BY open SET lease = {AbandonedLease}, attempts = attempts - @uncounted
            WHERE {Begun} AND lease > {AbandonedLease}
            """,
            ("@uncounted", inProgress == 1 ? 0 : 1));
        return sql.Query(
            $"SELECT {SqliteRows.FileColumns} FROM file INDEXED BY open WHERE {Begun} AND lease = {AbandonedLease}", SqliteRows.File)
            .Select(row => row.Path)
            .ToHashSet();
    });

    /// <summary>The temp files of all intents of items that have not ended well.</summary>
    /// <param name="owner">What they are named by: the ledger's identity.</param>
    public IReadOnlySet<TempName> FindIntendedTemps(RootIdentity owner) => _file.Read(sql => sql
        .Query($"SELECT {SqliteRows.FileColumns} FROM file WHERE state <> 'Done' AND outs <> ''", SqliteRows.File)
        .SelectMany(row => row.Intents.Select(intent => TempName.Of(row.Path, owner.Ledger, intent.Epoch)))
        .ToHashSet());

    public void Dispose() => _file.Dispose();

    /// <summary>By path, a page at a time.</summary>
    private async IAsyncEnumerable<FileRow> ListAsync(
        JobId job, string condition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = "";
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await Task.FromResult(_file.Read(sql => sql.Query(
                $"SELECT {SqliteRows.FileColumns} FROM file WHERE job = @job {condition} AND path > @after ORDER BY path LIMIT {PageSize}",
                SqliteRows.File,
                ("@job", job.ToString()),
                ("@after", after))));
            foreach (var row in page)
            {
                yield return row;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            after = page[^1].Path.Value;
        }
    }

    /// <summary>A claimed row was last changed by its claim.</summary>
    private TimeSpan TookSince(FileRow claimed) => time.GetUtcNow() - claimed.Changed;

    private Task<bool> ChangeAsync(FileRow claimed, Func<SqliteStatements, FileRow, FileRow?> change) =>
        Task.FromResult(_file.Write(sql => Change(sql, claimed, change)));

    private bool Change(SqliteStatements sql, FileRow claimed, Func<SqliteStatements, FileRow, FileRow?> change)
    {
        var row = Find(sql, claimed.Path);
        if (row is null || row.Epoch != claimed.Epoch || !row.IsInProgress
            || change(sql, row) is not { } changed)
        {
            return false;
        }

        StoreProgress(sql, changed with { Changed = time.GetUtcNow() });
        return true;
    }

    private EnqueueResult Enqueue(SqliteStatements sql, JobRow job, ScannedFile file)
    {
        var row = Find(sql, file.Path);
        var isCancelled = row?.State == ItemState.Pending && FindJob(sql, row.Job)?.State == JobState.Cancelled;
        var (answer, write) = EnqueueRule.Apply(job, file, row, isCancelled, time.GetUtcNow());
        if (write is not null)
        {
            Store(sql, write);
            sql.Execute("UPDATE counts SET enqueued = enqueued + 1 WHERE job = @job", ("@job", job.Id.ToString()));
        }

        if (answer is EnqueueResult.Unchanged)
        {
            Count(sql, job.Id, Outcome.Unchanged, write!.Sizes);
        }

        return answer;
    }

    private static RootIdentity? FindRoot(SqliteStatements sql) =>
        sql.Query($"SELECT {SqliteRows.RootColumns} FROM root", SqliteRows.Root).SingleOrDefault();

    private static JobRow? FindJob(SqliteStatements sql, JobId job) =>
        sql.Query($"SELECT {SqliteRows.JobColumns} FROM job WHERE id = @id", SqliteRows.Job, ("@id", job.ToString())).SingleOrDefault();

    private static FileRow? Find(SqliteStatements sql, RelativePath path) =>
        sql.Query($"SELECT {SqliteRows.FileColumns} FROM file WHERE path = @path", SqliteRows.File, ("@path", path.Value))
            .SingleOrDefault();

    private static void Store(SqliteStatements sql, FileRow row) =>
        sql.Execute(SqliteSchema.StoreFile, [.. SqliteRows.Progress(row), .. SqliteRows.End(row)]);

    private static void StoreProgress(SqliteStatements sql, FileRow row) =>
        sql.Execute(SqliteSchema.StoreProgress, SqliteRows.Progress(row));

    private void CountFailed(SqliteStatements sql, JobId job, Failure? failure, int by) => sql.Execute(
        "UPDATE counts SET failed = failed + @failed, skipped = skipped + @skipped, changed = @changed WHERE job = @job",
        ("@job", job.ToString()),
        ("@changed", time.GetUtcNow().ToUnixTimeMilliseconds()),
        ("@failed", Counts.IsSkipped(failure) ? 0 : by),
        ("@skipped", Counts.IsSkipped(failure) ? by : 0));

    private void Count(SqliteStatements sql, JobId job, Outcome outcome, Sizes sizes, int by = 1) => sql.Execute(
        SqliteSchema.Count,
        ("@job", job.ToString()),
        ("@changed", time.GetUtcNow().ToUnixTimeMilliseconds()),
        ("@done", outcome == Outcome.Done ? by : 0),
        ("@unchanged", outcome == Outcome.Unchanged ? by : 0),
        ("@kept", outcome == Outcome.Kept ? by : 0),
        ("@bytes_in", sizes.BytesIn),
        ("@bytes_out", sizes.BytesOut),
        ("@pixels_in", sizes.PixelsIn),
        ("@pixels_out", sizes.PixelsOut));
}
