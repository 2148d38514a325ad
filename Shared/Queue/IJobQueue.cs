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

    /// <summary>Puts a letter with its reason into the dead-letter queue, and then removes the message here.</summary>
    /// <param name="message">The message that failed.</param>
    /// <param name="letter">The letter's body, which a redrive sends; the message's own, as a rule with the failure's epoch.</param>
    /// <param name="failure">Why.</param>
    /// <param name="cancellationToken">May leave the letter sent and the message in place.</param>
    Task DeadLetterAsync(ReceivedMessage message, string letter, Failure failure, CancellationToken cancellationToken);

    /// <summary>About how many messages there are that are not dead letters.</summary>
    Task<MessageCounts> CountMessagesAsync(CancellationToken cancellationToken);

    /// <summary>About how many dead letters there are, those included that somebody is looking at.</summary>
    Task<long> CountDeadLettersAsync(CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="max"/> dead letters, which stay where they are; hidden from others while they are gathered.</summary>
    Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(int max, CancellationToken cancellationToken);

    /// <summary>
    /// Sends dead letters back into the queue, as new messages, and only then removes them. Of each item one letter goes back: those of
    /// items that fail again while this goes on are left.
    /// </summary>
    /// <param name="filter">Which; the others stay.</param>
    /// <param name="progress">Told how many went back so far.</param>
    /// <param name="cancellationToken">Leaves the rest where it is.</param>
    /// <returns>How many went back.</returns>
    Task<long> RedriveAsync(RedriveFilter filter, IProgress<long>? progress, CancellationToken cancellationToken);
}
