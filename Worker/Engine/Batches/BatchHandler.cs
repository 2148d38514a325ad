using System.Collections.Concurrent;
using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Logging;
using ImgCompress.Lambda;
using ImgCompress.Queue;
using ImgCompress.Threading;

namespace ImgCompress.Engine.Batches;

/// <summary>
/// The function: an SQS event in, the failures of its batch out. Every record has failed until it is proven done, and fails
/// alone. What would not finish in time is not begun, and what is in progress when the time is over is given back.
/// </summary>
/// <param name="queue">Takes dead letters and visibility timeouts; the event source mapping deletes what is done.</param>
/// <param name="processor">Processes one delivery.</param>
/// <param name="parallel">Deliveries in progress at a time, at least 1.</param>
/// <param name="lease">The lease of a claim; longer than any invocation.</param>
/// <param name="time">The clock of the deadline.</param>
/// <param name="log">Takes a line for each delivery that was not completed, and one for the batch.</param>
public sealed class BatchHandler(
    IJobQueue queue, FileProcessor processor, int parallel, TimeSpan lease, TimeProvider time, WorkerLog log)
{
    // More would stand in the way of other transactions on the same count.
    private const int MostToFinish = 25;

    // One batch follows another, and the pace of this place is known from the second one on.
    private readonly DeliveryTimeEstimate _pace = new();

    /// <summary>
    /// Called before the answer where a delivery hangs, in a native call as a rule: only the end of the process takes back its memory.
    /// </summary>
    public Action LeftHanging { get; init; } = () => { };

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReceivedInvocation received, CancellationToken stop)
    {
        var invocation = new InvocationTime(received.Invocation.Deadline, time);
        if (invocation.Whole > lease)
        {
            // A claim must not be presumed dead while its invocation may still be at work.
            throw new InvalidOperationException(
                $"the function's timeout ({invocation.Whole.TotalSeconds:F0} s) is longer than {DeliverySettings.LeaseName} "
                + $"({lease.TotalSeconds:F0} s); it must be shorter");
        }

        var items = BatchEvent.Read(received.Event);
        using var cutOff = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var alarm = new CancellationTokenSource(invocation.UntilCutOff, time);
        await using var registration = alarm.Token.Register(cutOff.Cancel);
        var began = time.GetTimestamp();

        // What has been received before may be what ended the process that held it, so it comes last.
        var waiting = new ConcurrentQueue<BatchItem>(items.OrderBy(item => item.ReceiveCount > 1));
        var work = WorkAsync(waiting, Math.Min(parallel, items.Count), invocation, cutOff.Token);
        try
        {
            await work.WaitAsync(invocation.UntilAnswer, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // What hangs is answered as failed. Should it wake up before the process has ended, it goes on as any stalled worker does.
            log.Fault("a delivery did not end in time; the process ends after its answer", received.Invocation.RequestId);
            LeftHanging();
        }

        log.Batch(
            items.Sum(item => item.Records.Count),
            items.Count,
            items.Count(item => !item.IsDone),
            time.GetElapsedTime(began),
            received.Invocation.RequestId);
        return BatchEvent.Answer(items.Where(item => !item.IsDone).SelectMany(item => item.Records).Select(record => record.Id));
    }

    /// <summary>
    /// What is resized is finished together once all is, or the time is over: a transaction for ten items costs less than ten. A process
    /// that is killed before leaves items whose next deliveries find their results in place.
    /// </summary>
    private async Task WorkAsync(
        ConcurrentQueue<BatchItem> waiting, int loops, InvocationTime invocation, CancellationToken cutOff)
    {
        var toFinish = new ConcurrentQueue<(BatchItem Item, DeliveryResult.ToFinish Finish)>();
        var work = Task.WhenAll(Enumerable.Range(0, loops)
            .Select(_ => SideBySide.RunAsync(() => LoopAsync(waiting, toFinish, invocation, cutOff))));
        await work.WaitAsync(cutOff)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await FinishAllAsync(toFinish);
        await work;
        await FinishAllAsync(toFinish);
    }

    private async Task FinishAllAsync(ConcurrentQueue<(BatchItem Item, DeliveryResult.ToFinish Finish)> toFinish)
    {
        var items = new List<(BatchItem Item, DeliveryResult.ToFinish Finish)>();
        while (toFinish.TryDequeue(out var one))
        {
            items.Add(one);
        }

        if (items.Count == 0)
        {
            return;
        }

        try
        {
            var results = await processor.FinishAllAsync(items.ConvertAll(one => one.Finish));
            foreach (var (item, result) in items.Select(one => one.Item).Zip(results))
            {
                await SettleAsync(item, result);
                log.Delivery(new(item.Message, result));
            }
        }
        catch (Exception exception)
        {
            log.Fault(exception.Message, items[0].Item.Records[0].Id);
        }
    }

    private async Task LoopAsync(
        ConcurrentQueue<BatchItem> waiting,
        ConcurrentQueue<(BatchItem Item, DeliveryResult.ToFinish Finish)> toFinish,
        InvocationTime invocation,
        CancellationToken cutOff)
    {
        while (waiting.TryDequeue(out var item))
        {
            if (!cutOff.IsCancellationRequested && invocation.Allows(_pace.Expected))
            {
                await DeliverAsync(item, toFinish, invocation, cutOff);
            }
            else
            {
                // Without a claim, and so without costing an attempt.
                await RetryLaterAsync(item, TimeSpan.Zero);
            }
        }
    }

    /// <summary>The edge at which a record fails alone, whatever went wrong with it.</summary>
    private async Task DeliverAsync(
        BatchItem item,
        ConcurrentQueue<(BatchItem Item, DeliveryResult.ToFinish Finish)> toFinish,
        InvocationTime invocation,
        CancellationToken cutOff)
    {
        try
        {
            // What has been received before may end the process, and must not cut off what is only to be finished.
            var isFirst = item.ReceiveCount <= 1;
            if (!isFirst || toFinish.Count >= MostToFinish)
            {
                await FinishAllAsync(toFinish);
            }

            var began = time.GetTimestamp();
            var tooSlow = invocation.HasMostLeft ? TooSlow(invocation) : null;
            var result = item.Message is null
                ? Settlement.BadMessage(item.Problem)
                : await processor.ProcessAsync(item.Message, tooSlow, finishesLater: isFirst, cutOff);
            _pace.Add(time.GetElapsedTime(began));
            if (result is DeliveryResult.ToFinish finish)
            {
                toFinish.Enqueue((item, finish));
                return;
            }

            await SettleAsync(item, result);
            log.Delivery(new(item.Message, result));
        }
        catch (OperationCanceledException) when (cutOff.IsCancellationRequested)
        {
            await RetryLaterAsync(item, TimeSpan.Zero);
        }
        catch (Exception exception)
        {
            log.Fault(exception.Message, item.Records[0].Id);
        }
    }

    private async Task SettleAsync(BatchItem item, DeliveryResult result)
    {
        switch (result)
        {
            case DeliveryResult.Retry(var delay, _):
                await RetryLaterAsync(item, delay);
                break;
            case DeliveryResult.DeadLettered:
                // One letter, however often the message is in the batch. If it cannot be sent, the records stay failed.
                await queue.SettleAsync(item.Records[0].Received, result);
                item.Done();
                break;
            default:
                item.Done();
                break;
        }
    }

    /// <summary>Else it would come again after the queue's visibility timeout, which is much longer.</summary>
    private async Task RetryLaterAsync(BatchItem item, TimeSpan delay)
    {
        try
        {
            foreach (var (_, received) in item.Records)
            {
                await queue.ChangeVisibilityAsync(received, delay, CancellationToken.None);
            }
        }
        catch (Exception exception)
        {
            log.Fault(exception.Message, item.Records[0].Id);
        }
    }

    private static Failure TooSlow(InvocationTime invocation) => new(
        FailureReason.DeadlineExceeded, $"it takes longer than the function has ({invocation.Whole.TotalSeconds:F0} s)");
}
