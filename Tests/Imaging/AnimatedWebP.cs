using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.WebP;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class AnimatedWebP
{
    [Fact]
    public void KeepsFramesDurationsAndLoops()
    {
        var file = Pictures.Animation(i => i.WebpsaveBuffer(), [100, 7, 250], loop: 3);
        var animation = Resizing.Header<WebPHeader>(file).Chunks.Single(c => c.Name is "ANIM");
        var resized = Resizing.Resize(file);
        var after = Resizing.Header<WebPHeader>(resized);
        Assert.Equal(Resizing.Header<WebPHeader>(file).Durations, after.Durations);
        Assert.Equal(file[animation.Data], resized[after.Chunks.Single(c => c.Name is "ANIM").Data]);
    }

    [Fact]
    public void OfOneFrameIsRefusedByThatName()
    {
        var picture = Pictures.WebP(lossless: true)[12..];
        byte[] frame = [0, 0, 0, 0, 0, 0, Pictures.Width - 1, 0, 0, Pictures.Height - 1, 0, 0, 100, 0, 0, 0, .. Lossless(picture)];
        byte[] chunks =
        [
            .. "VP8X"u8, 10, 0, 0, 0, 2, 0, 0, 0, Pictures.Width - 1, 0, 0, Pictures.Height - 1, 0, 0,
            .. "ANIM"u8, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            .. "ANMF"u8, .. BitConverter.GetBytes(frame.Length), .. frame,
        ];
        var failure = Resizing.Refusal([.. "RIFF"u8, .. BitConverter.GetBytes(4 + chunks.Length), .. "WEBP"u8, .. chunks]);
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains("of one frame", failure.Detail, StringComparison.Ordinal);
    }

    private static byte[] Lossless(byte[] chunks)
    {
        var at = chunks.AsSpan().IndexOf("VP8L"u8);
        var length = BitConverter.ToInt32(chunks, at + 4);
        return chunks[at..(at + 8 + length + (length & 1))];
    }
}
