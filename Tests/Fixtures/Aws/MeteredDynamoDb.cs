using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace ImgCompress.Tests.Fixtures.Aws;

/// <summary>A real client that sums what the service says its requests took.</summary>
internal sealed class MeteredDynamoDb(string endpoint, AWSCredentials credentials) : AmazonDynamoDBClient(
    credentials, new AmazonDynamoDBConfig { ServiceURL = endpoint, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 })
{
    private readonly Lock _lock = new();
    private double _units;

    /// <summary>Units since the last time.</summary>
    public double Take()
    {
        lock (_lock)
        {
            var units = _units;
            _units = 0;
            return units;
        }
    }

    public override async Task<UpdateItemResponse> UpdateItemAsync(
        UpdateItemRequest request, CancellationToken cancellationToken = default)
    {
        request.ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL;
        var answer = await base.UpdateItemAsync(request, cancellationToken);
        Add([answer.ConsumedCapacity]);
        return answer;
    }

    public override async Task<TransactWriteItemsResponse> TransactWriteItemsAsync(
        TransactWriteItemsRequest request, CancellationToken cancellationToken = default)
    {
        request.ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL;
        var answer = await base.TransactWriteItemsAsync(request, cancellationToken);
        Add(answer.ConsumedCapacity ?? []);
        return answer;
    }

    private void Add(IEnumerable<ConsumedCapacity?> all)
    {
        lock (_lock)
        {
            _units += all.Sum(one => one?.CapacityUnits ?? 0);
        }
    }
}
