using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>From file to file: nothing that the codec does on the way may move a sample.</summary>
public sealed class LosslessForm
{
    public static TheoryData<string> Forms => [.. KeptForms.Lossless.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void IsResizedByTheRuleOfTheFilters(string form)
    {
        var file = KeptForms.Lossless[form]();
        var (samples, width, height, channels) = KeptForms.Decode(file);
        var shape = new RowShape(width, height, Frames: 1, channels, BytesPerSample: 1, HasAlpha: channels is 2 or 4);
        foreach (var filter in Enum.GetValues<Filter>())
        {
            foreach (var (op, factor) in ((ScaleOp, int)[])[(ScaleOp.Down, 2), (ScaleOp.Down, 3), (ScaleOp.Up, 2)])
            {
                var after = KeptForms.Decode(Resizing.Resize(file, new() { Scaling = new Scaling.ByFactor(op, factor), Filter = filter }));
                var (newWidth, newHeight) = op == ScaleOp.Down ? (width / factor, height / factor) : (width * factor, height * factor);
                Assert.Equal((newWidth, newHeight, channels), (after.Width, after.Height, after.Channels));
                Samples.AssertWithin(
                    1,
                    ExactResize.Run(shape, Samples.FromBytes(samples, 1), newWidth, newHeight, filter),
                    Samples.FromBytes(after.Samples, 1),
                    $"{form}, {filter}, {op} by {factor}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void IsTheSamePictureAtFactorOne(string form)
    {
        var file = KeptForms.Lossless[form]();
        var (before, after) = (KeptForms.Decode(file), KeptForms.Decode(Resizing.Resize(file, Resizing.Same)));
        Assert.Equal(before.Channels, after.Channels);
        Assert.Equal(before.Samples, after.Samples);
    }
}
