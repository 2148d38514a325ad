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

    [Theory]
    [InlineData("A", "A")]
    [InlineData("AA", "A")]
    [InlineData("AAB", "AB")]
    [InlineData("ABB", "AB")]
    [InlineData("ABBBAA", "ABA")]
    [InlineData("AABBAABB", "ABAB")]
    public void KeepsTheWholeTimingOfEqualFrames(string frames, string distinct)
    {
        int[] durations = [.. frames.Select((_, i) => 7 * i)];
        var file = Animation(frames, durations, background: 0x11, loops: 9);
        foreach (var spec in (ResizeSpec[])
            [Resizing.Half, Resizing.Same, Resizing.Half with { Scaling = Scaling.Up(2) }])
        {
            var resized = Resizing.Resize(file, spec);
            var header = Resizing.Header<WebPHeader>(resized);
            Assert.Equal(durations.Sum(), header.Durations.Sum());
            Assert.Equal(distinct.Length, header.Frames);
            Assert.Equal(Starts(frames, durations), Starts(distinct, header.Durations));
            Assert.Equal(file[Chunk(file, "ANIM")], resized[Chunk(resized, "ANIM")]);
            var (samples, width, height, channels) = Pictures.Decode(resized);
            var frame = samples.Length / distinct.Length;
            Assert.Equal((header.Width, header.Height * distinct.Length), (width, height));
            Assert.All(
                distinct,
                (letter, i) => Assert.Equal(Colour(letter), samples.AsSpan((i * frame) + (frame / channels / 2 * channels), 3)));
        }
    }

    [Fact]
    public void KeepsTheLongestDurations()
    {
        int[] longest = [0xFF_FFFF, 0, 0xFF_FFFF, 1];
        var resized = Resizing.Resize(Animation("ABAC", longest));
        Assert.Equal(longest, Resizing.Header<WebPHeader>(resized).Durations);
        Assert.Equal([0xFF_FFFF, 3], Resizing.Header<WebPHeader>(Resizing.Resize(Animation("AAAB", [0xFF_FFF0, 0, 15, 3]))).Durations);
        Assert.Equal(FailureReason.Unsupported, Resizing.Refusal(Animation("AAAB", [0xFF_FFF0, 0, 16, 3])).Reason);
    }

    /// <summary>A file may hold both: what one picture gains by loss, another gains without.</summary>
    [Fact]
    public void MayMixLossyFramesAndLosslessOnes()
    {
        var file = Animation("ABC", [10, 20, 30]);
        var still = Pictures.WebP();
        var picture = Resizing.Header<WebPHeader>(still).Chunks.Single(c => c.Name is "VP8 ");
        var lossy = still[picture.Offset..picture.Data.End];
        var second = file.AsSpan().LastIndexOf("ANMF"u8);
        byte[] frame = [.. file[(second + 8)..(second + 24)], .. lossy];
        byte[] mixed = [.. file[..second], .. "ANMF"u8, .. BitConverter.GetBytes(frame.Length), .. frame];
        BitConverter.GetBytes(mixed.Length - 8).CopyTo(mixed, 4);
        Assert.True(Resizing.Header<WebPHeader>(mixed).Mixed);
        var after = Resizing.Resize(mixed);
        var header = Resizing.Header<WebPHeader>(after);
        Assert.Equal((3, true), (header.Frames, header.Mixed));
        var (samples, _, _, channels) = Pictures.Decode(after);
        var oneFrame = samples.Length / 3;
        Assert.All("AB", (letter, i) =>
        {
            var colour = Colour(letter);
            for (var c = 0; c < 3; c++)
            {
                // The encoder chooses anew which frames lose something.
                Assert.InRange(samples[(oneFrame * i) + (channels * Pictures.Width * 3) + c] - colour[c], -3, 3);
            }
        });
    }

    /// <summary>Frames of one colour each, made by the encoder as still pictures.</summary>
    private static byte[] Animation(string frames, int[] durations, byte background = 0, byte loops = 0)
    {
        List<byte> chunks =
        [
            .. "VP8X"u8, 10, 0, 0, 0, 2, 0, 0, 0, Pictures.Width - 1, 0, 0, Pictures.Height - 1, 0, 0,
            .. "ANIM"u8, 6, 0, 0, 0, background, 2, 3, 255, loops, 0,
        ];
        foreach (var (letter, duration) in frames.Zip(durations))
        {
            var colour = Colour(letter).ToArray().Select(c => (double)c).ToArray();
            using var image = (NetVips.Image.Black(Pictures.Width, Pictures.Height, 3) + colour)
                .Cast(NetVips.Enums.BandFormat.Uchar).Copy(interpretation: NetVips.Enums.Interpretation.Srgb);
            byte[] time = [(byte)duration, (byte)(duration >> 8), (byte)(duration >> 16)];
            byte[] frame =
            [
                0, 0, 0, 0, 0, 0, Pictures.Width - 1, 0, 0, Pictures.Height - 1, 0, 0, .. time, 2,
                .. Lossless(image.WebpsaveBuffer(lossless: true)[12..]),
            ];
            chunks.AddRange([.. "ANMF"u8, .. BitConverter.GetBytes(frame.Length), .. frame]);
        }

        return [.. "RIFF"u8, .. BitConverter.GetBytes(4 + chunks.Count), .. "WEBP"u8, .. chunks];
    }

    private static ReadOnlySpan<byte> Colour(char letter) => new byte[] { (byte)(40 * (letter - 'A')), 90, 200 };

    /// <summary>Each frame that is not as the one before, and when it appears.</summary>
    private static IEnumerable<(char Frame, int At)> Starts(string frames, IReadOnlyList<int> durations) => frames
        .Select((letter, i) => (letter, durations.Take(i).Sum()))
        .Where((_, i) => i == 0 || frames[i] != frames[i - 1]);

    private static Range Chunk(byte[] file, string name) => Resizing.Header<WebPHeader>(file).Chunks.Single(c => c.Name == name).Data;

    private static byte[] Lossless(byte[] chunks)
    {
        var at = chunks.AsSpan().IndexOf("VP8L"u8);
        var length = BitConverter.ToInt32(chunks, at + 4);
        return chunks[at..(at + 8 + length + (length & 1))];
    }
}
