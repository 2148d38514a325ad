using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.SQS;

namespace ImgCompress.Aws;

/// <summary>
/// Clients from the SDK's own settings (<c>AWS_REGION</c>, <c>AWS_ENDPOINT_URL_DYNAMODB</c>, <c>AWS_ENDPOINT_URL_SQS</c>,
/// credentials). They do not retry: the backends do, in one place and by the same rules for both services.
/// </summary>
public static class AwsClients
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // A long poll is answered after 20 seconds at most.
    private static readonly TimeSpan PollTimeout = TimeSpan.FromSeconds(30);

    /// <summary>A client for the ledger.</summary>
    /// <param name="endpoint">The service's URL; null: from the SDK's settings.</param>
    /// <param name="credentials">Null: from the SDK's settings.</param>
    public static IAmazonDynamoDB DynamoDb(string? endpoint = null, AWSCredentials? credentials = null) => Create("DynamoDB", () =>
    {
        var config = Configure(new AmazonDynamoDBConfig(), endpoint, Timeout);
        return credentials is null ? new AmazonDynamoDBClient(config) : new AmazonDynamoDBClient(credentials, config);
    });

    /// <summary>A client for the queue.</summary>
    /// <param name="endpoint">The service's URL; null: from the SDK's settings.</param>
    /// <param name="credentials">Null: from the SDK's settings.</param>
    public static IAmazonSQS Sqs(string? endpoint = null, AWSCredentials? credentials = null) => Create("SQS", () =>
    {
        var config = Configure(new AmazonSQSConfig(), endpoint, PollTimeout);
        return credentials is null ? new AmazonSQSClient(config) : new AmazonSQSClient(credentials, config);
    });

    private static T Configure<T>(T config, string? endpoint, TimeSpan timeout)
        where T : ClientConfig
    {
        config.MaxErrorRetry = 0;
        config.Timeout = timeout;
        if (endpoint is not null)
        {
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = "us-east-1";
        }

        return config;
    }

    private static T Create<T>(string service, Func<T> create)
    {
        try
        {
            return create();
        }
        catch (AmazonClientException exception)
        {
            throw new AwsFaultException(
                $"there is no region or endpoint for {service} (set AWS_REGION): {exception.Message.TrimEnd('.')}", exception);
        }
    }
}
