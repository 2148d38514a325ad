using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class CancelledResize
{
    [Fact]
    public void EndsAsCancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Resizing.Try(Pictures.Jpeg(), new(), Resizing.Half, source.Token));
    }
}
