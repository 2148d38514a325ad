namespace ImgCompress.Tests.Fixtures.Wrappers;

/// <summary>
/// The life of a worker that is to die at one of its steps: that call and all later ones throw, as if the process were gone. It
/// may die just before the call takes effect, or just after, when the answer is lost.
/// </summary>
internal sealed class CrashPoint(int stepsToLive, bool dieAfterTheCall)
{
    private int _steps;

    /// <summary>Calls made so far.</summary>
    public int Steps => _steps;

    public bool IsOver { get; private set; }

    public T Step<T>(Func<T> call)
    {
        if (IsOver || (_steps == stepsToLive && !dieAfterTheCall))
        {
            throw Die();
        }

        var result = call();
        return _steps++ == stepsToLive ? throw Die() : result;
    }

    public void Step(Action call) => Step(() =>
    {
        call();
        return true;
    });

    private WorkerDiedException Die()
    {
        IsOver = true;
        return new();
    }
}

internal sealed class WorkerDiedException : Exception;
