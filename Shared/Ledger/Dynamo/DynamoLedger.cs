using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ImgCompress.Contracts;
using ImgCompress.Files;
using static ImgCompress.Ledger.Dynamo.ItemChange;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>
/// The ledger in one DynamoDB table with the key <c>pk</c> and one sparse index, <c>open</c> (<c>open</c>, <c>pk</c>; keys only).
/// <para>
/// <c>FILE#path</c>: a file; <c>FILE#sha256:hex</c>, and the path as an attribute, where it is longer than a key may be
/// (<see cref="DynamoKeys"/>); <c>open</c> = <c>job#shard</c> while it is unfinished or failed.
/// </para>
/// <para>
/// <c>JOB#id</c>: a job; <c>open</c> = <c>JOBS</c>, and since ids begin with the time, that partition read backwards lists jobs the
/// newest first, without a second index and without a look at the file rows.
/// </para>
/// <para>
/// <c>ROOT</c>: whose files these are.
/// </para>
/// <para>
/// <c>JOB#id#shard</c>: counts, in as many shards as <c>batches</c> of the job's row asks for; also <c>enqueued</c>, the rows made so far.
/// </para>
/// <para>
/// <c>RESULT#hex:length</c>: a content that a job made, and its history, so that a file is known wherever it was moved. Written beside
/// the intent, before it can be in place.
/// </para>
/// The index is eventually consistent: what was enqueued, finished or created a moment ago may be missing in a listing; rows are
/// read anew from the table, so what is listed is true. What each step takes in write units is in docs/aws.md.
/// </summary>
public sealed class DynamoLedger : IJobLedger
{
    /// <summary>With its count, a transaction may have 100 actions.</summary>
    private const int MaxFinishes = 99;

    private readonly IAmazonDynamoDB _client;
    private readonly TimeProvider _time;
    private readonly DynamoTable _table;
    private readonly JobRows _jobs;

    /// <param name="client">Best from <see cref="Aws.AwsClients"/>; disposed with the ledger.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="time">The clock of leases, and of the delays between tries.</param>
    /// <param name="random">Chooses the lengths of the delays and tokens: two processes must not have the same seed.</param>
    public DynamoLedger(IAmazonDynamoDB client, string table, TimeProvider time, Random random)
    {
        _client = client;
        _time = time;
        _table = new(client, table, time, random);
        _jobs = new(_table, time);
    }

    /// <summary>Makes the table and its index where it is not there, billed on demand, and waits until it can be used.</summary>
    public Task CreateTableAsync(CancellationToken cancellationToken) => DynamoSchema.CreateAsync(_client, _table, cancellationToken);

    public async Task<LedgerPlace> FindPlaceAsync(CancellationToken cancellationToken)
    {
        var description = await _table.DescribeAsync(cancellationToken);
        return LedgerPlace.Table(
            description.TableArn ?? _table.Name,
            description.TableId ?? $"{description.CreationDateTime?.ToUniversalTime():O}");
    }

    public async Task<RootIdentity?> FindRootAsync(CancellationToken cancellationToken) =>
        await _table.FindAsync(DynamoKeys.Root, cancellationToken) is { } item ? DynamoRows.Root(item) : null;

    public async Task<bool> StoreRootAsync(RootIdentity identity, RootIdentity? standing, CancellationToken cancellationToken)
    {
        var change = new ItemChange(DynamoKeys.Root)
            .Set("root", identity.Root)
            .Set("ledger", identity.Ledger)
            .Set("made", identity.Made.ToUnixTimeMilliseconds())
            .Set("generation", identity.Generation);
        change = standing is null
            ? change.If("attribute_not_exists(#pk)", [DynamoTable.KeyName])
            : change.If(
                "#root = :was_root AND #ledger = :was_ledger AND #generation = :was_generation",
                ["root", "ledger", "generation"],
                ("was_root", Text(standing.Root)),
                ("was_ledger", Text(standing.Ledger)),
                ("was_generation", Number(standing.Generation)));

        // After a lost answer the row that refuses the repeated request may be what the first one wrote.
        return await _table.ChangeAsync(change, cancellationToken) is not WriteResult.Rejected refusal
            || (refusal.CurrentItems[0] is { } item && DynamoRows.Root(item) is var now
                && now.IsOf(identity) && now.Generation == identity.Generation);
    }

