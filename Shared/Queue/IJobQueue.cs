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

    /// <summary>About how many dead letters there are, those included that somebody is looking at.</summary>
    Task<long> CountDeadLettersAsync(CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="max"/> dead letters, which stay where they are; hidden from others while they are gathered.</summary>
    Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(int max, CancellationToken cancellationToken);

    /// <summary>
    /// Sends dead letters back into the queue, as new messages with a new time, and only then removes them. Each letter that is
    /// there at the start is looked at once; those that die while this goes on are left.
    /// </summary>
    /// <param name="filter">Which; the others stay.</param>
    /// <param name="progress">Told how many went back so far.</param>
    /// <param name="cancellationToken">Leaves the rest where it is.</param>
    /// <returns>How many went back.</returns>
    Task<long> RedriveAsync(RedriveFilter filter, IProgress<long>? progress, CancellationToken cancellationToken);
}
