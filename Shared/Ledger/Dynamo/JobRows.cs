using System.Collections.Concurrent;
using ImgCompress.Contracts;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>
/// Job rows for claims. All that a worker needs of a job never changes but its cancellation and its pause; so a row is cached for two
/// seconds, which saves one read a claim. The number of its count shards only grows: who writes may use an earlier one, and who reads their
/// sum reads it first.
/// </summary>
internal sealed class JobRows(DynamoTable table, TimeProvider time)
{
    private static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<JobId, (JobRow Row, DateTimeOffset Read)> _rows = new();
    private readonly ConcurrentDictionary<JobId, int> _shards = new();

    /// <summary>As it was at most two seconds ago.</summary>
    public async Task<JobRow?> FindAsync(JobId job, CancellationToken cancellationToken)
    {
        // The absolute difference: a clock that was set back must not keep a row cached for long.
        return _rows.TryGetValue(job, out var known) && (time.GetUtcNow() - known.Read).Duration() < CacheTime
            ? known.Row
            : await ReadAsync(job, cancellationToken);
    }

    /// <summary>As it is now.</summary>
    public async Task<JobRow?> ReadAsync(JobId job, CancellationToken cancellationToken)
    {
        var read = time.GetUtcNow();
        if (await table.FindAsync(DynamoKeys.Job(job), cancellationToken) is not { } item)
        {
            return null;
        }

        var row = DynamoRows.Job(item);
        _rows[job] = (row, read);
        _shards[job] = DynamoKeys.ShardsOf(DynamoRows.Number(item, DynamoRows.BatchesName));
        return row;
    }

    /// <summary>Count shards that the job has at least: as many as when its row was read last.</summary>
    public int ShardsOf(JobId job) => _shards.GetValueOrDefault(job, DynamoKeys.LeastShards);

    /// <summary>Drops a job that was changed from here, so that it is read again.</summary>
    public void Forget(JobId job) => _rows.TryRemove(job, out _);
}
