using ImgCompress.Worker.Imaging.Headers;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class AnimatedWebP
{
    [Fact]
    public void KeepsFramesDurationsAndLoops()
    {
        var file = Pictures.Animation(i => i.WebpsaveBuffer(), [100, 7, 250], loop: 3);
        var animation = Resizing.Header<WebPHeader>(file).Chunks.Single(c => c.Name is "ANIM");
        var resized = Resizing.Resize(file);
        var after = Resizing.Header<WebPHeader>(resized);
        Assert.Equal(Resizing.Header<WebPHeader>(file).Durations, after.Durations);
        Assert.Equal(file[animation.Data], resized[after.Chunks.Single(c => c.Name is "ANIM").Data]);
    }
}
