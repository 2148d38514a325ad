using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ImgCompress.Contracts;
using ImgCompress.Files;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>
/// Makes scanned files items of a job. The rows that stand are read first, a hundred a request; then each shard's new rows are
/// written in one transaction with the shard's count of them, each on the condition that the row it replaces stands as it was
/// read.
/// <para>
/// So the job's total, their sum, is exact whatever is killed and repeated. The price: in a transaction a
/// row takes 2 write units instead of 1, and the count 2 for all rows of the transaction together, and the index 1 either way:
/// with 200 files at a time (12 a shard), 3.2 units a file instead of 2. Counting by one transaction a file would take 5;
/// counting at the end would need an index of all rows (3, and 1 more each time a row changes its job) and could not be exact
/// while workers finish.
/// </para>
/// </summary>
internal sealed class DynamoEnqueuing(DynamoTable table, JobRows jobs, TimeProvider time)
{
    // A transaction may have 100 actions; smaller ones stand less in the way of the workers' on the same count.
    private const int MaxRows = 50;
    private const int MaxParallel = 8;

    public async Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(
        JobRow job, IReadOnlyList<ScannedFile> files, CancellationToken cancellationToken)
    {
        var standing = await table.FindAllAsync(files.Select(file => DynamoKeys.File(file.Path)), cancellationToken);
        var answers = new EnqueueResult[files.Count];
        var first = Enumerable.Range(0, files.Count).DistinctBy(i => files[i].Path).ToList();
        var parts = first.GroupBy(i => DynamoKeys.Shard(files[i].Path)).SelectMany(shard => shard.Chunk(MaxRows));
        await Parallel.ForEachAsync(
            parts,
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken },
            async (part, token) => await WriteAsync(job, files, part, standing, answers, token));

        // A file that is named twice meets its own row.
        var rows = first.ToDictionary(i => files[i].Path, i => answers[i]);
        foreach (var i in Enumerable.Range(0, files.Count).Except(first))
        {
            answers[i] = rows[files[i].Path] switch
            {
                EnqueueResult.Added => new EnqueueResult.AlreadyOpen(),
                EnqueueResult.Unchanged => new EnqueueResult.Ended(),
                var same => same,
            };
        }

        return answers;
    }

    /// <summary>The files <paramref name="part"/>, all of one shard, until none of the rows that stand has a say any more.</summary>
    private async Task WriteAsync(
        JobRow job,
        IReadOnlyList<ScannedFile> files,
        int[] part,
        Dictionary<string, Item> standing,
        EnqueueResult[] answers,
        CancellationToken cancellationToken)
    {
        var rows = part.ToDictionary(
            i => i, i => standing.TryGetValue(DynamoKeys.File(files[i].Path), out var item) ? DynamoRows.File(item) : null);
        while (true)
        {
            var writes = new List<(int File, FileRow Row)>();
            foreach (var i in part)
            {
                var isCancelled = rows[i] is { State: ItemState.Pending } other && other.Job != job.Id
                    && (await jobs.FindAsync(other.Job, cancellationToken))?.State == JobState.Cancelled;
                (answers[i], var write) = EnqueueRule.Apply(job, files[i], rows[i], isCancelled, time.GetUtcNow());
                if (write is not null)
                {
                    writes.Add((i, write));
                }
            }

            if (writes.Count == 0)
            {
                return;
            }

            var actions = writes.ConvertAll(write => Put(write.Row, rows[write.File]));
            actions.Add(Count(job.Id, DynamoKeys.Shard(files[part[0]].Path), writes.ConvertAll(write => write.Row)).Within(table.Name));
            if (await table.ChangeTogetherAsync(actions, cancellationToken) is not WriteResult.Rejected refusal)
            {
                return;
            }

            for (var n = 0; n < writes.Count; n++)
            {
                if (refusal.Refused[n])
                {
                    rows[writes[n].File] = refusal.CurrentItems[n] is { } item ? DynamoRows.File(item) : null;
                }
            }
        }
    }

    private TransactWriteItem Put(FileRow row, FileRow? replaced)
    {
        var put = new Put
        {
            TableName = table.Name,
            Item = DynamoRows.Of(row),
            ConditionExpression = "attribute_not_exists(#pk)",
            ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#pk"] = DynamoTable.KeyName },
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        if (replaced is not null)
        {
            // A row that a new job may take stands still in this state of this job at this epoch.
            put.ConditionExpression = "#job = :job AND #state = :state AND #epoch = :epoch";
            put.ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#job"] = "job", ["#state"] = "state", ["#epoch"] = "epoch" };
            put.ExpressionAttributeValues = new(StringComparer.Ordinal)
            {
                [":job"] = ItemChange.Text(replaced.Job.ToString()),
                [":state"] = ItemChange.Text(replaced.State.ToString()),
                [":epoch"] = ItemChange.Number(replaced.Epoch),
            };
        }

        return new() { Put = put };
    }

    private ItemChange Count(JobId job, int shard, List<FileRow> rows)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var unchanged = rows.Where(row => row.State == ItemState.Done).ToList();
        return CountChange.Of(DynamoKeys.Counts(job, shard), unchanged.Aggregate(Sizes.None, (sum, row) => sum + row.Sizes), now)
            .Add("unchanged", unchanged.Count)
            .Add("enqueued", rows.Count);
    }
}
