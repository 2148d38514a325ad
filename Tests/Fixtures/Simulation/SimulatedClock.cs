namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>A machine's clock, which is wrong by <paramref name="skew"/>, and its timers.</summary>
internal sealed class SimulatedClock(Scheduler scheduler, TimeSpan skew, Func<bool> isDead) : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 31, 14, 25, 30, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Beginning + TimeSpan.FromTicks(scheduler.Now) + skew;

    public override long GetTimestamp() => scheduler.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(scheduler, isDead, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(Scheduler scheduler, Func<bool> isDead, Action callback) : ITimer
    {
        private int _changes;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var change = ++_changes;
            if (dueTime >= TimeSpan.Zero)
            {
                scheduler.At(scheduler.Now + dueTime.Ticks, () =>
                {
                    if (change == _changes && !isDead())
                    {
                        callback();
                    }
                });
            }

            return true;
        }

        public void Dispose() => _changes++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