    public async Task CreateJobAsync(JobRow job, CancellationToken cancellationToken)
    {
        var change = new ItemChange(DynamoKeys.Job(job.Id));
        var item = DynamoRows.Of(job);
        foreach (var (name, value) in item.Where(attribute => attribute.Key != DynamoTable.KeyName))
        {
            change.Set(name, value);
        }

        var written = await _table.ChangeAsync(change.If("attribute_not_exists(#pk)", [DynamoTable.KeyName]), cancellationToken);

        // After a lost answer it may be what the first request wrote, whose times are in whole milliseconds.
        if (written is WriteResult.Rejected { CurrentItems: [{ } standing] } && DynamoRows.Job(standing) != DynamoRows.Job(item))
        {
            throw new InvalidOperationException($"there is a job {job.Id} already");
        }
    }

    public Task<JobRow?> FindJobAsync(JobId job, CancellationToken cancellationToken) => _jobs.ReadAsync(job, cancellationToken);

    public IAsyncEnumerable<JobRow> ListJobsAsync(CancellationToken cancellationToken) =>
        new DynamoListing(_table).JobsAsync(cancellationToken);

    public IAsyncEnumerable<FileRow> ListOpenAsync(JobId job, CancellationToken cancellationToken) =>
        new DynamoListing(_table).OpenAsync(job, cancellationToken);

    public IAsyncEnumerable<FileRow> ListFilesAsync(JobId job, CancellationToken cancellationToken) =>
        new DynamoListing(_table).FilesAsync(job, cancellationToken);

    public async Task<IReadOnlyList<FileRow>> FindFilesAsync(IReadOnlyList<RelativePath> paths, CancellationToken cancellationToken) =>
        [.. (await _table.FindAllAsync(paths.Select(DynamoKeys.File), cancellationToken)).Values.Select(DynamoRows.File)];

    public async Task<FileHistory?> FindHistoryAsync(Fingerprint content, CancellationToken cancellationToken) =>
        await _table.FindAsync(DynamoKeys.Result(content), cancellationToken) is { } item
            ? StoredRow.ReadHistory(DynamoRows.Text(item, "history") ?? "", content)
            : null;

    public async Task<Counts> CountAsync(JobId job, CancellationToken cancellationToken)
    {
        // However many shards have been written to, the job's row has said so before.
        await _jobs.ReadAsync(job, cancellationToken);
        var shards = await _table.FindAllAsync(DynamoKeys.AllCounts(job, _jobs.ShardsOf(job)), cancellationToken);
        return shards.Values
            .Select(DynamoRows.Counts)
            .Aggregate(Counts.None, (sum, shard) => new(
                sum.Done + shard.Done,
                sum.Unchanged + shard.Unchanged,
                sum.Kept + shard.Kept,
                sum.Skipped + shard.Skipped,
                sum.Failed + shard.Failed,
                sum.Sizes + shard.Sizes)
            {
                Items = sum.Items + shard.Items,
                Restored = sum.Restored + shard.Restored,
                Changed = shard.Changed is null || sum.Changed > shard.Changed ? sum.Changed : shard.Changed,
            });
    }

    public async Task<JobRow?> RestartAsync(JobRow job, CancellationToken cancellationToken)
    {
        var begun = job.Restarted();
        var token = _table.Calls.Token();
        var change = new ItemChange(DynamoKeys.Job(job.Id))
            .Set("state", nameof(JobState.Loading))
            .Set("cursor", (string?)null)
            .Set("advanced", (string?)null)
            .Set("left_out", (string?)null)
            .Set("submissions", begun.Submissions)
            .Set(DynamoRows.CallName, token);
        var written = await _table.ChangeAsync(IfSubmitted(change, job, "#state <> :cancelled", JobState.Cancelled), cancellationToken);
        _jobs.Forget(job.Id);
        return written is not WriteResult.Rejected refusal || IsOwn(refusal, token) ? begun : null;
    }

