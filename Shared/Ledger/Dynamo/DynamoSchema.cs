using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ImgCompress.Aws;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>The table as <c>init</c> creates it; template.yaml creates the same.</summary>
internal static class DynamoSchema
{
    private static readonly TimeSpan ActivationTimeout = TimeSpan.FromMinutes(2);

    public static async Task CreateAsync(IAmazonDynamoDB client, DynamoTable table, CancellationToken cancellationToken)
    {
        var request = new CreateTableRequest
        {
            TableName = table.Name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new(DynamoTable.KeyName, ScalarAttributeType.S), new("open", ScalarAttributeType.S)],
            KeySchema = [new(DynamoTable.KeyName, KeyType.HASH)],
            GlobalSecondaryIndexes =
            [
                new()
                {
                    IndexName = DynamoTable.OpenIndex,
                    KeySchema = [new("open", KeyType.HASH), new(DynamoTable.KeyName, KeyType.RANGE)],
                    Projection = new() { ProjectionType = ProjectionType.KEYS_ONLY },
                },
            ],
        };
        try
        {
            await table.Calls.CallAsync(
                () => client.CreateTableAsync(request, cancellationToken), refusal => refusal is ResourceInUseException, cancellationToken);
        }
        catch (ResourceInUseException)
        {
            // It is there, or being made; what it looks like is checked below.
        }

        for (var tries = 1; ; tries++)
        {
            var description = await table.DescribeAsync(cancellationToken);
            Check(description);
            if (description.TableStatus == TableStatus.ACTIVE
                && description.GlobalSecondaryIndexes.TrueForAll(index => index.IndexStatus == IndexStatus.ACTIVE))
            {
                return;
            }

            if (tries > ActivationTimeout.TotalSeconds)
            {
                throw new AwsFaultException(
                    $"the table '{table.Name}' is still {description.TableStatus} after {ActivationTimeout.TotalMinutes} minutes");
            }

            await table.Calls.DelayAsync(tries, cancellationToken);
        }
    }

    private static void Check(TableDescription table)
    {
        var index = table.GlobalSecondaryIndexes?.Find(i => i.IndexName == DynamoTable.OpenIndex);
        if (!IsKey(table.KeySchema, DynamoTable.KeyName) || index is null || !IsKey(index.KeySchema, "open", DynamoTable.KeyName))
        {
            throw new AwsFaultException(
                $"the table '{table.TableName}' is not a ledger: it needs the key '{DynamoTable.KeyName}' and the index "
                + $"'{DynamoTable.OpenIndex}' ('open', '{DynamoTable.KeyName}')");
        }
    }

    private static bool IsKey(List<KeySchemaElement> schema, params string[] names) =>
        schema.OrderBy(element => element.KeyType == KeyType.RANGE)
            .Select(element => element.AttributeName)
            .SequenceEqual(names, StringComparer.Ordinal);
}
