using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class ProgressiveJpeg
{
    [Fact]
    public void StaysProgressive() =>
        Assert.True(Resizing.Header<JpegHeader>(Resizing.Resize(Pictures.Jpeg(progressive: true))).Progressive);

    /// <summary>An encoder need not refine its coefficients to the last bit: what decoders show is the picture.</summary>
    [Fact]
    public void OfFewerScansIsWhatDecodersShow()
    {
        var file = Pictures.Jpeg(quality: 95, progressive: true);
        var scans = Enumerable.Range(0, file.Length - 1).Where(at => file[at] == 0xFF && file[at + 1] == 0xDA).ToList();
        Assert.True(scans.Count > 4, "the encoder writes several scans");
        foreach (var scan in scans[2..])
        {
            byte[] ended = [.. file[..scan], 0xFF, 0xD9];
            var (shown, resized) = (Pictures.Decode(ended).Samples, Pictures.Decode(Resizing.Resize(ended, Resizing.Same)).Samples);
            Assert.InRange(shown.Zip(resized, (a, b) => Math.Abs(a - b)).Average(), 0, 3);
        }
    }

    /// <summary>At quality 100 every step is 1: in libjpeg's scans coefficients come to steps of 4, then of 2, then of 1.</summary>
    [Theory]
    [InlineData(100, 1, 0, 0)]
    [InlineData(100, 2, 1, 0)]
    [InlineData(100, 3, 1, 0)]
    [InlineData(100, 4, 1, 1)]
    [InlineData(100, 255, 1, 1)]
    [InlineData(75, 8, 0, 0)]
    [InlineData(75, 2000, 1, 1)]
    public void NeedNotBeReadToTheLastBitOfLuma(int quality, int mostStep, int last, int lastButOne)
    {
        var file = Pictures.Jpeg(quality: quality, progressive: true);

        var unread = JpegRefinements.Find(file, Resizing.Header<JpegHeader>(file), mostStep);

        Assert.All(unread, scan => Assert.True(IsScan(file, scan.Offset) && IsMarker(file, scan.Offset + scan.Length)));
        Assert.Equal(last, unread.Count(scan => Told(scan) is (1, > 0, 0x10)));
        Assert.Equal(lastButOne, unread.Count(scan => Told(scan) is (1, > 0, 0x21)));
        Assert.DoesNotContain(unread, scan => Told(scan) is (_, 0, _) or (_, _, < 0x10));

        (int Component, int From, int Approximation) Told(JpegCorrection scan)
        {
            var body = scan.Offset + 4;
            var components = file[body];
            return (file[body + 1], file[body + 1 + (2 * components)], file[body + 3 + (2 * components)]);
        }
    }

    /// <summary>Ss, Se and AhAl of the last scan, which is 1, 63 and 0x10.</summary>
    [Theory]
    [InlineData(64, 63, 0x10)]
    [InlineData(9, 8, 0x10)]
    [InlineData(1, 64, 0x10)]
    [InlineData(1, 63, 0x1E)]
    [InlineData(1, 63, 0x20)]
    public void IsRefusedForAScanThatIsOutOfRangeThoughItWouldNotBeRead(byte from, byte to, byte approximation)
    {
        var file = Pictures.Jpeg(quality: 100, progressive: true);
        var last = JpegRefinements.Find(file, Resizing.Header<JpegHeader>(file), 8)[^1];
        byte[] parameters = [from, to, approximation];
        parameters.CopyTo(file, last.Offset + 7);

        var spec = new ResizeSpec { Scaling = Scaling.Down(8) };

        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(file, spec: spec with { ShrinkOnLoad = ShrinkOnLoad.Exact }).Reason);
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(file, spec: spec).Reason);
    }

    [Fact]
    public void IsTheSamePictureWhereWhatIsNotReadIsDamaged()
    {
        var file = Pictures.Jpeg(quality: 98, progressive: true);
        var eighth = new ResizeSpec { Scaling = Scaling.Down(8) };
        var last = JpegRefinements.Find(file, Resizing.Header<JpegHeader>(file), 16)[^1];
        var damaged = (byte[])file.Clone();
        foreach (ref var coded in damaged.AsSpan(last.Offset + (last.Length / 2), 8))
        {
            coded = 0x55;
        }

        Assert.Equal(Resizing.Resize(file, eighth), Resizing.Resize(damaged, eighth));
        var exact = eighth with { ShrinkOnLoad = ShrinkOnLoad.Exact };
        Assert.False(
            Resizing.Try(damaged, new(), exact) is ResizeResult.Image image
            && image.Bytes.Span.SequenceEqual(Resizing.Resize(file, exact)),
            "that scan is not among what counts");
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(file[..(last.Offset + (last.Length / 2))], spec: eighth).Reason);
    }

    private static bool IsMarker(byte[] file, int at) => file[at] == 0xFF && file[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7));

    private static bool IsScan(byte[] file, int at) => file[at] == 0xFF && file[at + 1] == 0xDA;
}
