using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace ImgCompress.Tests.Aws;

/// <summary>A real client on a bad line: of the writes, some do not arrive, and of some that do, the answer is lost.</summary>
internal sealed class LossyDynamoDb(string endpoint, AWSCredentials credentials, Random random) : AmazonDynamoDBClient(
    credentials, new AmazonDynamoDBConfig { ServiceURL = endpoint, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 })
{
    private readonly Lock _lock = new();

    public override Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancellationToken = default) =>
        LoseAsync(() => base.UpdateItemAsync(request, cancellationToken));

    public override Task<TransactWriteItemsResponse> TransactWriteItemsAsync(
        TransactWriteItemsRequest request, CancellationToken cancellationToken = default) =>
        LoseAsync(() => base.TransactWriteItemsAsync(request, cancellationToken));

    private async Task<T> LoseAsync<T>(Func<Task<T>> write)
    {
        int fate;
        lock (_lock)
        {
            fate = random.Next(8);
        }

        if (fate == 0)
        {
            throw new HttpRequestException("the request did not arrive");
        }

        var answer = await write();
        return fate == 1 ? throw new HttpRequestException("the answer was lost") : answer;
    }
}
