using ImgCompress.Worker.Imaging;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class CancelledResize
{
    [Fact]
    public void EndsAsCancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new ImageResizer(new()).Resize(Pictures.Jpeg(), Resizing.Half, source.Token));
    }
}
