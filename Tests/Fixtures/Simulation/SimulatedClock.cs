namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>A machine's clock and its timers.</summary>
/// <param name="scheduler">Has the time.</param>
/// <param name="skew">How wrong the clock is.</param>
/// <param name="run">Runs what a timer is for, now or later, or not at all.</param>
internal sealed class SimulatedClock(Scheduler scheduler, TimeSpan skew, Action<Action> run) : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 31, 14, 25, 30, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Beginning + TimeSpan.FromTicks(scheduler.Now) + skew;

    public override long GetTimestamp() => scheduler.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(scheduler, run, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(Scheduler scheduler, Action<Action> run, Action callback) : ITimer
    {
        private int _changes;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var change = ++_changes;
            if (dueTime >= TimeSpan.Zero)
            {
                scheduler.At(scheduler.Now + dueTime.Ticks, () => run(() =>
                {
                    if (change == _changes)
                    {
                        callback();
                    }
                }));
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