    public async Task<JobRow?> AdvanceAsync(JobRow job, RelativePath cursor, long leftOut, CancellationToken cancellationToken)
    {
        var moved = job with { Cursor = cursor, Advanced = DateTimeOffset.FromUnixTimeMilliseconds(Now), LeftOut = job.LeftOut + leftOut };
        var token = _table.Calls.Token();
        var change = new ItemChange(DynamoKeys.Job(job.Id))
            .Set("cursor", cursor.Value)
            .Set("advanced", moved.Advanced.Value.ToUnixTimeMilliseconds())
            .Set("left_out", moved.LeftOut)
            .Set(DynamoRows.CallName, token)
            .Add(DynamoRows.BatchesName, 1);
        change = job.Cursor is { } was
            ? IfSubmitted(change, job, "#state = :loading AND #cursor = :was", JobState.Loading, ("was", Text(was.Value)))
            : IfSubmitted(change, job, "#state = :loading AND attribute_not_exists(#cursor)", JobState.Loading);

        return await _table.ChangeAsync(change, cancellationToken) is not WriteResult.Rejected refusal || IsOwn(refusal, token)
            ? moved
            : null;
    }

    public async Task SealAsync(JobRow job, CancellationToken cancellationToken)
    {
        var change = new ItemChange(DynamoKeys.Job(job.Id))
            .Set("state", nameof(JobState.Sealed))
            .Set("cursor", (string?)null);
        await _table.ChangeAsync(IfSubmitted(change, job, "#state <> :cancelled", JobState.Cancelled), cancellationToken);
        _jobs.Forget(job.Id);
    }

    public async Task CancelAsync(JobId job, CancellationToken cancellationToken)
    {
        var change = new ItemChange(DynamoKeys.Job(job))
            .Set("state", nameof(JobState.Cancelled))
            .If("attribute_exists(#pk)", [DynamoTable.KeyName]);
        await _table.ChangeAsync(change, cancellationToken);
        _jobs.Forget(job);
    }

    public async Task PauseAsync(JobId job, string why, CancellationToken cancellationToken)
    {
        var change = new ItemChange(DynamoKeys.Job(job)).Set("paused", why).If(
            "attribute_exists(#pk) AND attribute_not_exists(#paused) AND #state <> :cancelled",
            [DynamoTable.KeyName, "state"],
            ("cancelled", Text(nameof(JobState.Cancelled))));
        await _table.ChangeAsync(change, cancellationToken);
        _jobs.Forget(job);
    }

    public async Task ResumeAsync(JobId job, FailureLimit? limit, CancellationToken cancellationToken)
    {
        var counts = await CountAsync(job, cancellationToken);
        var change = new ItemChange(DynamoKeys.Job(job))
            .Set("paused", (string?)null)
            .Set("failure_limit", limit?.ToString())
            .Set("failures_before", counts.Failed)
            .If("attribute_exists(#pk)", [DynamoTable.KeyName]);
        await _table.ChangeAsync(change, cancellationToken);
        _jobs.Forget(job);
    }

    public Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(
        JobRow job, IReadOnlyList<ScannedFile> files, CancellationToken cancellationToken) =>
        new DynamoEnqueuing(_table, _jobs, _time).EnqueueAsync(job, files, cancellationToken);

    public Task<ClaimResult> ClaimAsync(JobMessage message, TimeSpan lease, bool alone, CancellationToken cancellationToken) =>
        new DynamoClaiming(_table, _jobs, _time).ClaimAsync(message, lease, alone, cancellationToken);

    public async Task<bool> RecordIntentAsync(
        FileRow claimed, Fingerprint source, RecordedIntent intent, Sizes sizes, FileHistory? history, CancellationToken cancellationToken)
    {
        // What is refused below is never put in place, and then nothing is found by this.
        var found = history is null
            ? Task.CompletedTask
            : _table.ChangeAsync(new ItemChange(DynamoKeys.Result(intent.Content)).Set("history", history.ToString()), cancellationToken);

        // Only the claim's holder adds to the outs, so what it was given with the claim is all there is; and the same intent
        // again, as after a lost answer, finds itself and changes nothing.
        var outs = RecordedIntent.ToText([.. claimed.Intents, intent]);
        var change = Sized(new ItemChange(DynamoKeys.File(claimed.Path)), sizes)
            .Set("state", nameof(ItemState.Intent))
            .Set("source", (claimed.Source ?? source).ToString())
            .Set("outs", outs)
            .Set("changed", Now)
            .If(
                "#epoch = :held AND (#state = :claimed OR (#state = :intent AND #outs = :outs))",
                ["epoch", "state", "outs"],
                ("held", Number(claimed.Epoch)),
                ("claimed", Text(nameof(ItemState.Claimed))),
                ("intent", Text(nameof(ItemState.Intent))));
        var recorded = _table.ChangeAsync(change, cancellationToken);
        await Task.WhenAll(found, recorded);
        return await recorded is WriteResult.Applied;
    }

