using ImgCompress.Contracts;
using ImgCompress.Queue;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>A queue that holds everything in memory; sending and burying are steps of their own, as on AWS.</summary>
internal sealed class SimulatedQueue(QueueStore store, ICaller caller) : IJobQueue
{
    public async Task<IReadOnlyList<Unsent>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var outgoing in messages)
        {
            await caller.CallAsync("send", () => Send(outgoing.Message.ToJson(), outgoing.Weight));
        }

        return [];
    }

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, TimeSpan visibility, CancellationToken cancellationToken) =>
        caller.CallAsync("receive", () => store.Receive(max, visibility));

    public Task DeleteAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        caller.CallAsync("delete", () => store.Find(message) is { } found && store.Messages.Remove(found));

    public Task ChangeVisibilityAsync(ReceivedMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
        caller.CallAsync("change visibility", () =>
        {
            if (store.Find(message) is { } found)
            {
                found.Visible = store.Time.GetUtcNow() + delay;
            }

            return true;
        });

    public async Task DeadLetterAsync(ReceivedMessage message, string letter, Failure failure, CancellationToken cancellationToken)
    {
        await caller.CallAsync("bury", () =>
        {
            store.Bury(new(letter, failure));
            return true;
        });
        await DeleteAsync(message, cancellationToken);
    }

    public Task<MessageCounts> CountMessagesAsync(CancellationToken cancellationToken) => caller.CallAsync(
        "count messages",
        () =>
        {
            var hidden = store.Messages.Count(message => message.Visible > store.Time.GetUtcNow() && message.Receives > 0);
            return new MessageCounts(store.Messages.Count - hidden, hidden);
        },
        writes: false);

    public Task<long> CountDeadLettersAsync(CancellationToken cancellationToken) =>
        caller.CallAsync("count letters", () => (long)store.Letters.Count, writes: false);

    public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(int max, CancellationToken cancellationToken) =>
        caller.CallAsync<IReadOnlyList<DeadLetter>>(
            "peek", () => [.. store.Letters.Take(max).Select(letter => letter.Letter)], writes: false);

    public async Task<long> RedriveAsync(RedriveFilter filter, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var (sent, items) = (0L, new HashSet<string>(StringComparer.Ordinal));
        var letters = await caller.CallAsync("receive letters", () => store.Letters.ToList());
        foreach (var (id, letter) in letters.Where(one => filter.Takes(one.Letter) && items.Add(one.Letter.Item)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await caller.CallAsync("send", () => Send(letter.Body, 0));
            await caller.CallAsync("delete letter", () => store.Letters.RemoveAll(one => one.Id == id) > 0);
            sent++;
            progress?.Report(sent);
        }

        return sent;
    }

    public void Dispose()
    {
    }

    private bool Send(string body, long weight)
    {
        store.Send(body, weight);
        return true;
    }
}
