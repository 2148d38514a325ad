using System.Diagnostics;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;
using Xunit;

namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>Shorthands for what nearly every test here does.</summary>
internal static class Resizing
{
    public static readonly ResizeSpec Half = new() { Scaling = Scaling.Down(2) };

    /// <summary>Encodes again, and leaves the size.</summary>
    public static readonly ResizeSpec Same = new() { Scaling = Scaling.Down(1) };

    public static byte[] Resize(byte[] file, ResizeSpec? spec = null)
    {
        var result = Try(file, new(), spec ?? Half);
        if (result is ResizeResult.Refused refused)
        {
            Assert.Fail(refused.Failure.ToString());
        }

        return ((ResizeResult.Image)result).Bytes.ToArray();
    }

    public static Failure Refusal(byte[] file, ImageLimits? limits = null, ResizeSpec? spec = null) =>
        Assert.IsType<ResizeResult.Refused>(Try(file, limits ?? new(), spec ?? Half)).Failure;

    public static T Header<T>(byte[] file)
        where T : class => Assert.IsType<T>(ImageFormats.Recognise(file).ReadHeader(file));

    /// <summary>Inspects and resizes.</summary>
    public static ResizeResult Try(byte[] file, ImageLimits limits, ResizeSpec spec, CancellationToken? cancellationToken = null)
    {
        var images = new ImageResizer(limits);
        return images.Inspect(file, spec) switch
        {
            InspectionResult.Refused(var failure) => new ResizeResult.Refused(failure),
            InspectionResult.Accepted image => images.Resize(image, cancellationToken ?? TestContext.Current.CancellationToken),
            _ => throw new UnreachableException(),
        };
    }
}
