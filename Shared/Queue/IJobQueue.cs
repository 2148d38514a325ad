using ImgCompress.Contracts;

namespace ImgCompress.Queue;

/// <summary>Messages, each delivered at least once, in no order that anybody may rely on.</summary>
public interface IJobQueue : IDisposable
{
    /// <summary>Sends messages; returns those that were not taken, with the reason.</summary>
    Task<IReadOnlyList<Unsent>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken);

    /// <summary>
    /// Takes up to <paramref name="max"/> messages, which nobody else gets while <paramref name="visibility"/> lasts. Waits for the
    /// first one as long as the backend does; none then.
    /// </summary>
    Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, TimeSpan visibility, CancellationToken cancellationToken);

    /// <summary>Removes a message that is dealt with.</summary>
    Task DeleteAsync(ReceivedMessage message, CancellationToken cancellationToken);

    /// <summary>Makes a message visible again after <paramref name="delay"/>, or keeps it hidden as long.</summary>
    Task ChangeVisibilityAsync(ReceivedMessage message, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Puts a message with its reason into the dead-letter queue, and then removes it here.</summary>
    Task DeadLetterAsync(ReceivedMessage message, Failure failure, CancellationToken cancellationToken);
}
