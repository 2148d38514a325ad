using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>Waits in front of each file until it is told to go on.</summary>
internal sealed class StalledRoot(IFileRoot root) : ForwardingRoot(root)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _goOn = new();

    /// <summary>Ended when a file is reached.</summary>
    public Task Reached => _reached.Task;

    public void GoOn() => _goOn.Set();

    public override LoadedFile Load(RelativePath path, long maxBytes)
    {
        _reached.TrySetResult();
        _goOn.Wait(TestContext.Current.CancellationToken);
        return base.Load(path, maxBytes);
    }

    protected override void Dispose(bool disposing)
    {
        _goOn.Dispose();
        base.Dispose(disposing);
    }
}
