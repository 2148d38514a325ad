using ImgCompress.Contracts;
using ImgCompress.Files;
using Xunit;

namespace ImgCompress.Tests.Fixtures.Wrappers;

/// <summary>Waits, before it loads a file or before it renames, until it is told to go on.</summary>
internal sealed class StalledRoot(IFileRoot root, bool beforeTheRename = false) : ForwardingRoot(root)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _goOn = new();

    /// <summary>Ended when that point is reached.</summary>
    public Task Reached => _reached.Task;

    public void GoOn() => _goOn.Set();

    public override LoadedFile Load(RelativePath path, long maxBytes)
    {
        Stall(!beforeTheRename);
        return base.Load(path, maxBytes);
    }

    public override void Replace(TempName temp, RelativePath target)
    {
        Stall(beforeTheRename);
        base.Replace(temp, target);
    }

    public override bool TryExchange(TempName temp, RelativePath target)
    {
        Stall(beforeTheRename);
        return base.TryExchange(temp, target);
    }

    protected override void Dispose(bool disposing)
    {
        _goOn.Dispose();
        base.Dispose(disposing);
    }

    private void Stall(bool here)
    {
        if (here)
        {
            _reached.TrySetResult();
            _goOn.Wait(TestContext.Current.CancellationToken);
        }
    }
}
