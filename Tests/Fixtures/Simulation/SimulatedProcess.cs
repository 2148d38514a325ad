using ImgCompress.Contracts;
using ImgCompress.Files;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>A process of a simulation. Each call that it makes takes some time, and may go wrong.</summary>
/// <param name="simulation">What it is in.</param>
/// <param name="name">Another for each process that ever is.</param>
/// <param name="side">Whose backend it uses.</param>
/// <param name="skew">How wrong its clock is.</param>
internal sealed class SimulatedProcess(SimulatedWorld simulation, string name, Side side, TimeSpan skew) : ICaller
{
    /// <summary>
    /// A client of AWS closes the connection of a request that it gives up; a mounted file system sends it again and again. On an embedded
    /// ledger nothing is on its way.
    /// </summary>
    private const long LatestOfBackends = 20 * TimeSpan.TicksPerSecond;

    private readonly Scheduler _scheduler = simulation.Scheduler;
    private SimulatedClock? _clock;
    private long _calls;
    private bool _hasLostPower;
    private long _frozenUntil;

    public string Name => name;

    public Side Side => side;

    /// <summary>It has ended, be it by itself.</summary>
    public bool IsDead { get; private set; }

    /// <summary>On an embedded ledger it is the one that may.</summary>
    public bool TakesLock { get; set; }

    /// <summary>Told when it ends.</summary>
    public Action? Ended { get; set; }

    public TimeProvider Time => _clock ??= new(_scheduler, skew, WhenAwake);

    /// <summary>Begins what it does; it ends with that.</summary>
    public void Start(Func<Task> main) => _ = Task.Factory.StartNew(
        async () =>
        {
            try
            {
                await main();
            }
            catch (Exception exception)
            {
                simulation.Note(this, $"ends with {exception.GetType().Name}: {exception.Message}");
            }

            Kill();
        },
        CancellationToken.None,
        TaskCreationOptions.DenyChildAttach,
        _scheduler);

    /// <summary>It ends, and what was on its way with it.</summary>
    public void LosePower()
    {
        _hasLostPower = true;
        Kill();
    }

    public void Kill()
    {
        if (!IsDead)
        {
            IsDead = true;
            Ended?.Invoke();
        }
    }

    public Task<T> CallAsync<T>(string operation, Func<T> effect, bool writes = true)
    {
        var answer = new TaskCompletionSource<T>();
        if (IsDead)
        {
            // Nobody is there any more to whom it could be answered.
            return answer.Task;
        }

        var (fault, latency) = Begin(operation, writes);
        var stall = fault?.Kind == FaultKind.StallsBefore ? Freeze(fault) : 0;
        _scheduler.At(_scheduler.Now + latency + stall, () =>
        {
            var done = Do(operation, fault, effect, side.Place.IsEmbedded ? 0 : LatestOfBackends, out var result, out var exception);
            var wait = fault?.Kind == FaultKind.StallsAfter ? Freeze(fault) : 0;
            _scheduler.At(_scheduler.Now + (latency / 2) + wait, () => WhenAwake(() =>
            {
                if (done)
                {
                    answer.SetResult(result!);
                }
                else
                {
                    answer.SetException(exception ?? new BackendFaultException($"{operation} failed"));
                }
            }));
        });
        return answer.Task;
    }

    public T Call<T>(string operation, Func<T> effect, bool writes = true)
    {
        if (IsDead || _scheduler.IsOver)
        {
            throw new CutOffException();
        }

        var (fault, latency) = Begin(operation, writes);
        Sleep(latency + (fault?.Kind == FaultKind.StallsBefore ? Freeze(fault) : 0));

        // Only local file systems exchange names, and what one has answered it does not do later.
        var latest = operation == SimulatedRoot.Exchange ? 0 : long.MaxValue;
        var done = Do(operation, fault, effect, latest, out var result, out var exception);
        if (fault?.Kind == FaultKind.StallsAfter)
        {
            Sleep(Freeze(fault));
        }

        return IsDead ? throw new CutOffException()
            : done ? result!
            : throw exception ?? new FileFaultException(ReasonOf(fault!), $"a fault at '{operation}'");
    }

    /// <summary>Does something now, or once the process stands still no longer; not once it is dead.</summary>
    private void WhenAwake(Action action)
    {
        if (_scheduler.Now < _frozenUntil)
        {
            _scheduler.At(_frozenUntil, () => WhenAwake(action));
        }
        else if (!IsDead)
        {
            action();
        }
    }

    private void Sleep(long ticks)
    {
        _scheduler.Sleep(ticks);
        while (_scheduler.Now < _frozenUntil)
        {
            _scheduler.Sleep(_frozenUntil - _scheduler.Now);
        }
    }

    /// <summary>How long the call stands still; three times of four all that the process does stands still as long.</summary>
    private long Freeze(Fault fault)
    {
        if (fault.Choice % 4 > 0)
        {
            _frozenUntil = Math.Max(_frozenUntil, _scheduler.Now + fault.Ticks);
        }

        return fault.Ticks;
    }

    private (Fault? Fault, long Latency) Begin(string operation, bool writes)
    {
        var number = ++_calls;
        var draw = new Draw(simulation.Seed + 1, name, number);
        return (simulation.FaultAt(this, number, operation, writes), 1000 + draw.Next(200_000));
    }

    /// <summary>What happens where the files, the ledger or the queue are; false: it was told to have failed.</summary>
    private bool Do<T>(string operation, Fault? fault, Func<T> effect, long latest, out T? result, out Exception? exception)
    {
        (result, exception) = (default, null);
        // What was on its way when the process ended may be done all the same.
        if (fault?.Kind is FaultKind.DiesBefore
            || (IsDead && (_hasLostPower || fault?.Kind == FaultKind.StallsBefore
                || new Draw(simulation.Seed + 2, name, _calls).Next(2) == 0)))
        {
            Kill();
            return false;
        }

        if (fault?.Kind is FaultKind.FailsBefore or FaultKind.DoneLate)
        {
            if (fault.Kind == FaultKind.DoneLate && latest > 0)
            {
                _scheduler.At(_scheduler.Now + Math.Min(fault.Ticks, latest), () => Late(operation, effect));
            }

            return false;
        }

        if (fault?.Kind == FaultKind.Interfered)
        {
            simulation.Stranger.Interfere(fault);
        }

        try
        {
            result = simulation.Do(this, effect);
        }
        catch (Exception thrown)
        {
            exception = thrown;
            return false;
        }
        finally
        {
            simulation.Note(this, operation);
        }

        if (fault?.Kind == FaultKind.DiesAfter)
        {
            Kill();
        }

        return fault?.Kind is not (FaultKind.FailsAfter or FaultKind.DiesAfter);
    }

    private void Late<T>(string operation, Func<T> effect)
    {
        if (_hasLostPower)
        {
            return;
        }

        try
        {
            _ = simulation.Do(this, effect);
            simulation.Note(this, $"{operation}, late");
        }
        catch (Exception exception) when (exception is FileFaultException or BackendFaultException)
        {
            // Nobody is told.
        }
    }

    private static FailureReason ReasonOf(Fault fault) => (fault.Choice % 4) switch
    {
        0 => FailureReason.NoPermission,
        1 => FailureReason.StaleHandle,
        2 => FailureReason.ReadOnly,
        _ => FailureReason.IoError,
    };
}
