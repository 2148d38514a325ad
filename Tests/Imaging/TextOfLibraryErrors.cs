using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Vips;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>
/// libvips has one buffer of words for the whole process, so what fails here fails alone: otherwise images of other tests would add
/// theirs.
/// </summary>
public sealed class TextOfLibraryErrors
{
    private static readonly Dictionary<string, Func<byte[]>> Damaged = new(StringComparer.Ordinal)
    {
        ["heif"] = () => Cut(Pictures.Avif(), 0.9),
        ["tiff"] = () => Cut(Pictures.Tiff(), 0.4),
        ["png"] = () => Cut(Pictures.Png(), 0.8),
        ["webp"] = () => Cut(Pictures.WebP(), 0.8),
        ["jpeg"] = () => Cut(Pictures.Jpeg(), 0.7),
    };

    [Fact(DisableParallelization = true)]
    public void IsThatOfTheImageAlone()
    {
        foreach (var first in Damaged.Keys)
        {
            foreach (var second in Damaged.Keys.Where(name => name != first))
            {
                _ = Resizing.Refusal(Damaged[first]());
                Assert.NotEmpty(Resizing.Resize(Pictures.Png()));
                var failure = Resizing.Refusal(Damaged[second]());

                Assert.Equal(FailureReason.Corrupt, failure.Reason);
                Assert.DoesNotContain(first, failure.Detail.Replace("TIFF", "", StringComparison.Ordinal), StringComparison.Ordinal);
                Assert.DoesNotContain("no more is known", failure.Detail, StringComparison.Ordinal);
                Assert.True(failure.Detail.Length > 20, failure.Detail);
            }
        }
    }

    [Fact(DisableParallelization = true)]
    public void IsNeverEmpty()
    {
        VipsLibrary.SetUp();
        VipsLibrary.ForgetErrors();

        Assert.Equal("pngload stopped without giving a reason", VipsErrorText.Of(new VipsException("unable to call pngload"), "pngload"));
    }

    /// <summary>The same container around fewer bytes of the picture: zeros take their place.</summary>
    private static byte[] Cut(byte[] file, double share)
    {
        file.AsSpan((int)(file.Length * share)..^16).Fill(0x5A);
        return file;
    }
}
