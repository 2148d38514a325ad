using ImgCompress.Engine.Imaging;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class TruncatedFile
{
    public static TheoryData<string> Forms => [.. KeptForms.All.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void IsRefusedUnlessAllOfItsPictureIsThere(string form)
    {
        var file = KeptForms.All[form]();
        var whole = Resizing.Resize(file);
        foreach (var length in (int[])
            [file.Length / 100, file.Length / 2, file.Length * 9 / 10, file.Length * 99 / 100, file.Length - 2, file.Length - 1])
        {
            // Without its end marker an image may still be whole.
            Assert.True(
                Resizing.Try(file[..length], new(), Resizing.Half) is not ResizeResult.Image image
                || (file.Length - length <= 12 && image.Bytes.Span.SequenceEqual(whole)),
                $"{length} of {file.Length}");
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    [Trait("Speed", "Slow")]
    public void NeverThrowsWhateverIsFlipped(string form)
    {
        var file = KeptForms.All[form]();
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var damaged = (byte[])file.Clone();
            for (var flips = 0; flips < 1 + (i % 4); flips++)
            {
                damaged[random.Next(i % 2 == 0 ? Math.Min(200, file.Length) : file.Length)] ^= (byte)(1 << random.Next(8));
            }

            Resizing.Try(damaged, new() { MaxPixels = 1_000_000 }, Resizing.Half);
        }
    }
}
