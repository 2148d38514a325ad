using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging.Resampling;

public sealed class RowsOfASmallPicture
{
    private static readonly RowShape Shape = new(5, 7, Frames: 6, Channels: 3, BytesPerSample: 1, HasAlpha: false);

    [Fact]
    public void AreReadAtOnceAndComeOutAsTheyAre()
    {
        var samples = new byte[Shape.RowBytes * Shape.Height];
        new Random(1).NextBytes(samples);
        using var source = new WatchedRows(Shape, samples);
        using var rows = new RowsInMemory(source, CancellationToken.None);
        Assert.Equal(Shape.Height, source.RowsRead);

        var read = new byte[samples.Length];
        for (var y = 0; y < Shape.Height; y++)
        {
            rows.ReadRow(read.AsSpan(y * Shape.RowBytes, Shape.RowBytes));
        }

        Assert.Equal(samples, read);
        Assert.False(source.IsDisposed);
    }

    [Fact]
    public void AreNotReadOnceTheWorkIsCancelled()
    {
        using var source = new WatchedRows(Shape, new byte[Shape.RowBytes * Shape.Height]);

        Assert.Throws<OperationCanceledException>(() => new RowsInMemory(source, new CancellationToken(canceled: true)));
        Assert.Equal(0, source.RowsRead);
    }

    [Theory]
    [InlineData(1024, 1024, 1, true)]
    [InlineData(1024, 1025, 1, false)]
    [InlineData(1024, 512, 3, false)]
    public void AreThoseOfUpToAMebibyte(int width, int height, int frames, bool isSmall) =>
        Assert.Equal(isSmall, RowsInMemory.Takes(new(width, height, frames, Channels: 1, BytesPerSample: 1, HasAlpha: false)));
}
