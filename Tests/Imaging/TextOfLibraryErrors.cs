using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;
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
    private static readonly Dictionary<string, byte[]> Damaged = new(StringComparer.Ordinal)
    {
        ["heif"] = Damage(Pictures.Avif()),
        ["tiff"] = Damage(Pictures.Tiff()),
        ["png"] = Damage(Pictures.Png()),
        ["webp"] = Damage(Pictures.WebP(lossless: true)),
    };

    [Fact(DisableParallelization = true)]
    public void IsThatOfTheImageAlone()
    {
        foreach (var first in Damaged.Keys)
        {
            foreach (var second in Damaged.Keys.Where(name => name != first))
            {
                _ = Resizing.Refusal(Damaged[first]);
                Assert.NotEmpty(Resizing.Resize(Pictures.Png()));
                var failure = Resizing.Refusal(Damaged[second]);

                Assert.Equal(FailureReason.Corrupt, failure.Reason);
                Assert.DoesNotContain(first, failure.Detail.Replace("TIFF", "", StringComparison.Ordinal), StringComparison.Ordinal);
                Assert.DoesNotContain("no more is known", failure.Detail, StringComparison.Ordinal);
                Assert.False(string.IsNullOrWhiteSpace(failure.Detail));
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

    /// <summary>As much of the picture is overwritten as the decoder notices.</summary>
    private static byte[] Damage(byte[] file)
    {
        var damaged = (byte[])file.Clone();
        for (var at = file.Length - 17; at > 0; at--)
        {
            damaged[at] = 0xFF;
            if (at % 16 == 0
                && Resizing.Try(damaged, new(), Resizing.Half) is ResizeResult.Refused { Failure.Reason: FailureReason.Corrupt })
            {
                break;
            }
        }

        return damaged;
    }
}
