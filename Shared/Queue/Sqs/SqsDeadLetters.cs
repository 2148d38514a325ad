using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.SQS;
using Amazon.SQS.Model;
using ImgCompress.Aws;
using ImgCompress.Contracts;

namespace ImgCompress.Queue.Sqs;

/// <summary>
/// The dead-letter queue. A letter is read by receiving it, so it is hidden meanwhile, and made visible again at the end.
/// </summary>
internal sealed class SqsDeadLetters(IAmazonSQS client, SqsUrls urls, AwsCalls toQueue, SqsSending queue)
{
    /// <summary>Visibility timeout while letters are read: after a crash they become visible again by themselves.</summary>
    private const int VisibilitySeconds = 600;
    private const int WaitSeconds = 1;

    /// <summary>Long polls ask all of the service's servers, yet one that finds nothing is not believed alone.</summary>
    private const int EmptyAnswers = 2;

    private readonly AwsCalls _calls = toQueue.To($"the dead-letter queue '{urls.DeadLetters}'");

    public Task AddAsync(string body, Failure failure, CancellationToken cancellationToken)
    {
        var request = new SendMessageRequest(urls.DeadLetters, body) { MessageAttributes = LetterAttributes.Of(body, failure) };
        return _calls.CallAsync(() => client.SendMessageAsync(request, cancellationToken), cancellationToken);
    }

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        List<string> names =
            [QueueAttributeName.ApproximateNumberOfMessages, QueueAttributeName.ApproximateNumberOfMessagesNotVisible];
        var response = await _calls.CallAsync(
            () => client.GetQueueAttributesAsync(urls.DeadLetters, names, cancellationToken), cancellationToken);
        return names.Sum(name => long.Parse(response.Attributes[name], CultureInfo.InvariantCulture));
    }

    public async Task<IReadOnlyList<DeadLetter>> PeekAsync(int max, CancellationToken cancellationToken)
    {
        var letters = new List<DeadLetter>();
        var held = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            await foreach (var page in ReceiveAllAsync(() => max - letters.Count, held, cancellationToken))
            {
                letters.AddRange(page.Select(Read));
            }
        }
        finally
        {
            await GiveBackAsync(held.Values);
        }

        return letters;
    }

    /// <summary>
    /// Sends back what <paramref name="filter"/> takes, batch by batch. Of each item one letter goes back, so that a file that fails
    /// again at once does not go round for ever.
    /// </summary>
    public async Task<long> RedriveAsync(RedriveFilter filter, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var sent = 0L;
        var items = new HashSet<string>(StringComparer.Ordinal);
        var unsent = new List<string>();
        var held = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            await foreach (var page in ReceiveAllAsync(() => SqsSending.BatchSize, held, cancellationToken))
            {
                var taken = page.Where(message => Read(message) is var letter && filter.Takes(letter) && items.Add(letter.Item)).ToList();
                var failed = (await queue.SendAsync([.. taken.Select(message => message.Body)], cancellationToken))
                    .ToDictionary(one => taken[one.Index], one => one.Reason);
                unsent.AddRange(failed.Values);

                // A crash before this leaves a letter that has gone back already: it goes back again, and finds the file done.
                var gone = taken.Where(message => !failed.ContainsKey(message)).ToList();
                await RemoveAsync(gone, cancellationToken);
                gone.ForEach(message => held.Remove(message.MessageId));
                sent += gone.Count;
                progress?.Report(sent);
            }
        }
        finally
        {
            await GiveBackAsync(held.Values);
        }

        return unsent.Count == 0
            ? sent
            : throw new AwsFaultException($"{sent} dead letters went back, and {unsent.Count} could not be sent: {unsent[0]}");
    }

    /// <summary>Everything by the service's own task; null where it has no such thing.</summary>
    public async Task<long?> MoveAllAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var from = await ArnAsync(urls.DeadLetters, _calls, cancellationToken);
        var to = await ArnAsync(urls.Queue, toQueue, cancellationToken);
        var request = new StartMessageMoveTaskRequest { SourceArn = from, DestinationArn = to };
        try
        {
            await _calls.CallAsync(() => client.StartMessageMoveTaskAsync(request, cancellationToken), IsUnsupported, cancellationToken);
        }
        catch (AmazonSQSException exception) when (IsUnsupported(exception))
        {
            return null;
        }

        var list = new ListMessageMoveTasksRequest { SourceArn = from, MaxResults = 1 };
        for (var tries = 1; ; tries++)
        {
            var tasks = await _calls.CallAsync(() => client.ListMessageMoveTasksAsync(list, cancellationToken), cancellationToken);
            var task = tasks.Results[0];
            var moved = task.ApproximateNumberOfMessagesMoved ?? 0;
            progress?.Report(moved);
            switch (task.Status)
            {
                case "COMPLETED":
                    return moved;
                case "FAILED" or "CANCELLED":
                    throw new AwsFaultException(
                        $"the service ended its redrive after {moved} letters ({task.Status} {task.FailureReason})".TrimEnd());
            }

            await _calls.DelayAsync(tries, cancellationToken);
        }
    }

    /// <summary>
    /// Letters, each once, until there are no more or <paramref name="wanted"/> is 0. All of them, with their latest receipt handles,
    /// come to be <paramref name="held"/>, by message id: reading for more than ten minutes receives the first ones again.
    /// </summary>
    private async IAsyncEnumerable<List<Message>> ReceiveAllAsync(
        Func<int> wanted, Dictionary<string, string> held, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var empty = 0; empty < EmptyAnswers && wanted() > 0;)
        {
            var request = new ReceiveMessageRequest
            {
                QueueUrl = urls.DeadLetters,
                MaxNumberOfMessages = Math.Min(wanted(), SqsSending.BatchSize),
                VisibilityTimeout = VisibilitySeconds,
                WaitTimeSeconds = WaitSeconds,
                MessageAttributeNames = ["All"],
            };
            var response = await _calls.CallAsync(() => client.ReceiveMessageAsync(request, cancellationToken), cancellationToken);
            response.Messages?.ForEach(message => held[message.MessageId] = message.ReceiptHandle);
            var page = (response.Messages ?? []).Where(message => seen.Add(message.MessageId)).ToList();
            empty = page.Count == 0 ? empty + 1 : 0;
            if (page.Count > 0)
            {
                yield return page;
            }
        }
    }

    private async Task RemoveAsync(List<Message> messages, CancellationToken cancellationToken)
    {
        foreach (var chunk in messages.Chunk(SqsSending.BatchSize))
        {
            var request = new DeleteMessageBatchRequest(
                urls.DeadLetters, [.. chunk.Select((message, i) => new DeleteMessageBatchRequestEntry($"{i}", message.ReceiptHandle))]);
            await _calls.CallAsync(() => client.DeleteMessageBatchAsync(request, cancellationToken), cancellationToken);
        }
    }

    private async Task GiveBackAsync(IEnumerable<string> receiptHandles)
    {
        foreach (var chunk in receiptHandles.Chunk(SqsSending.BatchSize))
        {
            var request = new ChangeMessageVisibilityBatchRequest(
                urls.DeadLetters,
                [.. chunk.Select((handle, i) => new ChangeMessageVisibilityBatchRequestEntry($"{i}", handle) { VisibilityTimeout = 0 })]);
            await _calls.CallAsync(() => client.ChangeMessageVisibilityBatchAsync(request, CancellationToken.None), CancellationToken.None);
        }
    }

    private async Task<string> ArnAsync(string url, AwsCalls calls, CancellationToken cancellationToken)
    {
        var response = await calls.CallAsync(
            () => client.GetQueueAttributesAsync(url, [QueueAttributeName.QueueArn], cancellationToken), cancellationToken);
        return response.Attributes[QueueAttributeName.QueueArn];
    }

    private static DeadLetter Read(Message message) => new(message.Body, LetterAttributes.Read(message) ?? DeadLetter.Undelivered);

    /// <summary>Emulators that do not know the task, and the service where it has no such task for this queue.</summary>
    private static bool IsUnsupported(Exception exception) =>
        exception is UnsupportedOperationException
        || exception is AmazonSQSException
        {
            ErrorCode: "AWS.SimpleQueueService.UnsupportedOperation" or "InvalidAction" or "UnknownOperationException" or "NotImplemented"
                or "InternalFailure" or "InvalidParameterValue"
        };
}
