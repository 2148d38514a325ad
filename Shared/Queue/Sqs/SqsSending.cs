using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Amazon.SQS;
using Amazon.SQS.Model;
using ImgCompress.Aws;

namespace ImgCompress.Queue.Sqs;

/// <summary>Sends bodies ten a call, several calls side by side. A call can take some and refuse others; each is seen to.</summary>
internal sealed class SqsSending(IAmazonSQS client, string url, AwsCalls calls)
{
    /// <summary>Entries that one call may have.</summary>
    public const int BatchSize = 10;

    // A call may have 1 MiB in all; some emulators still take a quarter of that.
    private const int BatchBytes = 256 * 1024;
    private const int MaxParallel = 8;
    private const int MaxTries = 6;

    /// <summary>Those that were not taken, in order, with the reason.</summary>
    public async Task<IReadOnlyList<(int Index, string Reason)>> SendAsync(
        IReadOnlyList<string> bodies, CancellationToken cancellationToken)
    {
        var unsent = new ConcurrentBag<(int Index, string Reason)>();
        await Parallel.ForEachAsync(
            Batches(bodies),
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken },
            async (batch, token) =>
            {
                foreach (var failed in await SendBatchAsync(bodies, batch, token))
                {
                    unsent.Add(failed);
                }
            });
        return [.. unsent.OrderBy(failed => failed.Index)];
    }

    private async Task<List<(int Index, string Reason)>> SendBatchAsync(
        IReadOnlyList<string> bodies, IReadOnlyList<int> batch, CancellationToken cancellationToken)
    {
        var unsent = new List<(int Index, string Reason)>();
        for (var tries = 1; batch.Count > 0; tries++)
        {
            var request = new SendMessageBatchRequest(
                url, [.. batch.Select(i => new SendMessageBatchRequestEntry(i.ToString(CultureInfo.InvariantCulture), bodies[i]))]);
            var response = await calls.CallAsync(() => client.SendMessageBatchAsync(request, cancellationToken), cancellationToken);

            // What the answer does not say was taken was not.
            var taken = (response.Successful ?? []).Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
            var failed = (response.Failed ?? []).ToDictionary(entry => entry.Id, StringComparer.Ordinal);
            var again = new List<int>();
            foreach (var i in batch.Where(i => !taken.Contains(i.ToString(CultureInfo.InvariantCulture))))
            {
                var error = failed.GetValueOrDefault(i.ToString(CultureInfo.InvariantCulture));
                if (error?.SenderFault is true || tries == MaxTries)
                {
                    unsent.Add((i, error is null ? "the queue did not confirm it" : $"{error.Code}: {error.Message}"));
                }
                else
                {
                    again.Add(i);
                }
            }

            batch = again;
            if (batch.Count > 0)
            {
                await calls.DelayAsync(tries, cancellationToken);
            }
        }

        return unsent;
    }

    private static IEnumerable<IReadOnlyList<int>> Batches(IReadOnlyList<string> bodies)
    {
        var batch = new List<int>(BatchSize);
        var bytes = 0;
        for (var i = 0; i < bodies.Count; i++)
        {
            var size = Encoding.UTF8.GetByteCount(bodies[i]);
            if (batch.Count > 0 && (batch.Count == BatchSize || bytes + size > BatchBytes))
            {
                yield return batch;
                (batch, bytes) = (new(BatchSize), 0);
            }

            batch.Add(i);
            bytes += size;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
