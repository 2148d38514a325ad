using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class AnimationWithAlpha
{
    private const int Frames = 4;

    /// <summary>What was there in one frame and is transparent in the next must be gone there.</summary>
    [Theory]
    [InlineData("gif")]
    [InlineData("webp")]
    public void ShowsTheSameFramesAtFactorOne(string format)
    {
        var file = Make(format);
        var before = Pictures.Decode(file);
        var after = Pictures.Decode(Resizing.Resize(file, Resizing.Same));
        Assert.Equal((before.Width, before.Height, before.Channels), (after.Width, after.Height, after.Channels));
        Assert.Equal(Seen(before.Samples), Seen(after.Samples));
    }

    [Theory]
    [InlineData("gif")]
    [InlineData("webp")]
    public void OfOpaqueFramesShowsTheSameAtFactorOne(string format)
    {
        var file = Make(format, opaque: true);
        var (before, after) = (Pictures.Decode(file), Pictures.Decode(Resizing.Resize(file, Resizing.Same)));
        Assert.Equal(Colours(before.Samples, before.Channels), Colours(after.Samples, after.Channels));
    }

    /// <summary>A bar that moves from frame to frame, with nothing or with a colour around it.</summary>
    private static byte[] Make(string format, bool opaque = false)
    {
        var samples = new byte[Pictures.Width * Pictures.Height * Frames * 4];
        for (var i = 0; i < samples.Length / 4; i++)
        {
            var (x, y) = (i % Pictures.Width, i / Pictures.Width);
            var inside = x / 20 == y / Pictures.Height;
            byte[] pixel = inside ? [200, (byte)(y % 8 * 10), 40, 255] : opaque ? [20, 60, (byte)(x / 30 * 20), 255] : [0, 0, 0, 0];
            pixel.CopyTo(samples, i * 4);
        }

        using var image = Image.NewFromMemory(samples, Pictures.Width, Pictures.Height * Frames, 4, Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb);
        using var flat = opaque ? image.ExtractBand(0, 3) : image;
        using var framed = flat.Mutate(m =>
        {
            m.Set(GValue.GIntType, "page-height", Pictures.Height);
            m.Set(GValue.ArrayIntType, "delay", Enumerable.Repeat(100, Frames).ToArray());
        });
        return format is "gif" ? framed.GifsaveBuffer(dither: 0) : framed.WebpsaveBuffer(lossless: true);
    }

    /// <summary>A reader may add an alpha channel in which nothing stands.</summary>
    private static IEnumerable<byte> Colours(byte[] samples, int channels) => samples.Where((_, i) => i % channels < 3);

    /// <summary>Colours below no alpha are not seen.</summary>
    private static byte[] Seen(byte[] rgba)
    {
        for (var i = 0; i < rgba.Length; i += 4)
        {
            if (rgba[i + 3] == 0)
            {
                rgba.AsSpan(i, 3).Clear();
            }
        }

        return rgba;
    }
}
