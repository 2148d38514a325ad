using ImgCompress.Queue;

namespace ImgCompress.Tests.Fixtures.Queue;

/// <summary>Where the queue of one test is kept; disposed, it is removed.</summary>
internal abstract class QueueFixture : IAsyncDisposable
{
    /// <summary>The time that visibility timeouts follow.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>The queue, which is empty at first.</summary>
    public abstract ValueTask<IJobQueue> OpenAsync();

    /// <summary>Lets time pass, where it does not pass by itself while a receiver waits.</summary>
    public abstract void Pass(TimeSpan time);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await RemoveAsync();
    }

    protected abstract ValueTask RemoveAsync();
}