    public async Task<bool> FinishAsync(FileRow claimed, Finish finish, CancellationToken cancellationToken) =>
        await TryFinishAsync([(claimed, finish)], cancellationToken);

    public async Task<IReadOnlyList<bool>> FinishAllAsync(
        IReadOnlyList<(FileRow Claimed, Finish Finish)> finishes, CancellationToken cancellationToken)
    {
        var held = new bool[finishes.Count];
        var parts = Enumerable.Range(0, finishes.Count).GroupBy(i => finishes[i].Claimed.Job).SelectMany(job => job.Chunk(MaxFinishes));
        foreach (var part in parts)
        {
            if (part.Length > 1 && await TryFinishAsync([.. part.Select(i => finishes[i])], cancellationToken))
            {
                Array.ForEach(part, i => held[i] = true);
                continue;
            }

            // One that was overtaken has cancelled them all, and none is any other's matter.
            foreach (var i in part)
            {
                held[i] = await FinishAsync(finishes[i].Claimed, finishes[i].Finish, cancellationToken);
            }
        }

        return held;
    }

    public Task<bool> FailAsync(FileRow claimed, Failure failure, CancellationToken cancellationToken) => EndAsync(
        claimed,
        ItemState.Failed,
        new ItemChange(DynamoKeys.File(claimed.Path)).Set("reason", failure.Reason.ToName()).Set("detail", failure.Detail),
        CountChange.OfFailed(claimed, failure, 1, _jobs.ShardsOf(claimed.Job), Now),
        cancellationToken);

    public Task ReleaseAsync(FileRow claimed, Failure? failure, CancellationToken cancellationToken)
    {
        var change = new ItemChange(DynamoKeys.File(claimed.Path)).Set("lease", 0).Set("changed", Now);
        if (failure is null)
        {
            change.Set("attempts", claimed.Attempts - 1);
        }
        else
        {
            change.Set("reason", failure.Reason.ToName()).Set("detail", failure.Detail);
        }

        return _table.ChangeAsync(IfHeld(change, claimed), cancellationToken);
    }

    public async Task<FileRow?> BeginRestoreAsync(FileRow standing, Fingerprint source, CancellationToken cancellationToken)
    {
        if (!RestoreRule.MayBegin(standing))
        {
            return null;
        }

        var token = _table.Calls.Token();
        var restoring = RestoreRule.Begun(standing, source);
        var change = new ItemChange(DynamoKeys.File(standing.Path))
            .Set("state", nameof(ItemState.Restoring))
            .Set("epoch", restoring.Epoch)
            .Set("outs", RecordedIntent.ToText(restoring.Intents))
            .Set("changed", Now)
            .Set(DynamoRows.CallName, token)
            .If(
                "#job = :ofjob AND #state = :was AND #epoch = :at",
                ["job", "state", "epoch"],
                ("ofjob", Text(standing.Job.ToString())),
                ("was", Text(standing.State.ToString())),
                ("at", Number(standing.Epoch)));
        return await _table.ChangeAsync(change, cancellationToken) is not WriteResult.Rejected refusal || IsOwn(refusal, token)
            ? restoring
            : null;
    }

    public async Task<bool> EndRestoreAsync(FileRow restoring, bool restored, CancellationToken cancellationToken)
    {
        var token = _table.Calls.Token();
        var ended = RestoreRule.Ended(restoring, restored);
        var change = new ItemChange(DynamoKeys.File(restoring.Path))
            .Set("state", nameof(ItemState.Done))
            .Set("changed", Now)
            .Set(DynamoRows.CallName, token)
            .If(
                "#epoch = :held AND #state = :restoring",
                ["epoch", "state"],
                ("held", Number(restoring.Epoch)),
                ("restoring", Text(nameof(ItemState.Restoring))));
        if (!restored)
        {
            return await _table.ChangeAsync(change, cancellationToken) is not WriteResult.Rejected rejected || IsOwn(rejected, token);
        }

        Sized(change, ended.Sizes).Set("outcome", nameof(Outcome.Restored)).Set("source", ended.Source!.ToString());
        foreach (var name in new[] { "outs", "left_spec", "left_content", "left_source", "left_identity", "left_history" })
        {
            change.Set(name, (string?)null);
        }

        var written = await _table.ChangeTogetherAsync(
            [
                change.Within(_table.Name),
                CountChange.OfRestored(restoring, ended.Sizes - restoring.Sizes, _jobs.ShardsOf(restoring.Job), Now).Within(_table.Name),
            ],
            cancellationToken);
        return written is not WriteResult.Rejected refusal || IsOwn(refusal, token);
    }

