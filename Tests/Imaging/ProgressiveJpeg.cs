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
}
