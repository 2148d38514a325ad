using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using ImgCompress.Aws;
using ImgCompress.Contracts;

namespace ImgCompress.Queue.Sqs;

/// <summary>A standard SQS queue and its dead-letter queue, which holds each letter's reason in message attributes.</summary>
public sealed class SqsQueue : IJobQueue
{
    /// <summary>The longest that a message can be hidden.</summary>
    private static readonly TimeSpan MaxVisibility = TimeSpan.FromHours(12);

    /// <summary>The longest long poll.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);

    private readonly IAmazonSQS _client;
    private readonly string _url;
    private readonly AwsCalls _calls;
    private readonly SqsSending _sending;
    private readonly SqsDeadLetters _deadLetters;
    private readonly int _waitSeconds;

    /// <param name="client">Best from <see cref="AwsClients"/>; disposed with the queue.</param>
    /// <param name="urls">The URLs of the two queues.</param>
    /// <param name="wait">How long to wait for the first message: 0 to 20 seconds, in whole ones.</param>
    /// <param name="time">The clock of the delays between tries.</param>
    /// <param name="random">Chooses the lengths of the delays.</param>
    public SqsQueue(IAmazonSQS client, SqsUrls urls, TimeSpan wait, TimeProvider time, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wait, MaxWait);
        SqsSetup.RefuseFifo(urls.Queue);
        SqsSetup.RefuseFifo(urls.DeadLetters);
        _client = client;
        _url = urls.Queue;
        _calls = new($"the queue '{urls.Queue}'", AwsFaults.EndpointOf(client.Config), time, random);
        _sending = new(client, _url, _calls);
        _deadLetters = new(client, urls, _calls, _sending);
        _waitSeconds = (int)wait.TotalSeconds;
    }

    public async Task<IReadOnlyList<Unsent>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var unsent = await _sending.SendAsync([.. messages.Select(outgoing => outgoing.Message.ToJson())], cancellationToken);
        return [.. unsent.Select(failed => new Unsent(messages[failed.Index], failed.Reason))];
    }

    /// <summary>At most ten at a time.</summary>
    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, TimeSpan visibility, CancellationToken cancellationToken)
    {
        var request = new ReceiveMessageRequest
        {
            QueueUrl = _url,
            MaxNumberOfMessages = Math.Min(max, SqsSending.BatchSize),
            VisibilityTimeout = Seconds(visibility),
            WaitTimeSeconds = _waitSeconds,
            MessageSystemAttributeNames = [MessageSystemAttributeName.ApproximateReceiveCount],
        };
        var response = await _calls.CallAsync(() => _client.ReceiveMessageAsync(request, cancellationToken), cancellationToken);
        return [.. (response.Messages ?? []).Select(message => new ReceivedMessage(
            message.Body,
            message.ReceiptHandle,
            int.Parse(message.Attributes[MessageSystemAttributeName.ApproximateReceiveCount], CultureInfo.InvariantCulture)))];
    }

    public Task DeleteAsync(ReceivedMessage message, CancellationToken cancellationToken) => CallOnDeliveryAsync(
        () => _client.DeleteMessageAsync(_url, message.ReceiptHandle, cancellationToken), cancellationToken);

    public Task ChangeVisibilityAsync(ReceivedMessage message, TimeSpan delay, CancellationToken cancellationToken) => CallOnDeliveryAsync(
        () => _client.ChangeMessageVisibilityAsync(_url, message.ReceiptHandle, Seconds(delay), cancellationToken), cancellationToken);

    public async Task DeadLetterAsync(ReceivedMessage message, string letter, Failure failure, CancellationToken cancellationToken)
    {
        await _deadLetters.AddAsync(letter, failure, cancellationToken);
        await DeleteAsync(message, cancellationToken);
    }

    public async Task<MessageCounts> CountMessagesAsync(CancellationToken cancellationToken)
    {
        List<string> names =
        [
            QueueAttributeName.ApproximateNumberOfMessages, QueueAttributeName.ApproximateNumberOfMessagesDelayed,
            QueueAttributeName.ApproximateNumberOfMessagesNotVisible,
        ];
        var response = await _calls.CallAsync(() => _client.GetQueueAttributesAsync(_url, names, cancellationToken), cancellationToken);
        var counts = names.ConvertAll(name => long.Parse(response.Attributes[name], CultureInfo.InvariantCulture));
        return new(counts[0] + counts[1], counts[2]);
    }

    public Task<long> CountDeadLettersAsync(CancellationToken cancellationToken) => _deadLetters.CountAsync(cancellationToken);

    public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(int max, CancellationToken cancellationToken) =>
        _deadLetters.PeekAsync(max, cancellationToken);

    /// <summary>Everything through the service's own task, where it has one; by filter, or where it has none, one by one.</summary>
    public async Task<long> RedriveAsync(RedriveFilter filter, IProgress<long>? progress, CancellationToken cancellationToken) =>
        filter == RedriveFilter.Everything && await _deadLetters.MoveAllAsync(progress, cancellationToken) is { } moved
            ? moved
            : await _deadLetters.RedriveAsync(filter, progress, cancellationToken);

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// A delivery that is over, its visibility timeout having passed, can be neither deleted nor prolonged: the message comes again.
    /// </summary>
    private async Task CallOnDeliveryAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            await _calls.CallAsync(call, IsOver, cancellationToken);
        }
        catch (AmazonSQSException over) when (IsOver(over))
        {
            // Nothing is lost by it: whoever gets the message next finds in the ledger what was done.
        }
    }

    private static bool IsOver(Exception exception) =>
        exception is ReceiptHandleIsInvalidException or MessageNotInflightException
        || exception is AmazonSQSException { ErrorCode: "InvalidParameterValue" or "InvalidParameterValueException" };

    private static int Seconds(TimeSpan visibility) =>
        (int)Math.Ceiling((visibility < MaxVisibility ? visibility : MaxVisibility).TotalSeconds);
}
