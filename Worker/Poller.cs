using ImgCompress.Contracts;
using ImgCompress.Queue;

namespace ImgCompress.Worker;

/// <summary>
/// Takes messages from a queue and has them worked on, so many side by side: what an SQS event source mapping does for the
/// function in Lambda. The one place that decides what runs at the same time.
/// </summary>
internal sealed class Poller(IJobQueue queue, FileProcessor processor, TimeSpan visibility, Action<Delivered> report)
{
    /// <summary>Works until no message will come any more, or until it is told to stop; then the deliveries in work are ended first.</summary>
    /// <param name="parallel">Deliveries in work at a time.</param>
    /// <param name="idle">Called when no message is there: returns when it is worth asking again, with false when none will come.</param>
    /// <param name="stop">Begin nothing more.</param>
    public Task RunAsync(int parallel, Func<CancellationToken, Task<bool>> idle, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, parallel).Select(_ => Task.Run(() => LoopAsync(idle, stop), CancellationToken.None)));

    private async Task LoopAsync(Func<CancellationToken, Task<bool>> idle, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var received = await queue.ReceiveAsync(1, visibility, CancellationToken.None);
            foreach (var message in received)
            {
                await DeliverAsync(message);
            }

            if (received.Count == 0 && !await idle(stop))
            {
                return;
            }
        }
    }

    private async Task DeliverAsync(ReceivedMessage received)
    {
        var message = JobMessage.Parse(received.Body, out var problem);
        var ending = message is null
            ? new Ending.Failed(new(FailureReason.BadMessage, problem))
            : await processor.ProcessAsync(message, received.Sent, CancellationToken.None);
        await (ending switch
        {
            Ending.Failed(var failure) => queue.DeadLetterAsync(received, failure, CancellationToken.None),
            Ending.Again(var delay, _) => queue.ChangeVisibilityAsync(received, delay, CancellationToken.None),
            _ => queue.DeleteAsync(received, CancellationToken.None),
        });
        report(new(message, ending));
    }
}
