using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetVips;

namespace ImgCompress.Engine.Imaging.Vips;

/// <summary>
/// A thread that libvips knows as its own. On such threads alone it keeps the memory of strips from one to the next; on any other it takes
/// and clears that of each strip anew, once for each of the four images that a decoder is to it.
/// </summary>
internal sealed unsafe class VipsThread
{
    // The one that worked last comes first: its pooled arrays are those at hand.
    private static readonly ConcurrentStack<VipsThread> Idle = new();

    private readonly object _gate = new();
    private Task? _work;

    private VipsThread()
    {
        if (VipsNative.ThreadNew("img-compress", &Serve, GCHandle<VipsThread>.ToIntPtr(new(this))) == 0)
        {
            throw new VipsException("unable to start a thread");
        }
    }

    /// <summary>Does the work on such a thread, and waits for it. What it throws is thrown here.</summary>
    public static T Run<T>(Func<T> work)
    {
        VipsLibrary.SetUp();
        var thread = Idle.TryPop(out var idle) ? idle : new();
        try
        {
            return thread.Do(work);
        }
        finally
        {
            Idle.Push(thread);
        }
    }

    private T Do<T>(Func<T> work)
    {
        var task = new Task<T>(work);
        lock (_gate)
        {
            _work = task;
            Monitor.Pulse(_gate);
            while (!task.IsCompleted)
            {
                Monitor.Wait(_gate);
            }
        }

        return task.GetAwaiter().GetResult();
    }

    /// <summary>Runs as long as the process.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Serve(nint self)
    {
        var thread = GCHandle<VipsThread>.FromIntPtr(self).Target;
        while (true)
        {
            thread.Take().RunSynchronously(TaskScheduler.Default);

            // What libvips kept is of images that are gone.
            VipsNative.ThreadShutdown();
            lock (thread._gate)
            {
                Monitor.Pulse(thread._gate);
            }
        }
    }

    private Task Take()
    {
        lock (_gate)
        {
            while (_work is null)
            {
                Monitor.Wait(_gate);
            }

            var work = _work;
            _work = null;
            return work;
        }
    }
}
