namespace ImgCompress.Engine.Delivery;

/// <summary>
/// Admits deliveries by what each takes of a whole, in the order in which they ask. One that asks for more than there is goes
/// alone.
/// </summary>
/// <param name="capacity">What all that are admitted may take together.</param>
public sealed class Budget(long capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiter> _waiting = new();
    private long _used;

    private long Whole => capacity;

    /// <summary>Waits for room; disposing what comes back gives it free.</summary>
    public async Task<Room> EnterAsync(long amount, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(Math.Clamp(amount, 0, capacity));
        lock (_lock)
        {
            _waiting.Enqueue(waiter);
            Admit();
        }

        await using var registration = cancellationToken.Register(() => Withdraw(waiter, cancellationToken));
        await waiter.Admitted.Task;
        return new Room(this, waiter.Amount);
    }

    /// <summary>Whoever waits behind it may be let in.</summary>
    private void Withdraw(Waiter waiter, CancellationToken cancellationToken)
    {
        if (waiter.Admitted.TrySetCanceled(cancellationToken))
        {
            lock (_lock)
            {
                Admit();
            }
        }
    }

    private void Admit()
    {
        while (_waiting.TryPeek(out var next) && (next.Admitted.Task.IsCompleted || _used + next.Amount <= capacity))
        {
            _waiting.Dequeue();
            if (next.Admitted.TrySetResult())
            {
                _used += next.Amount;
            }
        }
    }

    private bool TryGrow(long by)
    {
        lock (_lock)
        {
            if (_used + by > capacity)
            {
                return false;
            }

            _used += by;
            return true;
        }
    }

    private void Leave(long amount)
    {
        lock (_lock)
        {
            _used -= amount;
            Admit();
        }
    }

    private sealed record Waiter(long Amount)
    {
        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>What one has been admitted to; given free once, however often it is disposed.</summary>
    public sealed class Room(Budget budget, long amount) : IDisposable
    {
        private long _amount = amount;

        /// <summary>
        /// Takes more, without waiting, which two that hold room already could do for each other for ever. False: there is too little, and
        /// the holder has to leave first.
        /// </summary>
        public bool TryGrowTo(long amount)
        {
            var by = Math.Min(amount, budget.Whole) - _amount;
            if (by > 0 && !budget.TryGrow(by))
            {
                return false;
            }

            _amount += Math.Max(by, 0);
            return true;
        }

        public void Dispose() => budget.Leave(Interlocked.Exchange(ref _amount, 0));
    }
}