    public void Dispose() => _client.Dispose();

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<bool> EndAsync(
        FileRow claimed, ItemState state, ItemChange change, ItemChange count, CancellationToken cancellationToken)
    {
        var token = _table.Calls.Token();
        var written = await _table.ChangeTogetherAsync(
            [IfHeld(Ended(change, claimed, state, token), claimed).Within(_table.Name), count.Within(_table.Name)], cancellationToken);

        return written is not WriteResult.Rejected refusal || IsOwn(refusal, token);
    }

    /// <summary>All of one job, and one of its counts, or nothing. False: one of them at least was overtaken.</summary>
    private async Task<bool> TryFinishAsync(IReadOnlyList<(FileRow Claimed, Finish Finish)> finishes, CancellationToken cancellationToken)
    {
        var token = _table.Calls.Token();
        var shards = _jobs.ShardsOf(finishes[0].Claimed.Job);
        List<TransactWriteItem> actions = [.. finishes.Select(one => Finished(one.Claimed, one.Finish, token).Within(_table.Name))];
        actions.Add(CountChange.Of(finishes, shards, Now).Within(_table.Name));

        // Where the first of several was written by this, all were.
        var written = await _table.ChangeTogetherAsync(actions, cancellationToken);
        return written is not WriteResult.Rejected refusal || IsOwn(refusal, token);
    }

    private ItemChange Finished(FileRow claimed, Finish finish, string token) => IfHeld(
        Ended(
            Sized(new ItemChange(DynamoKeys.File(claimed.Path)), finish.Sizes)
                .Set("outcome", finish.Outcome.ToString())
                .Set("left_spec", finish.LastResult.Spec)
                .Set("left_content", finish.LastResult.Content.ToString())
                .Set("left_source", finish.LastResult.Source?.ToString())
                .Set("left_identity", finish.LastResult.Identity)
                .Set("left_history", DynamoRows.HistoryOf(finish.LastResult))
                .Set("reason", (string?)null)
                .Set("detail", (string?)null)
                .Set("open", (string?)null),
            claimed,
            ItemState.Done,
            token),
        claimed);

    private ItemChange Ended(ItemChange change, FileRow claimed, ItemState state, string token) => change
        .Set("state", state.ToString())
        .Set("changed", Now)
        .Set(DynamoRows.CallName, token)
        .Set("took", Now - claimed.Changed.ToUnixTimeMilliseconds());

    /// <summary>After a lost answer the row that refuses the repeated request may be what the first one wrote.</summary>
    private static bool IsOwn(WriteResult.Rejected refusal, string token) =>
        refusal.CurrentItems[0] is { } item && DynamoRows.Text(item, DynamoRows.CallName) == token;

    /// <summary>
    /// While the job has been submitted as often as when it was read, and a condition holds that names <paramref name="state"/>.
    /// </summary>
    private static ItemChange IfSubmitted(
        ItemChange change, JobRow job, string condition, JobState state, params ReadOnlySpan<(string Name, AttributeValue Value)> values)
    {
        var submitted = job.Submissions == 0 ? "attribute_not_exists(#submissions)" : "#submissions = :submitted";
        return change.If(
            $"attribute_exists(#pk) AND {submitted} AND {condition}",
            [DynamoTable.KeyName, "submissions", "state"],
            [
                (state.ToString().ToLowerInvariant(), Text(state.ToString())),
                .. job.Submissions == 0 ? [] : new[] { ("submitted", Number(job.Submissions)) },
                .. values,
            ]);
    }

    private static ItemChange IfHeld(ItemChange change, FileRow claimed) => change.If(
        "#epoch = :held AND #state IN (:claimed, :intent)",
        ["epoch", "state"],
        ("held", Number(claimed.Epoch)),
        ("claimed", Text(nameof(ItemState.Claimed))),
        ("intent", Text(nameof(ItemState.Intent))));

    private static ItemChange Sized(ItemChange change, Sizes sizes) => change
        .Set("bytes_in", sizes.BytesIn)
        .Set("bytes_out", sizes.BytesOut)
        .Set("pixels_in", sizes.PixelsIn)
        .Set("pixels_out", sizes.PixelsOut);
}
