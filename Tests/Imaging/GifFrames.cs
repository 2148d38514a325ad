using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Gif;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Frames on their screen, held against a composition by the rule of browsers that is written in the tests.</summary>
public sealed class GifFrames
{
    private const int Width = 40;
    private const int Height = 24;

    private static readonly Func<int, int, int> Checks = (x, y) => (x / 4 + y / 4) % 3 + 1;

    public static TheoryData<int, bool, bool, int> Disposals
    {
        get
        {
            var data = new TheoryData<int, bool, bool, int>();
            for (var i = 0; i < 32; i++)
            {
                data.Add(i & 3, (i & 4) != 0, (i & 8) != 0, (i & 16) != 0 ? 2 : 0);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Disposals))]
    public void AreComposedAsBrowsersDo(int disposal, bool transparency, bool firstIsSmaller, int background)
    {
        var small = new Gifs.Frame(4, 4, 16, 12, Checks) { Disposal = disposal, Transparent = transparency ? 2 : null };
        var first = firstIsSmaller ? small : small with { Left = 0, Top = 0, Width = Width, Height = Height };
        RequireSameAtFactorOne(Gifs.Encode(
            Width,
            Height,
            [first, small with { Left = 12 }, small with { Left = 20, Interlaced = true }, small with { Top = 10, Disposal = 0 }, small],
            background));
    }

    [Theory]
    [InlineData(2, 3, 1)]
    [InlineData(3, 2, 0)]
    [InlineData(0, 2, 3)]
    [InlineData(3, 3, 2)]
    public void AreComposedWhateverTheyDoInTurn(int first, int second, int third)
    {
        int[] disposals = [first, second, third, first];
        RequireSameAtFactorOne(Gifs.Encode(
            Width, Height, disposals.Select((d, i) => new Gifs.Frame(3 * i, 2 * i, 20, 12, Checks) { Disposal = d })));
    }

    [Theory]
    [InlineData(30, 4, 20, 12)]
    [InlineData(4, 20, 16, 12)]
    [InlineData(36, 22, 8, 8)]
    [InlineData(40, 0, 8, 8)]
    [InlineData(0, 24, 8, 8)]
    [InlineData(60, 60, 8, 8)]
    [InlineData(0, 0, 50, 30)]
    public void ThatLeaveTheScreenAreShownWithinIt(int left, int top, int width, int height)
    {
        foreach (var interlaced in (bool[])[false, true])
        {
            foreach (var disposal in (int[])[0, 2, 3])
            {
                var leaves = new Gifs.Frame(left, top, width, height, Checks) { Disposal = disposal, Interlaced = interlaced };
                RequireSameAtFactorOne(Gifs.Encode(
                    Width, Height, [new(0, 0, Width, Height, (_, _) => 3), leaves, new(8, 8, 4, 4, (_, _) => 1)]));
            }
        }
    }

    /// <summary>As in Chromium; the part of the screen that the first frame does not cover is transparent.</summary>
    [Theory]
    [InlineData(0, 0, 60, 30, 60, 30)]
    [InlineData(0, 0, 60, 10, 60, Height)]
    [InlineData(30, 10, 20, 20, 50, 30)]
    public void EnlargeTheScreenWhereTheFirstLeavesIt(int left, int top, int width, int height, int newWidth, int newHeight)
    {
        var first = new Gifs.Frame(left, top, width, height, Checks);
        var later = new Gifs.Frame(20, 4, 80, 8, (_, _) => 2) { Disposal = 2 };
        var file = Gifs.Encode(Width, Height, [first, later, first]);
        var resized = Resizing.Resize(file, Resizing.Same);
        Assert.Equal((newWidth, newHeight), (Resizing.Header<GifHeader>(resized).Width, Resizing.Header<GifHeader>(resized).Height));
        Assert.Equal(Gifs.Compose(Gifs.Encode(newWidth, newHeight, [first, later, first])), Gifs.Compose(resized));
        Assert.Equal(
            resized,
            Resizing.Resize(Gifs.Encode(newWidth, newHeight, [first, later, first]), Resizing.Same));
    }

    [Fact]
    public void MakeTheScreenOfAGifThatHasNone() => Assert.Equal(
        Gifs.Compose(Gifs.Encode(30, 20, [new(0, 0, 30, 20, Checks)])),
        Gifs.Compose(Resizing.Resize(Gifs.Encode(0, 0, [new(0, 0, 30, 20, Checks)]), Resizing.Same)));

    [Fact]
    public void KeepTransparencyAndTimingWhenResized()
    {
        var file = Gifs.Encode(
            Width, Height, [new(8, 8, 16, 8, (_, _) => 1) { Disposal = 2, Delay = 3 }, new(24, 8, 8, 8, (_, _) => 2) { Delay = 0 }]);
        var resized = Resizing.Resize(file, Resizing.Half with { Filter = Filter.Nearest });
        var header = Resizing.Header<GifHeader>(resized);
        Assert.Equal([3, 0], header.Delays);
        Assert.Equal(7, header.Repetitions);
        var (before, after) = (Gifs.Compose(file), Gifs.Compose(resized));
        Assert.All(after, (frame, number) => Assert.Equal(Halved(before[number]), frame));
    }

