using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Resampling;

namespace ImgCompress.Benchmarks;

/// <summary>The resampler alone: 12 megapixels in memory, row by row.</summary>
[MemoryDiagnoser]
[SuppressMessage("Maintainability", "CA1515:Consider making public types internal", Justification = "BenchmarkDotNet derives from it.")]
public class ResamplingBenchmark
{
    private static readonly RowShape Shape = new(4000, 3000, 1, 3, 1, HasAlpha: false);
    private static readonly RowShape ShapeWithAlpha = Shape with { Channels = 4, HasAlpha = true };
    private readonly byte[] _pixels = new byte[4000 * 3000 * 4];
    private readonly byte[] _row = new byte[4000 * 4];

    [Params(2, 4, 8)]
    public int Factor { get; set; }

    [Params(Filter.Gaussian, Filter.Lanczos3, Filter.Triangle)]
    public Filter Filter { get; set; }

    [GlobalSetup]
    public void Fill() => new Random(1).NextBytes(_pixels);

    [Benchmark(Baseline = true)]
    public void Opaque() => Resize(Shape);

    [Benchmark]
    public void WithAlpha() => Resize(ShapeWithAlpha);

    private void Resize(RowShape shape)
    {
        using var rows = Resampler.Create(new MemoryRows(shape, _pixels), shape.Width / Factor, shape.FrameHeight / Factor, Filter);
        for (var y = 0; y < rows.Shape.Height; y++)
        {
            rows.ReadRow(_row.AsSpan(0, rows.Shape.RowBytes));
        }
    }
}
