using System.Buffers.Binary;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging.Resampling;

public sealed class OpaqueEightBitImage
{
    /// <summary>Five filters × (five sizes in five factors, one in three, and six of unlike factors) × grey and RGB.</summary>
    private const int Cases = 5 * ((5 * 5) + 3 + 6) * 2;

    [Fact]
    public void IsWithinOneOfTheReference()
    {
        var rest = References();
        var cases = 0;
        for (; rest.Length > 0; cases++)
        {
            var filter = (Filter)rest[0];
            var channels = rest[1];
            var shape = new RowShape(Extent(rest, 2), Extent(rest, 4), Frames: 1, channels, BytesPerSample: 1, HasAlpha: false);
            var (width, height) = (Extent(rest, 6), Extent(rest, 8));
            var samples = SyntheticImage.Create(shape.Width, shape.FrameHeight, channels);

            Samples.AssertWithin(
                1,
                Samples.FromBytes(rest.Slice(10, width * height * channels), 1),
                Samples.Resize(shape, Samples.FromBytes(samples, 1), width, height, filter),
                $"{filter}, {shape}, to {width}x{height}");
            rest = rest[(10 + (width * height * channels))..];
        }

        Assert.Equal(Cases, cases);
    }

    private static int Extent(ReadOnlySpan<byte> header, int at) => BinaryPrimitives.ReadUInt16LittleEndian(header[at..]);

    private static ReadOnlySpan<byte> References()
    {
        using var stream = typeof(OpaqueEightBitImage).Assembly.GetManifestResourceStream("references.bin");
        using var copy = new MemoryStream();
        stream!.CopyTo(copy);
        return copy.ToArray();
    }
}
