using System.Buffers.Binary;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>GeoTIFFs: what was at a place on the map stays there.</summary>
public sealed class TiffOnAMap
{
    private const ushort Scale = 33550;
    private const ushort Tiepoints = 33922;
    private const ushort Transformation = 34264;
    private const ushort Keys = 34735;
    private const ushort DoubleKind = 12;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StaysThereByScaleAndTiepoints(bool littleEndian)
    {
        var after = Resized(littleEndian, isPoint: false, (Scale, [2, 3, 0]), (Tiepoints, [0, 0, 0, 500, 600, 0, 10, 20, 0, 520, 540, 0]));
        Assert.Equal([4, 6, 0], Doubles(after, Scale));
        Assert.Equal([0, 0, 0, 500, 600, 0, 5, 10, 0, 520, 540, 0], Doubles(after, Tiepoints));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StaysThereWhereItCountsFromTheCentreOfAPixel(bool littleEndian)
    {
        // The corner, half a pixel before the first centre, is at 499 and 601.5: so it is by the new tie point and scale.
        var after = Resized(littleEndian, isPoint: true, (Scale, [2, 3, 0]), (Tiepoints, [0, 0, 0, 500, 600, 0]));
        var (scale, tie) = (Doubles(after, Scale), Doubles(after, Tiepoints));
        Assert.Equal((499.0, 601.5), (tie[3] - ((tie[0] + 0.5) * scale[0]), tie[4] + ((tie[1] + 0.5) * scale[1])));
        Assert.Equal([4, 6, 0], scale);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StaysThereByATransformation(bool isPoint)
    {
        double[] before = [2, 0.5, 0, 500, 0.25, -3, 0, 600, 0, 0, 1, 7, 0, 0, 0, 1];
        var after = Doubles(Resized(littleEndian: true, isPoint, (Transformation, before)), Transformation);
        var shift = isPoint ? 0.5 : 0;
        double At(double[] matrix, int row, double column, double line) =>
            (matrix[4 * row] * (column - shift)) + (matrix[(4 * row) + 1] * (line - shift)) + matrix[(4 * row) + 3];
        foreach (var (column, line) in ((int, int)[])[(0, 0), (20, 0), (0, 40), (60, 60)])
        {
            for (var row = 0; row < 3; row++)
            {
                Assert.Equal(At(before, row, column, line), At(after, row, column / 2.0, line / 2.0), 9);
            }
        }

        Assert.Equal(before[12..], after[12..]);
    }

    [Theory]
    [InlineData(50844, 12, "polynomials")]
    [InlineData(42113, 2, "no data")]
    [InlineData(33550, 11, "33550")]
    public void IsRefusedByNameWhereItWouldNot(int tag, int kind, string name)
    {
        var failure = Resizing.Refusal(Picture(littleEndian: true).Entry((ushort)tag, (ushort)kind, 2, new byte[16]).Build());
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains(name, failure.Detail, StringComparison.Ordinal);
    }

    private static byte[] Resized(bool littleEndian, bool isPoint, params (ushort Tag, double[] Values)[] tags)
    {
        var picture = Picture(littleEndian).Shorts(Keys, 1, 1, 0, 2, 1024, 0, 1, 1, 1025, 0, 1, isPoint ? 2 : 1);
        foreach (var (tag, values) in tags)
        {
            var bytes = new byte[8 * values.Length];
            for (var i = 0; i < values.Length; i++)
            {
                if (littleEndian)
                {
                    BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * i), values[i]);
                }
                else
                {
                    BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(8 * i), values[i]);
                }
            }

            picture.Entry(tag, DoubleKind, values.Length, bytes);
        }

        return Resizing.Resize(picture.Build());
    }

    private static TiffBuilder Picture(bool littleEndian) =>
        TiffBuilder.Of(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3, littleEndian: littleEndian);

    private static double[] Doubles(byte[] file, int tag)
    {
        var entry = TiffFile.Read(file).Pages[0].Single(e => (int)e.Tag == tag);
        return [.. Enumerable.Range(0, (int)entry.Count).Select(i =>
            BinaryPrimitives.ReadDoubleLittleEndian(file.AsSpan((int)entry.At + (8 * i))))];
    }
}
