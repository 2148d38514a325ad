using System.Runtime.CompilerServices;
using ImgCompress.Contracts;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>Listings from the index: keys from there, rows from the table.</summary>
internal sealed class DynamoListing(DynamoTable table)
{
    private const int PageSize = 100;

    public async IAsyncEnumerable<JobRow> JobsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in table.OpenKeysAsync(DynamoKeys.Jobs, newestFirst: true, cancellationToken).Chunk(PageSize)
            .WithCancellation(cancellationToken))
        {
            var found = await table.FindAllAsync(page, cancellationToken);
            foreach (var key in page.Where(found.ContainsKey))
            {
                yield return DynamoRows.Job(found[key]);
            }
        }
    }

    /// <summary>By a look at the whole table: what has ended is in no index, which keeps a finish cheap.</summary>
    public async IAsyncEnumerable<FileRow> FilesAsync(JobId job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in table.ScanAsync("job", job.ToString(), cancellationToken))
        {
            if (item[DynamoTable.KeyName].S.StartsWith(DynamoKeys.FilePrefix, StringComparison.Ordinal))
            {
                yield return DynamoRows.File(item);
            }
        }
    }

    /// <summary>By path; those that go by their hash come where the hash stands.</summary>
    public async IAsyncEnumerable<FileRow> OpenAsync(JobId job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in MergedAsync(job, cancellationToken).Chunk(PageSize).WithCancellation(cancellationToken))
        {
            var found = await table.FindAllAsync(page, cancellationToken);
            foreach (var row in page.Where(found.ContainsKey).Select(key => DynamoRows.File(found[key])))
            {
                // Since the index was read, it may have ended or have been taken by another job.
                if (row.Job == job && row.State != ItemState.Done)
                {
                    yield return row;
                }
            }
        }
    }

    /// <summary>The shards' keys, each shard's in order, as one sequence in order.</summary>
    private async IAsyncEnumerable<string> MergedAsync(JobId job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var shards = Enumerable.Range(0, DynamoKeys.OpenPartitions)
            .Select(partition => table.OpenKeysAsync(DynamoKeys.Open(job, partition), newestFirst: false, cancellationToken))
            .Select(keys => keys.GetAsyncEnumerator(cancellationToken))
            .ToList();
        try
        {
            var heads = new PriorityQueue<IAsyncEnumerator<string>, string>(StringComparer.Ordinal);
            var begun = await Task.WhenAll(shards.Select(async shard => await shard.MoveNextAsync()));
            heads.EnqueueRange(shards.Zip(begun).Where(pair => pair.Second).Select(pair => (pair.First, pair.First.Current)));
            while (heads.TryDequeue(out var shard, out var key))
            {
                yield return key;
                if (await shard.MoveNextAsync())
                {
                    heads.Enqueue(shard, shard.Current);
                }
            }
        }
        finally
        {
            foreach (var shard in shards)
            {
                await shard.DisposeAsync();
            }
        }
    }
}
