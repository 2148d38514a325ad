using Amazon.DynamoDBv2.Model;
using ImgCompress.Contracts;
using static ImgCompress.Ledger.Dynamo.ItemChange;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>
/// The claim: one conditional update; the row that refuses it says why. A claim leaves its token in the row, so that after a lost
/// answer the row tells whether it was this one that was granted.
/// </summary>
internal sealed class DynamoClaiming(DynamoTable table, JobRows jobs, TimeProvider time)
{
    public async Task<ClaimResult> ClaimAsync(JobMessage message, TimeSpan lease, bool alone, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(message.Job, cancellationToken) is not { } job)
        {
            return new ClaimResult.NotInLedger();
        }

        // What was read up to two seconds ago may have been resumed since, and its messages sent again.
        if (job.Paused is not null && await jobs.ReadAsync(message.Job, cancellationToken) is { Paused: not null })
        {
            return await WhilePausedAsync(message, cancellationToken);
        }

        var token = table.Calls.Token();
        var now = time.GetUtcNow();
        var written = await table.ChangeAsync(Fresh(message, job, token, alone, now, now + lease), cancellationToken);
        if (written is WriteResult.Applied(var granted))
        {
            return new ClaimResult.Granted(DynamoRows.File(granted!), job);
        }

        var item = ((WriteResult.Rejected)written).CurrentItems[0];
        if (item is not null && job.State != JobState.Cancelled && IsRedrive(DynamoRows.File(item), message))
        {
            var failed = DynamoRows.File(item);
            written = await table.ChangeTogetherAsync(
                [
                    Redriven(failed, token, now, now + lease).Within(table.Name),
                    CountChange.OfFailed(failed, failed.Failure, -1, jobs.ShardsOf(failed.Job), now.ToUnixTimeMilliseconds())
                        .Within(table.Name),
                ],
                cancellationToken);
            if (written is not WriteResult.Rejected refusal)
            {
                return new ClaimResult.Granted(AfterRedrive(failed, now, now + lease), job);
            }

            item = refusal.CurrentItems[0];
        }

        return Refused(item, message, token, job, now);
    }

    private async Task<ClaimResult> WhilePausedAsync(JobMessage message, CancellationToken cancellationToken) =>
        await table.FindAsync(DynamoKeys.File(message.Path), cancellationToken) is not { } item ? new ClaimResult.NotInLedger()
        : DynamoRows.File(item) is { State: ItemState.Failed } row && row.Job == message.Job ? ClaimResult.AlreadyFailed.Of(row)
        : new ClaimResult.NothingToDo();

    private static ClaimResult Refused(
        Dictionary<string, AttributeValue>? item, JobMessage message, string token, JobRow job, DateTimeOffset now)
    {
        if (item is null)
        {
            return new ClaimResult.NotInLedger();
        }

        var row = DynamoRows.File(item);
        if (row.Job == message.Job && row.State == ItemState.Failed && job.State != JobState.Cancelled)
        {
            return ClaimResult.AlreadyFailed.Of(row);
        }

        if (row.Job != message.Job || !row.IsInProgress)
        {
            return new ClaimResult.NothingToDo();
        }

        return DynamoRows.Text(item, DynamoRows.CallName) == token ? new ClaimResult.Granted(row, job)
            : row.IsCutOff(now) ? new ClaimResult.CutOff()
            : new ClaimResult.Held(row.Lease - now);
    }

    private static bool IsRedrive(FileRow row, JobMessage message) =>
        row.Job == message.Job && row.State == ItemState.Failed && row.Epoch == message.Redrive;

    /// <summary>What has begun is claimed anew once its claim was given back; by who is alone, also where its lease is over.</summary>
    private static ItemChange Fresh(
        JobMessage message, JobRow job, string token, bool alone, DateTimeOffset now, DateTimeOffset until)
    {
        const string Begun = "(#state IN (:claimed, :intent) AND (attribute_not_exists(#lease) OR #lease <= :over))";
        var change = new ItemChange(DynamoKeys.File(message.Path))
            .Set("state", nameof(ItemState.Claimed))
            .Set("lease", until.ToUnixTimeMilliseconds())
            .Set(DynamoRows.CallName, token)
            .Set("changed", now.ToUnixTimeMilliseconds())
            .Add("epoch", 1)
            .Add("attempts", 1);
        (string, AttributeValue)[] values =
        [
            ("ofjob", Text(message.Job.ToString())),
            ("claimed", Text(nameof(ItemState.Claimed))),
            ("intent", Text(nameof(ItemState.Intent))),
            ("over", Number(alone ? now.ToUnixTimeMilliseconds() : 0)),
        ];

        // Of a cancelled job, what had been begun is brought to an end, and nothing else is begun.
        return job.State == JobState.Cancelled
            ? change.If($"#job = :ofjob AND {Begun}", ["job", "state", "lease"], values)
            : change.If(
                $"#job = :ofjob AND (#state = :pending OR {Begun})",
                ["job", "state", "lease"],
                [.. values, ("pending", Text(nameof(ItemState.Pending)))]);
    }

    /// <summary>A failed row stands still at its epoch, so what the update makes of it is known without its answer.</summary>
    private static ItemChange Redriven(FileRow failed, string token, DateTimeOffset now, DateTimeOffset until) =>
        new ItemChange(DynamoKeys.File(failed.Path))
            .Set("state", nameof(ItemState.Claimed))
            .Set("lease", until.ToUnixTimeMilliseconds())
            .Set(DynamoRows.CallName, token)
            .Set("changed", now.ToUnixTimeMilliseconds())
            .Set("epoch", failed.Epoch + 1)
            .Set("attempts", 1)
            .Set("reason", (string?)null)
            .Set("detail", (string?)null)
            .If(
                "#job = :ofjob AND #state = :failed AND #epoch = :was",
                ["job", "state", "epoch"],
                ("ofjob", Text(failed.Job.ToString())),
                ("failed", Text(nameof(ItemState.Failed))),
                ("was", Number(failed.Epoch)));

    private static FileRow AfterRedrive(FileRow failed, DateTimeOffset now, DateTimeOffset until) => failed with
    {
        State = ItemState.Claimed,
        Epoch = failed.Epoch + 1,
        Attempts = 1,
        Lease = until,
        Failure = null,
        Changed = now,
    };
}
