namespace ImgCompress.Threading;

/// <summary>
/// Work beside its caller, on the scheduler that the caller is on: in the programs the thread pool; in a simulation one that decides at
/// each step what comes next, which what is given to the thread pool by name would escape.
/// </summary>
public static class SideBySide
{
    public static Task RunAsync(Func<Task> work) => Start(work).Unwrap();

    public static Task<T> RunAsync<T>(Func<Task<T>> work) => Start(work).Unwrap();

    private static Task<T> Start<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current);
}
