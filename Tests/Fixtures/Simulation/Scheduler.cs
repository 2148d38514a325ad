using System.Runtime.ExceptionServices;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>
/// Runs one thing after the other, in the order of a virtual time: all asynchronous code that was begun on it, on as few threads as there
/// are calls that wait. So what happens depends on nothing but what it is told, and happens again when it is told the same.
/// </summary>
/// <param name="idle">Threads that it may use; given back at the end.</param>
internal sealed class Scheduler(Stack<Fiber> idle) : TaskScheduler
{
    private const long Most = 1_000_000;

    private readonly PriorityQueue<Event, (long Time, long Order)> _events = new();
    private readonly List<Fiber> _waiting = [];
    private int _holder;
    private long _steps;
    private bool _hasEnded;
    private long _order;
    private Exception? _fault;

    /// <summary>Ticks since the beginning.</summary>
    public long Now { get; private set; }

    /// <summary>Nothing more happens, and what still waits is cut off.</summary>
    public bool IsOver { get; private set; }

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs <paramref name="begin"/> and all that follows, until <see cref="Stop"/>.</summary>
    public void Run(Action begin)
    {
        At(0, begin);
        TakeIdle().Begin(this, null);
        lock (_waiting)
        {
            while (!_hasEnded)
            {
                Monitor.Wait(_waiting);
            }
        }

        if (_fault is not null)
        {
            ExceptionDispatchInfo.Throw(_fault);
        }
    }

    public void Stop() => IsOver = true;

    /// <summary>Does something that runs no code of the program at a moment.</summary>
    public void At(long time, Action action) => _events.Enqueue(new(action, null, null), (Math.Max(time, Now), _order++));

    /// <summary>Waits in the middle of a call.</summary>
    /// <exception cref="CutOffException">The simulation has ended.</exception>
    public void Sleep(long ticks)
    {
        var self = Fiber.Current ?? throw new InvalidOperationException("This thread is none of the simulation's.");
        _events.Enqueue(new(null, null, self), (Now + ticks, _order++));
        while (!IsOver)
        {
            var next = Next();
            if (next.Fiber == self)
            {
                return;
            }

            if (next.Action is { } action)
            {
                Do(action);
                continue;
            }

            _waiting.Add(self);
            if (next.Fiber is { } other)
            {
                other.Resume();
            }
            else
            {
                TakeIdle().Begin(this, () => TryExecuteTask(next.Task!));
            }

            self.Wait();
            _holder = Environment.CurrentManagedThreadId;
            _waiting.Remove(self);
            break;
        }

        if (IsOver)
        {
            throw new CutOffException();
        }
    }

    /// <summary>What a thread with the baton does that is not in the middle of a call.</summary>
    public void Loop(Fiber self, Action? first)
    {
        _holder = Environment.CurrentManagedThreadId;
        first?.Invoke();
        while (!IsOver)
        {
            var next = Next();
            if (next.Fiber is { } other)
            {
                idle.Push(self);
                other.Resume();
                return;
            }

            if (next.Task is { } task)
            {
                TryExecuteTask(task);
            }
            else
            {
                Do(next.Action!);
            }
        }

        // One after the other comes to its end.
        idle.Push(self);
        if (_waiting.Count > 0)
        {
            _waiting[^1].Resume();
        }
        else
        {
            lock (_waiting)
            {
                _hasEnded = true;
                Monitor.Pulse(_waiting);
            }
        }
    }

    protected override void QueueTask(Task task)
    {
        if (_holder != Environment.CurrentManagedThreadId)
        {
            Fail(new InvalidOperationException(
                $"Something ran outside of the simulation, so that its order is not determined: {Environment.StackTrace}"));
            return;
        }

        _events.Enqueue(new(null, task, null), (Now, _order++));
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private Event Next()
    {
        if (++_steps > Most || !_events.TryDequeue(out var next, out var at))
        {
            var why = _steps > Most ? "It goes on for ever." : "Nothing is left to happen.";
            return new(() => throw new InvalidOperationException(why), null, null);
        }

        Now = at.Time;
        return next;
    }

    private void Do(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private void Fail(Exception exception)
    {
        _fault ??= exception;
        IsOver = true;
    }

    private Fiber TakeIdle() => idle.TryPop(out var fiber) ? fiber : new();

    private sealed record Event(Action? Action, Task? Task, Fiber? Fiber);
}
