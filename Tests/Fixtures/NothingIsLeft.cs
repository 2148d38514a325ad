using Xunit;

[assembly: AssemblyFixture(typeof(ImgCompress.Tests.Fixtures.NothingIsLeft))]

namespace ImgCompress.Tests.Fixtures;

/// <summary>Fails the run in which a test has left its directory behind.</summary>
public sealed class NothingIsLeft : IDisposable
{
    public void Dispose()
    {
        var left = TemporaryDirectory.Left;
        Assert.True(left.Count == 0, $"{left.Count} directories were not removed; the first was made{left.Values.FirstOrDefault()}");
    }
}
