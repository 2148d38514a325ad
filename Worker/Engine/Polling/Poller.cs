using System.Diagnostics.CodeAnalysis;
using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Queue;
using ImgCompress.Threading;

namespace ImgCompress.Engine.Polling;

/// <summary>
/// Takes messages from a queue and has them worked on, so many side by side: what an SQS event source mapping does for the
/// function in Lambda. The one place that decides what runs at the same time.
/// </summary>
public sealed class Poller(IJobQueue queue, FileProcessor processor, TimeSpan visibility, TimeProvider time, Action<DeliveryReport> report)
{
    /// <summary>Messages that one receive of SQS returns at most.</summary>
    private const int MaxBatch = 10;

    private readonly Backoff _receiving = new();
    private readonly Backoff _delivering = new();

    /// <summary>Told of errors of the backend, which then is asked again later. Null: such an error ends the work.</summary>
    public Action<Exception>? Fault { get; init; }

    /// <summary>How long a delivery may take until it is taken for hung; the largest images take minutes.</summary>
    public TimeSpan HangsAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Told of each delivery that begins.</summary>
    public Action<ReceivedMessage>? Began { get; init; }

    /// <summary>
    /// Works until no message will come any more, or until <paramref name="stop"/> and the end of the deliveries in progress.
    /// </summary>
    /// <param name="parallel">Deliveries in progress at a time, at least 1.</param>
    /// <param name="idle">Called when there is no message: completes when it is worth asking again, with false when none will come.</param>
    /// <param name="stop">Cancelled when no further delivery is to begin.</param>
    /// <exception cref="HungDeliveryException">One does not end. It goes on until the process ends; the others have ended.</exception>
    [SuppressMessage("Reliability", "CA2025", Justification = "What is in progress is awaited before the method ends.")]
    public async Task RunAsync(int parallel, Func<CancellationToken, Task<bool>> idle, CancellationToken stop)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var inProgress = new List<Task>();
        try
        {
            var more = true;
            while (more)
            {
                // Each delivery that the ledger fails costs its message one receive, so those make the next batch wait too.
                await Task.Delay(_receiving.Delay > _delivering.Delay ? _receiving.Delay : _delivering.Delay, time, broken.Token);
                var free = await FreeAsync(inProgress, parallel, broken.Token);
                var batch = await ReceiveAsync(Math.Min(free, MaxBatch), broken.Token);
                inProgress.AddRange(batch.Select(received => SideBySide.RunAsync(() => DeliverAsync(received, broken))));
                more = batch.Count > 0 || await idle(broken.Token);
            }
        }
        catch (OperationCanceledException) when (broken.IsCancellationRequested)
        {
            // Told to stop, or a delivery failed: its exception comes out below.
        }
        finally
        {
            await Task.WhenAll(inProgress);
        }
    }

    /// <summary>
    /// How long a message is left alone whose delivery the backend cut off: half a minute, doubled with each delivery, so that an outage
    /// does not use up the deliveries that the queue allows; at most the visibility timeout, when the item's lease is over too.
    /// </summary>
    /// <param name="receiveCount">Deliveries of the message until now, this one included; zero where the queue did not say.</param>
    /// <param name="visibility">The queue's visibility timeout.</param>
    public static TimeSpan FaultDelay(int receiveCount, TimeSpan visibility)
    {
        var delay = TimeSpan.FromSeconds(30) * Math.Pow(2, Math.Clamp(receiveCount - 1, 0, 10));
        return delay < visibility ? delay : visibility;
    }

    /// <summary>How many more may begin, once there is one: no message is received before it can be processed.</summary>
    private static async Task<int> FreeAsync(List<Task> inProgress, int parallel, CancellationToken stop)
    {
        inProgress.RemoveAll(delivery => delivery.IsCompletedSuccessfully);
        while (inProgress.Count >= parallel)
        {
            await Task.WhenAny(inProgress).WaitAsync(stop);

            // One that failed has stopped all of it before it ended.
            stop.ThrowIfCancellationRequested();
            inProgress.RemoveAll(delivery => delivery.IsCompletedSuccessfully);
        }

        return parallel - inProgress.Count;
    }

    private async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, CancellationToken stop)
    {
        try
        {
            // A long poll that is cut off by the stop may take a message with it; that one comes again after its visibility timeout.
            var batch = await queue.ReceiveAsync(max, visibility, stop);
            _receiving.Succeeded();
            if (!stop.IsCancellationRequested)
            {
                return batch;
            }

            await Task.WhenAll(batch.Select(received => queue.ChangeVisibilityAsync(received, TimeSpan.Zero, CancellationToken.None)));
            return [];
        }
        catch (Exception exception) when (Fault is not null && !stop.IsCancellationRequested)
        {
            _receiving.Failed();
            Fault(exception);
            return [];
        }
    }

    private async Task DeliverAsync(ReceivedMessage received, CancellationTokenSource broken)
    {
        try
        {
            Began?.Invoke(received);
            var message = JobMessage.Parse(received.Body, out var problem);
            var result = message is null ? Settlement.BadMessage(problem) : await WorkAsync(message, received);
            await queue.SettleAsync(received, result);
            _delivering.Succeeded();
            report(new(message, result) { Received = received });
        }
        catch (Exception exception) when (Fault is not null && exception is not HungDeliveryException)
        {
            _delivering.Failed();
            Fault(exception);
            var delay = FaultDelay(received.ReceiveCount, visibility);
            await TryAsync(() => queue.ChangeVisibilityAsync(received, delay, CancellationToken.None));
        }
        catch
        {
            await broken.CancelAsync();
            throw;
        }
    }

    /// <summary>Works, and keeps the message hidden while that takes long: again at each third of the visibility timeout.</summary>
    private async Task<DeliveryResult> WorkAsync(JobMessage message, ReceivedMessage received)
    {
        var began = time.GetTimestamp();
        var work = SideBySide.RunAsync(() => processor.ProcessAsync(message, CancellationToken.None));
        while (true)
        {
            await ((Task)work).WaitAsync(visibility / 3, time)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (work.IsCompleted)
            {
                return await work;
            }

            if (time.GetElapsedTime(began) >= HangsAfter)
            {
                throw new HungDeliveryException(message, HangsAfter);
            }

            await TryAsync(() => queue.ChangeVisibilityAsync(received, visibility, CancellationToken.None));
        }
    }

    /// <summary>For what only hurries things: without it the visibility timeout passes.</summary>
    private async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception exception)
        {
            Fault?.Invoke(exception);
        }
    }
}
