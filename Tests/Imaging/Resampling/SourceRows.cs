using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Resampling;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging.Resampling;

public sealed class SourceRows
{
    private static readonly RowShape Shape = new(8, 64, Frames: 2, Channels: 3, BytesPerSample: 1, HasAlpha: false);

    [Fact]
    public void AreReadNoFurtherThanTheWindow()
    {
        using var source = Source();
        using var resized = Resampler.Create(source, 4, 32, Filter.Triangle);
        var row = new byte[resized.Shape.RowBytes];

        Assert.Equal(0, source.RowsRead);
        resized.ReadRow(row);
        Assert.Equal(3, source.RowsRead);
        resized.ReadRow(row);
        Assert.Equal(5, source.RowsRead);
    }

    [Theory, MemberData(nameof(Samples.Filters), MemberType = typeof(Samples))]
    public void AreReadWithoutAllocating(Filter filter)
    {
        using var source = new WatchedRows(Shape with { Channels = 4, HasAlpha = true }, new byte[Shape.Height * Shape.Width * 4]);
        var row = new byte[1000];
        using var resized = Resampler.Create(source, 4, 9, filter);
        var created = GC.GetAllocatedBytesForCurrentThread();
        for (var y = 0; y < 18; y++)
        {
            resized.ReadRow(row);
        }

        Assert.Equal(created, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void AreReadToTheFramesEndAlsoWhereNoWindowReaches()
    {
        using var source = Source();
        using var resized = Resampler.Create(source, 1, 1, Filter.Nearest);
        var row = new byte[resized.Shape.RowBytes];

        resized.ReadRow(row);
        Assert.Equal(64, source.RowsRead);
        resized.ReadRow(row);
        Assert.Equal(128, source.RowsRead);
        Assert.Throws<InvalidOperationException>(() => resized.ReadRow(row));
    }

    [Fact]
    public void AreLeftAsTheyAreAtEqualSize()
    {
        using var source = Source();
        using var resized = Resampler.Create(source, 8, 64, Filter.Gaussian);
        Assert.Same(source, resized);
    }

    [Fact]
    public void AreRefusedBeyondTwoGibibytesARow()
    {
        using var source = Source();
        Assert.Throws<OverflowException>(() => Resampler.Create(source, int.MaxValue / 2, 64, Filter.Gaussian));
    }

    [Fact]
    public void AreDisposedOfWithTheirResampler()
    {
        using var source = Source();
        Resampler.Create(source, 4, 32, Filter.Gaussian).Dispose();
        Assert.True(source.IsDisposed);
    }

    private static WatchedRows Source() => new(Shape, new byte[Shape.RowBytes * Shape.Height]);
}
