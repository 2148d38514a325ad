using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace ImgCompress.Tests.Fixtures.Aws;

/// <summary>
/// A real client on a bad line: of the writes, some do not arrive, and of some that do, the answer is lost;
/// each three times at most.
/// </summary>
internal sealed class LossyDynamoDb(string endpoint, AWSCredentials credentials, Random random) : AmazonDynamoDBClient(
    credentials, new AmazonDynamoDBConfig { ServiceURL = endpoint, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 })
{
    private const int MostLosses = 3;

    private readonly Lock _lock = new();
    private readonly ConditionalWeakTable<AmazonWebServiceRequest, StrongBox<int>> _losses = [];

    public override Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancellationToken = default) =>
        LoseAsync(request, () => base.UpdateItemAsync(request, cancellationToken));

    public override Task<TransactWriteItemsResponse> TransactWriteItemsAsync(
        TransactWriteItemsRequest request, CancellationToken cancellationToken = default) =>
        LoseAsync(request, () => base.TransactWriteItemsAsync(request, cancellationToken));

    private async Task<T> LoseAsync<T>(AmazonWebServiceRequest request, Func<Task<T>> write)
    {
        int fate;
        lock (_lock)
        {
            var losses = _losses.GetOrCreateValue(request);
            fate = losses.Value < MostLosses ? random.Next(8) : int.MaxValue;
            losses.Value += fate is 0 or 1 ? 1 : 0;
        }

        if (fate == 0)
        {
            throw new HttpRequestException("the request did not arrive");
        }

        var answer = await write();
        return fate == 1 ? throw new HttpRequestException("the answer was lost") : answer;
    }
}
