namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>
/// A thread that runs only while it holds its scheduler's baton. It takes one to wait in the middle of a call that is not asynchronous, as
/// those of a file system are.
/// </summary>
internal sealed class Fiber : IDisposable
{
    [ThreadStatic]
    private static Fiber? _current;

    private readonly SemaphoreSlim _baton = new(0);
    private readonly Thread _thread;
    private Scheduler? _scheduler;
    private Action? _first;

    public Fiber()
    {
        _thread = new(Run, maxStackSize: 1 << 20) { IsBackground = true, Name = "simulation" };
        _thread.Start();
    }

    /// <summary>Null on a thread that is none.</summary>
    public static Fiber? Current => _current;

    /// <summary>Hands the baton over to this one, which is in the middle of a call.</summary>
    public void Resume() => _baton.Release();

    /// <summary>Hands the baton over to this one, which is idle, with what it begins with.</summary>
    public void Begin(Scheduler scheduler, Action? first)
    {
        (_scheduler, _first) = (scheduler, first);
        _baton.Release();
    }

    /// <summary>Until somebody hands the baton back.</summary>
    public void Wait() => _baton.Wait();

    public void Dispose()
    {
        _scheduler = null;
        _baton.Release();
        _thread.Join();
        _baton.Dispose();
    }

    private void Run()
    {
        _current = this;
        for (_baton.Wait(); _scheduler is { } scheduler; _baton.Wait())
        {
            scheduler.Loop(this, _first);
        }
    }
}
