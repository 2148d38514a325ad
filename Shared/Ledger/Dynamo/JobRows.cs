using System.Collections.Concurrent;
using ImgCompress.Contracts;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>
/// Job rows for claims. All that a worker needs of a job never changes but its cancellation; so a row is believed for two
/// seconds, which spares one read a claim.
/// </summary>
internal sealed class JobRows(DynamoTable table, TimeProvider time)
{
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<JobId, (JobRow Row, DateTimeOffset Read)> _rows = new();

    /// <summary>As it was at most two seconds ago.</summary>
    public async Task<JobRow?> FindAsync(JobId job, CancellationToken cancellationToken)
    {
        // The absolute difference: a clock that was set back must not make a row believed for long.
        return _rows.TryGetValue(job, out var known) && (time.GetUtcNow() - known.Read).Duration() < Believed
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
        return row;
    }

    /// <summary>It was changed from here: the next look reads it.</summary>
    public void Forget(JobId job) => _rows.TryRemove(job, out _);
}
