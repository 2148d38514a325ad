namespace ImgCompress.Engine.Delivery;

/// <summary>
/// Admits images by the memory that they will take, in the order in which they ask. An image that asks for more than there is
/// goes alone.
/// </summary>
/// <param name="capacity">Bytes that all admitted images may take together.</param>
public sealed class MemoryBudget(long capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiter> _waiting = new();
    private long _used;

    /// <summary>Waits for room; disposing what comes back gives it free.</summary>
    public async Task<IDisposable> EnterAsync(long bytes, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(Math.Clamp(bytes, 0, capacity));
        lock (_lock)
        {
            _waiting.Enqueue(waiter);
            Admit();
        }

        await using var registration = cancellationToken.Register(() => waiter.Admitted.TrySetCanceled(cancellationToken));
        await waiter.Admitted.Task;
        return new Room(this, waiter.Bytes);
    }

    private void Admit()
    {
        while (_waiting.TryPeek(out var next) && _used + next.Bytes <= capacity)
        {
            _waiting.Dequeue();
            if (next.Admitted.TrySetResult())
            {
                _used += next.Bytes;
            }
        }
    }

    private void Leave(long bytes)
    {
        lock (_lock)
        {
            _used -= bytes;
            Admit();
        }
    }

    private sealed record Waiter(long Bytes)
    {
        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Room(MemoryBudget budget, long bytes) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                budget.Leave(bytes);
            }
        }
    }
}
