using ImgCompress.Files;

namespace ImgCompress.Tests.Fixtures.Wrappers;

/// <summary>A real root whose user stalls once, when it is about to write into the state directory; another does something then.</summary>
internal sealed class RootWithAStall(IFileRoot root, Action meanwhile) : ForwardingRoot(root)
{
    private Action? _meanwhile = meanwhile;

    public override IStateDirectory? OpenState(StateUse use)
    {
        if (use == StateUse.Create)
        {
            Interlocked.Exchange(ref _meanwhile, null)?.Invoke();
        }

        return base.OpenState(use);
    }
}
