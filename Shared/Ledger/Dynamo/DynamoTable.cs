using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ImgCompress.Aws;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>
/// The table: consistent reads, conditional writes, and the index. Calls are repeated after throttling, conflicts and lost answers.
/// </summary>
internal sealed class DynamoTable(IAmazonDynamoDB client, string name, TimeProvider time, Random random)
{
    public const string KeyName = "pk";
    public const string OpenIndex = "open";
    private const int MaxKeys = 100;

    public string Name => name;

    public AwsCalls Calls { get; } =
        new($"the table '{name}'", AwsFaults.EndpointOf(client.Config), time, random);

    public async Task<TableDescription> DescribeAsync(CancellationToken cancellationToken) =>
        (await Calls.CallAsync(() => client.DescribeTableAsync(name, cancellationToken), cancellationToken)).Table;

    public async Task<Item?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = name, Key = KeyOf(key), ConsistentRead = true };
        var response = await Calls.CallAsync(() => client.GetItemAsync(request, cancellationToken), cancellationToken);
        return response.Item is { Count: > 0 } item ? item : null;
    }

    /// <summary>The items that stand, by key; in requests of a hundred.</summary>
    public async Task<Dictionary<string, Item>> FindAllAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Item>(StringComparer.Ordinal);
        foreach (var chunk in keys.Distinct(StringComparer.Ordinal).Chunk(MaxKeys))
        {
            var left = new KeysAndAttributes { Keys = [.. chunk.Select(KeyOf)], ConsistentRead = true };
            for (var tries = 1; left?.Keys is { Count: > 0 }; tries++)
            {
                var request = new BatchGetItemRequest { RequestItems = new(StringComparer.Ordinal) { [name] = left } };
                var response = await Calls.CallAsync(() => client.BatchGetItemAsync(request, cancellationToken), cancellationToken);
                foreach (var item in response.Responses?.GetValueOrDefault(name) ?? [])
                {
                    found[item[KeyName].S] = item;
                }

                // What is over the throughput, or over 16 MB of an answer, comes back unread.
                left = response.UnprocessedKeys?.GetValueOrDefault(name);
                if (left is not null)
                {
                    await Calls.DelayAsync(tries, cancellationToken);
                }
            }
        }

        return found;
    }

    public Task<WriteResult> ChangeAsync(ItemChange change, CancellationToken cancellationToken)
    {
        var request = change.Alone(name);
        return WriteAsync<ConditionalCheckFailedException>(
            async () => new WriteResult.Applied((await client.UpdateItemAsync(request, cancellationToken)).Attributes),
            refusal => new([refusal.Item is { Count: > 0 } item ? item : null], [true]),
            _ => true,
            cancellationToken);
    }

    /// <summary>
    /// All or nothing. The token makes the service answer a repeated request, within ten minutes, with what became of the first,
    /// so that asking again after a lost answer counts nothing twice.
    /// </summary>
    public Task<WriteResult> ChangeTogetherAsync(List<TransactWriteItem> actions, CancellationToken cancellationToken)
    {
        var request = new TransactWriteItemsRequest { TransactItems = actions, ClientRequestToken = Calls.Token() };
        return WriteAsync<TransactionCanceledException>(
            async () =>
            {
                await client.TransactWriteItemsAsync(request, cancellationToken);
                return new WriteResult.Applied(null);
            },
            refusal => new(
                [.. refusal.CancellationReasons.Select(reason => reason.Item is { Count: > 0 } item ? item : null)],
                [.. refusal.CancellationReasons.Select(IsRefusal)]),
            refusal => refusal.CancellationReasons?.Any(IsRefusal) is true,
            cancellationToken);
    }

    /// <summary>Keys in one partition of the index, in order. It lags behind the table, by milliseconds as a rule.</summary>
    public async IAsyncEnumerable<string> OpenKeysAsync(
        string partition, bool newestFirst, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new QueryRequest
        {
            TableName = name,
            IndexName = OpenIndex,
            KeyConditionExpression = "#open = :open",
            ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#open"] = "open" },
            ExpressionAttributeValues = new(StringComparer.Ordinal) { [":open"] = ItemChange.Text(partition) },
            ScanIndexForward = !newestFirst,
        };
        do
        {
            var page = await Calls.CallAsync(() => client.QueryAsync(request, cancellationToken), cancellationToken);
            foreach (var item in page.Items ?? [])
            {
                yield return item[KeyName].S;
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    /// <summary>The items of the table that have an attribute with this text, in no order.</summary>
    public async IAsyncEnumerable<Item> ScanAsync(
        string attribute, string value, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ScanRequest
        {
            TableName = name,
            ConsistentRead = true,
            FilterExpression = "#attribute = :value",
            ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#attribute"] = attribute },
            ExpressionAttributeValues = new(StringComparer.Ordinal) { [":value"] = ItemChange.Text(value) },
        };
        do
        {
            var page = await Calls.CallAsync(() => client.ScanAsync(request, cancellationToken), cancellationToken);
            foreach (var item in page.Items ?? [])
            {
                yield return item;
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    private async Task<WriteResult> WriteAsync<TRefusal>(
        Func<Task<WriteResult>> write,
        Func<TRefusal, WriteResult.Rejected> read,
        Func<TRefusal, bool> isRefusal,
        CancellationToken cancellationToken)
        where TRefusal : Exception
    {
        try
        {
            return await Calls.CallAsync(write, exception => exception is TRefusal refusal && isRefusal(refusal), cancellationToken);
        }
        catch (TRefusal refusal)
        {
            return read(refusal);
        }
    }

    private static bool IsRefusal(CancellationReason reason) => reason.Code == "ConditionalCheckFailed";

    private static Item KeyOf(string key) => new(StringComparer.Ordinal) { [KeyName] = ItemChange.Text(key) };
}