    /// <summary>A GIF has alpha whole or not at all: a pixel keeps what it has the more of.</summary>
    [Fact]
    public void AreOpaqueWhereHalfOfAlphaIsLeft()
    {
        // Bars of one to five pixels with gaps of three between them.
        int[] bars = [3, 7, 8, 12, 13, 14, 18, 19, 20, 21, 25, 26, 27, 28, 29];
        var file = Gifs.Encode(Width, Height, [new(0, 0, Width, Height, (x, _) => bars.Contains(x) ? 1 : 2) { Transparent = 2 }]);
        foreach (var filter in (Filter[])[Filter.Triangle, Filter.Gaussian])
        {
            var shape = new RowShape(Width, 1, 1, 1, 1, HasAlpha: false);
            int[] row = [.. Enumerable.Range(0, Width).Select(x => bars.Contains(x) ? 255 : 0)];
            var alpha = ExactResize.Run(shape, row, Width / 2, 1, filter);
            var frame = Gifs.Compose(Resizing.Resize(file, Resizing.Half with { Filter = filter })).Single();
            for (var x = 0; x < Width / 2; x++)
            {
                Assert.True(Math.Abs(alpha[x] - 128) < 3 || frame[(4 * x) + 3] == (alpha[x] > 128 ? 255 : 0), $"{x}: {alpha[x]}");
            }
        }
    }

    [Fact]
    public void ThatAreOpaqueAndCoverTheScreenHaveNoAlpha()
    {
        var first = new Gifs.Frame(0, 0, Width, Height, Checks) { Disposal = 2 };
        Assert.False(HasAlpha(first, first));
        Assert.True(HasAlpha(first, first with { Width = 39 }));
        Assert.True(HasAlpha(first with { Left = 1, Width = 39 }));
        Assert.True(HasAlpha(first with { Disposal = 3 }, first with { Height = 23 }));
        Assert.False(HasAlpha(first with { Disposal = 1 }, first with { Height = 23 }));

        static bool HasAlpha(params Gifs.Frame[] frames) => Resizing.Header<GifHeader>(Gifs.Encode(Width, Height, frames)).HasAlpha;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AreAllThereWithoutTheTrailer(int missing)
    {
        var file = Gifs.Encode(Width, Height, [new(0, 0, Width, Height, Checks), new(4, 4, 8, 8, Checks)]);
        Assert.Equal(Resizing.Resize(file), Resizing.Resize(file[..^missing]));
    }

    [Fact]
    public void ThatEndEarlyAreCorruptWithoutTheTrailer()
    {
        var frame = new Gifs.Frame(0, 0, Width, Height, Checks);
        var (one, two) = (Gifs.Encode(Width, Height, [frame]), Gifs.Encode(Width, Height, [frame, frame]));
        var same = Resizing.Resize(one);
        for (var length = one.Length; length < two.Length - 10; length++)
        {
            // What ends with a whole frame cannot be told from a file that has no further one.
            Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(two[..length]).Reason);
        }

        Assert.Equal(same, Resizing.Resize(two[..(one.Length - 1)]));
    }

    [Fact]
    public void MayHaveZeroBytesBetweenThem()
    {
        var frame = new Gifs.Frame(0, 0, Width, Height, Checks);
        byte[] head = Gifs.Encode(Width, Height, [])[..^1];
        byte[] clean = [.. head, .. Gifs.Block(frame), .. Gifs.Block(frame), 0x3B];
        byte[] stray = [.. head, 0, .. Gifs.Block(frame), 0, 0, .. Gifs.Block(frame), 0, 0x3B];
        Assert.Equal(Resizing.Resize(clean), Resizing.Resize(stray));
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal([.. head, .. Gifs.Block(frame), 1, .. Gifs.Block(frame), 0x3B]).Reason);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(127)]
    public void WithAColourThatTheTableLacksAreCorrupt(int index)
    {
        var frame = new Gifs.Frame(0, 0, Width, Height, (x, y) => x + y == 9 ? index : 1);
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(Gifs.Encode(Width, Height, [frame])).Reason);
        RequireSameAtFactorOne(Gifs.Encode(Width, Height, [frame with { Transparent = index }]));
    }

    private static void RequireSameAtFactorOne(byte[] file)
    {
        var resized = Resizing.Resize(file, Resizing.Same);
        var (before, after) = (Gifs.Compose(file), Gifs.Compose(resized));
        Assert.Equal(before.Count, after.Count);
        Assert.All(after, (frame, number) => Assert.Equal(before[number], frame));
        Assert.Equal(Resizing.Header<GifHeader>(file).Delays, Resizing.Header<GifHeader>(resized).Delays);
    }

    private static byte[] Halved(byte[] rgba)
    {
        var half = new List<byte>();
        for (var y = 1; y < Height; y += 2)
        {
            for (var x = 1; x < Width; x += 2)
            {
                half.AddRange(rgba.AsSpan(((y * Width) + x) * 4, 4));
            }
        }

        return [.. half];
    }
}
