using ImgCompress.Contracts;
using ImgCompress.Queue;

namespace ImgCompress.Tests.Fixtures.Wrappers;

/// <summary>A real queue, of which a test changes one call.</summary>
internal abstract class ForwardingQueue(IJobQueue queue) : IJobQueue
{
    public virtual Task<IReadOnlyList<Unsent>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) =>
        queue.SendAsync(messages, cancellationToken);

    public virtual Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, TimeSpan visibility, CancellationToken cancellationToken) =>
        queue.ReceiveAsync(max, visibility, cancellationToken);

    public virtual Task DeleteAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        queue.DeleteAsync(message, cancellationToken);

    public virtual Task ChangeVisibilityAsync(ReceivedMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
        queue.ChangeVisibilityAsync(message, delay, cancellationToken);

    public virtual Task DeadLetterAsync(ReceivedMessage message, string letter, Failure failure, CancellationToken cancellationToken) =>
        queue.DeadLetterAsync(message, letter, failure, cancellationToken);

    public virtual Task<MessageCounts> CountMessagesAsync(CancellationToken cancellationToken) =>
        queue.CountMessagesAsync(cancellationToken);

    public virtual Task<long> CountDeadLettersAsync(CancellationToken cancellationToken) => queue.CountDeadLettersAsync(cancellationToken);

    public virtual Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(int max, CancellationToken cancellationToken) =>
        queue.PeekDeadLettersAsync(max, cancellationToken);

    public virtual Task<long> RedriveAsync(RedriveFilter filter, IProgress<long>? progress, CancellationToken cancellationToken) =>
        queue.RedriveAsync(filter, progress, cancellationToken);

    public void Dispose()
    {
    }
}
