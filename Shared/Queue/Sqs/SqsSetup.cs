using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using ImgCompress.Aws;

namespace ImgCompress.Queue.Sqs;

/// <summary>The queues as <c>init</c> creates them; template.yaml creates the same.</summary>
public static class SqsSetup
{
    // As long as SQS keeps anything.
    private static readonly TimeSpan Retention = TimeSpan.FromDays(14);

    /// <summary>Creates the queue and its dead-letter queue, or updates the settings of existing ones.</summary>
    /// <param name="client">Best from <see cref="AwsClients"/>.</param>
    /// <param name="name">The queue's name; its dead-letter queue is called <c>name-dead-letters</c>.</param>
    /// <param name="visibility">How long a delivery is hidden where the receiver names no visibility timeout.</param>
    /// <param name="maxReceiveCount">Deliveries after which SQS itself moves a message; more than a worker's attempts.</param>
    /// <param name="time">The clock of the delays between tries.</param>
    /// <param name="random">Chooses the lengths of the delays.</param>
    /// <param name="cancellationToken">Stops; what was created stays.</param>
    public static async Task<SqsUrls> CreateAsync(
        IAmazonSQS client,
        string name,
        TimeSpan visibility,
        int maxReceiveCount,
        TimeProvider time,
        Random random,
        CancellationToken cancellationToken)
    {
        RefuseFifo(name);
        var calls = new AwsCalls($"the queue '{name}'", AwsFaults.EndpointOf(client.Config), time, random);
        var retention = ((long)Retention.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var deadLetters = await CreateWithAttributesAsync($"{name}-dead-letters", new(StringComparer.Ordinal)
        {
            [QueueAttributeName.MessageRetentionPeriod] = retention,
        });
        var arn = (await calls.CallAsync(
            () => client.GetQueueAttributesAsync(deadLetters, [QueueAttributeName.QueueArn], cancellationToken), cancellationToken))
            .Attributes[QueueAttributeName.QueueArn];
        var queue = await CreateWithAttributesAsync(name, new(StringComparer.Ordinal)
        {
            [QueueAttributeName.MessageRetentionPeriod] = retention,
            [QueueAttributeName.VisibilityTimeout] = ((long)visibility.TotalSeconds).ToString(CultureInfo.InvariantCulture),
            [QueueAttributeName.RedrivePolicy] = $$"""{"deadLetterTargetArn":"{{arn}}","maxReceiveCount":{{maxReceiveCount}}}""",
        });
        return new(queue, deadLetters);

        async Task<string> CreateWithAttributesAsync(string queueName, Dictionary<string, string> attributes)
        {
            var url = await FindOrCreateAsync(queueName);
            var request = new SetQueueAttributesRequest(url, attributes);
            await calls.CallAsync(() => client.SetQueueAttributesAsync(request, cancellationToken), cancellationToken);
            return url;
        }

        async Task<string> FindOrCreateAsync(string queueName)
        {
            try
            {
                var created = await calls.CallAsync(
                    () => client.CreateQueueAsync(queueName, cancellationToken), Exists, cancellationToken);
                return created.QueueUrl;
            }
            catch (QueueNameExistsException)
            {
                return (await calls.CallAsync(() => client.GetQueueUrlAsync(queueName, cancellationToken), cancellationToken)).QueueUrl;
            }
        }
    }

    /// <summary>It is there with other settings, which are about to be set.</summary>
    private static bool Exists(Exception exception) => exception is QueueNameExistsException;

    /// <summary>A FIFO queue holds back a whole message group while one of its messages is in progress or fails.</summary>
    internal static void RefuseFifo(string nameOrUrl)
    {
        if (nameOrUrl.EndsWith(".fifo", StringComparison.OrdinalIgnoreCase))
        {
            throw new AwsFaultException(
                $"'{nameOrUrl}' is a FIFO queue; files need no order and would wait for one another in it: use a standard queue");
        }
    }
}
