using ImgCompress.Contracts;
using ImgCompress.Worker.Imaging;
using ImgCompress.Worker.Imaging.Headers;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Shorthands for what nearly every test here does.</summary>
internal static class Resizing
{
    public static readonly ResizeSpec Half = new() { ScaleOp = ScaleOp.Down, ScaleFactor = 2 };

    public static byte[] Resize(byte[] file, ResizeSpec? spec = null)
    {
        var result = new ImageResizer(new()).Resize(file, spec ?? Half, TestContext.Current.CancellationToken);
        if (result is Resized.Refused refused)
            Assert.Fail(refused.Failure.ToString());
        return ((Resized.Image)result).Bytes.ToArray();
    }

    public static Failure Refusal(byte[] file, ImageLimits? limits = null, ResizeSpec? spec = null) =>
        Assert.IsType<Resized.Refused>(
            new ImageResizer(limits ?? new()).Resize(file, spec ?? Half, TestContext.Current.CancellationToken)).Failure;

    public static T Header<T>(byte[] file)
        where T : class => Assert.IsType<T>(ImageSniffer.Read(file));
}
