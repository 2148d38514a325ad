using ImgCompress.Contracts;
using ImgCompress.Files;

namespace ImgCompress.Tests.Fixtures.Wrappers;

/// <summary>What stands in place after a rename cannot be looked at.</summary>
internal sealed class UnreadableRoot(IFileRoot root) : ForwardingRoot(root)
{
    private bool _isRenamed;

    public override bool TryExchange(TempName temp, RelativePath target) => _isRenamed = base.TryExchange(temp, target);

    public override FileIdentity? TryStat(RelativePath path) => _isRenamed
        ? throw new FileFaultException(FailureReason.IoError, "an I/O error")
        : base.TryStat(path);

    public override LoadedFile Load(RelativePath path, long maxBytes) => _isRenamed
        ? throw new FileFaultException(FailureReason.IoError, "an I/O error")
        : base.Load(path, maxBytes);
}
