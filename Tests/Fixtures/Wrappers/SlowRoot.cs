using ImgCompress.Contracts;
using ImgCompress.Files;
using Microsoft.Extensions.Time.Testing;

namespace ImgCompress.Tests.Fixtures.Wrappers;

/// <summary>Loading a file takes as long as a test says; looking at what became of it, with no limit of bytes, takes no time.</summary>
internal sealed class SlowRoot(IFileRoot root, FakeTimeProvider clock, Func<string, TimeSpan> takes) : ForwardingRoot(root)
{
    public override LoadedFile Load(RelativePath path, long maxBytes)
    {
        var loaded = base.Load(path, maxBytes);
        clock.Advance(maxBytes == long.MaxValue ? TimeSpan.Zero : takes(path.Value));
        return loaded;
    }
}
