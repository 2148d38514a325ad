using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class ManyImages
{
    [Fact]
    public void GiveTheSameBytesSideBySide()
    {
        byte[][] files = [Pictures.Jpeg(), Pictures.Png(palette: true), Pictures.WebP(), Pictures.Gif(), Pictures.Tiff()];
        var alone = files.Select(f => Resizing.Resize(f)).ToArray();
        Parallel.For(
            0,
            40,
            new() { MaxDegreeOfParallelism = 4 },
            i => Assert.Equal(alone[i % files.Length], Resizing.Resize(files[i % files.Length])));
    }
}
