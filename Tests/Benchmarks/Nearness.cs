using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Resampling;

namespace ImgCompress.Benchmarks;

/// <summary>How near a picture that is shrunk as it is decoded comes to the exact one: PSNR in dB, infinite where they are equal.</summary>
/// <param name="Filter">What it is resized by.</param>
/// <param name="Factor">What its sides are divided by.</param>
/// <param name="Near">By default.</param>
/// <param name="Fast">With <c>--fast</c>.</param>
internal sealed record Nearness(Filter Filter, int Factor, double Near, double Fast)
{
    /// <summary>
    /// Of the samples before they are encoded: the loss of an encoder differs by more between two pictures than these do, and a WebP of
    /// quality 100 can be as far as 31 dB from its own samples.
    /// </summary>
    public static IReadOnlyList<Nearness> Of(string path, IEnumerable<(Filter Filter, int Factor)> cases)
    {
        ReadOnlyMemory<byte> file = File.ReadAllBytes(path);
        var format = ImageFormats.Recognise(file.Span);
        var header = format.ReadHeader(file.Span);
        var decoded = new Dictionary<Shrinkage, (MemoryRows Rows, (float, float) Extent)>();
        return [.. cases.Select(one => new Nearness(one.Filter, one.Factor, Psnr(one, ShrinkOnLoad.Near), Psnr(one, ShrinkOnLoad.Fast)))];

        double Psnr((Filter Filter, int Factor) one, ShrinkOnLoad shrink)
        {
            var spec = new ResizeSpec { Scaling = Scaling.Down(one.Factor), Filter = one.Filter };
            return Decibels(Samples(spec with { ShrinkOnLoad = ShrinkOnLoad.Exact }), Samples(spec with { ShrinkOnLoad = shrink }));
        }

        ReadOnlySpan<byte> Samples(ResizeSpec spec)
        {
            var (width, height) = spec.Scaling.NewSize(header.Width, header.Height);
            var size = ((int)width, (int)height);
            var (rows, extent) = Decoded(ShrinkOnLoadRule.Most(header, size, spec));
            using var resized = Resampler.Create(rows.Again(), size.Item1, size.Item2, spec.Filter, extent);
            return MemoryRows.Of(resized, CancellationToken.None).Pixels;
        }

        (MemoryRows Rows, (float, float) Extent) Decoded(Shrinkage most)
        {
            if (!decoded.TryGetValue(most, out var known))
            {
                using var image = format.DecodeSmaller(file, header, most, CancellationToken.None);
                decoded[most] = known = (MemoryRows.Of(image, CancellationToken.None), image.Extent);
            }

            return known;
        }
    }

    private static double Decibels(ReadOnlySpan<byte> exact, ReadOnlySpan<byte> other)
    {
        var squares = 0L;
        for (var i = 0; i < exact.Length; i++)
        {
            var difference = exact[i] - other[i];
            squares += difference * difference;
        }

        return 10 * Math.Log10(255.0 * 255.0 * exact.Length / squares);
    }
}
