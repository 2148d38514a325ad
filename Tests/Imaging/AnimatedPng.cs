using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Imaging.Formats.Png;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>APNG, held against a composition by the specification's rule that is written in the tests.</summary>
public sealed class AnimatedPng
{
    private const int Width = 40;
    private const int Height = 24;

    /// <summary>Samples of all kinds, in runs: as alpha none, whole and between.</summary>
    private static readonly Func<int, int, int, int> Texture = (x, y, c) =>
        c == 3 || (c == 1 && (x ^ y) > 8) ? ((x / 3) + y) % 4 * 0x5555 : ((x / 2) * 30 * (c + 1)) + (y / 3 * 0x1111) + (x / 4);

    private static readonly Func<int, int, int, int> Other = (x, y, c) => Texture(y + 5, x + c, c);

    public static TheoryData<string> Forms => [.. Apngs.Forms.Keys];

    public static TheoryData<string, int, bool> Compositions
    {
        get
        {
            var data = new TheoryData<string, int, bool>();
            foreach (var form in Apngs.Forms.Keys)
            {
                for (var way = 0; way < 6; way++)
                {
                    data.Add(form, way, (way + form.Length) % 2 == 0);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Compositions))]
    public void ShowsTheSameFramesAtFactorOne(string form, int way, bool hidesDefaultImage)
    {
        var file = Make(form, way, hidesDefaultImage);
        var resized = Resizing.Resize(file, Resizing.Same);
        RequireSame(Apngs.Compose(file), Apngs.Compose(resized), sample => sample);
        Assert.Equal(Apngs.Plays(file), Apngs.Plays(resized));
        Assert.Equal(Seen(Apngs.DefaultImage(file), form), Seen(Apngs.DefaultImage(resized), form));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void IsResizedFrameByFrameLikeStillImages(string form)
    {
        foreach (var hidesDefaultImage in (bool[])[false, true])
        {
            var file = Make(form, 4, hidesDefaultImage);
            var resized = Resizing.Resize(file, Resizing.Half with { Filter = Filter.Nearest });
            RequireSame(Apngs.Compose(file), Apngs.Compose(resized), Halved);
            var still = Resizing.Resize(Apngs.DefaultImage(file), Resizing.Half with { Filter = Filter.Nearest });
            Assert.Equal(Seen(still, form), Seen(Apngs.DefaultImage(resized), form));
        }
    }

    [Theory]
    [InlineData("grey of 1 bit")]
    [InlineData("grey of 2 bits")]
    [InlineData("grey of 16 bits")]
    [InlineData("colour")]
    [InlineData("colour with alpha")]
    [InlineData("colour with alpha, interlaced")]
    [InlineData("palette with alpha")]
    public void HasFramesThatAreWhatAStillImageOfThemBecomes(string form)
    {
        foreach (var factor in (int[])[2, 3])
        {
            var spec = Resizing.Half with { Scaling = Scaling.Down(factor) };
            var whole = new Apngs.Frame(0, 0, Width, Height, Texture);
            var next = whole with { Sample = Other, Delay = (7, 0) };
            var shown = Apngs.Compose(Resizing.Resize(Apngs.Encode(Apngs.Forms[form], Width, Height, [whole, next]), spec));
            foreach (var (frame, i) in new[] { whole, next }.Select((f, i) => (f, i)))
            {
                var still = Apngs.DefaultImage(Apngs.Encode(Apngs.Forms[form], Width, Height, [frame]));
                Assert.Equal(Seen(Resizing.Resize(still, spec), form), shown[i].Rgba);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void KeepsItsForm(string form)
    {
        var stored = Apngs.Forms[form];
        var whole = new Apngs.Frame(0, 0, Width, Height, Texture);
        var file = Apngs.Encode(stored, Width, Height, [whole, new(3, 2, 20, 10, Other)]);
        var header = Header(Resizing.Resize(file, Resizing.Half with { Filter = Filter.Nearest }));
        Assert.Equal((stored.ColourType == 3, stored.Interlaced), (header.Palette, header.Interlaced));
        Assert.Equal(stored.ColourType is 4 or 6 || stored.Transparency.Length > 0, header.HasAlpha);
        if (!header.Palette)
        {
            // A transparent colour becomes alpha, which grey of fewer than 8 bits does not have.
            Assert.Equal(stored.Transparency.Length > 0 ? Math.Max(8, stored.BitDepth) : stored.BitDepth, header.BitDepth);
        }
    }

    [Fact]
    public void HasAlphaWhereAFrameLeavesAGap()
    {
        var form = Apngs.Forms["colour"];
        var whole = new Apngs.Frame(0, 0, Width, Height, Texture);
        var part = new Apngs.Frame(4, 4, 10, 10, Other);
        Assert.False(Header(Apngs.Encode(form, Width, Height, [whole, part with { Disposal = 1 }])).HasAlpha);
        Assert.True(Header(Apngs.Encode(form, Width, Height, [whole, part with { Disposal = 1 }, part with { Top = 5 }])).HasAlpha);
        Assert.False(Header(Apngs.Encode(form, Width, Height, [whole, part with { Disposal = 2 }, part with { Top = 5 }])).HasAlpha);
        Assert.True(Header(Apngs.Encode(form, Width, Height, [whole with { Disposal = 2 }, part])).HasAlpha);
        Assert.True(Header(Apngs.Encode(form, Width, Height, [part], hidden: whole)).HasAlpha);
        Assert.False(Header(Apngs.Encode(form, Width, Height, [whole, part], hidden: whole)).HasAlpha);
    }

    [Fact]
    public void KeepsTimingAsItIsWritten()
    {
        (int, int)[] delays = [(0, 0), (1, 0), (0, 100), (65535, 65535), (7, 30)];
        var frames = delays.Select((d, i) => new Apngs.Frame(0, 0, Width, Height, i % 2 == 0 ? Texture : Other) { Delay = d }).ToList();
        foreach (var plays in (int[])[0, 1, int.MaxValue])
        {
            var resized = Resizing.Resize(Apngs.Encode(Apngs.Forms["colour"], Width, Height, frames, plays: plays));
            Assert.Equal(delays, Apngs.Compose(resized).Select(f => f.Delay));
            Assert.Equal(plays, Apngs.Plays(resized));
        }
    }

    [Fact]
    public void WritesOnlyWhatChanges()
    {
        var whole = new Apngs.Frame(0, 0, Width, Height, Texture);
        var resized = Apngs.Compose(Resizing.Resize(
            Apngs.Encode(Apngs.Forms["colour"], Width, Height, [whole, whole, new(8, 6, 4, 2, (_, _, _) => 255)]),
            Resizing.Half with { Filter = Filter.Nearest }));
        Assert.Equal(
            [(0, 0, 20, 12), (0, 0, 1, 1), (4, 3, 2, 1)],
            resized.Select(f => (f.Left, f.Top, f.Width, f.Height)));
    }

    [Fact]
    public void OfManyColoursStaysAPaletteWhereThatIsSmaller()
    {
        var random = new Random(1);
        var form = new Apngs.Form(3, 8)
        {
            Palette = [.. Enumerable.Range(0, 768).Select(_ => (byte)random.Next(256))],
            Transparency = [0, 90],
        };
        var noise = Enumerable.Range(0, 3).Select(_ => new Apngs.Frame(0, 0, 200, 200, (_, _, _) => random.Next(256))).ToList();
        var smooth = new Apngs.Frame(0, 0, 60, 60, (x, y, _) => (x + y) / 4 * 8);
        var resized = Resizing.Resize(Apngs.Encode(form, 200, 200, noise));
        Assert.True(Header(resized).Palette);
        Assert.Equal(3, Apngs.Compose(resized).Count);
        var nearest = Resizing.Resize(Apngs.Encode(form, 60, 60, [smooth, smooth]), Resizing.Half with { Filter = Filter.Nearest });
        Assert.True(Header(nearest).Palette);
    }

    [Fact]
    public void OfOneFrameStaysOne()
    {
        var whole = new Apngs.Frame(0, 0, Width, Height, Texture);
        Assert.Single(Apngs.Compose(Resizing.Resize(Apngs.Encode(Apngs.Forms["colour"], Width, Height, [whole]))));
        var part = Apngs.Encode(Apngs.Forms["colour"], Width, Height, [new(30, 20, 10, 4, Other)], hidden: whole);
        Assert.Single(Apngs.Compose(Resizing.Resize(part)));
    }

    [Fact]
    public void MayHaveItsFirstFrameAnnouncedBeforeTheAnimation()
    {
        var chunks = Apngs.Chunks(Make("colour", 0, hidesDefaultImage: false));
        var control = chunks.First(c => c.Name is "fcTL");
        List<(string Name, byte[] Data)> turned =
            [chunks[0], control, .. chunks.Skip(1).Where(c => !ReferenceEquals(c.Data, control.Data))];
        Assert.Equal(Resizing.Resize(Apngs.Join(chunks)), Resizing.Resize(Apngs.Join(turned)));
    }

    [Fact]
    public void KeepsItsOtherChunks()
    {
        var chunks = Apngs.Chunks(Make("colour", 2, hidesDefaultImage: false));
        chunks.Insert(1, ("gAMA", [0, 0, 0xB1, 0x8F]));
        chunks.Insert(1, ("sBIT", [5, 6, 5]));
        chunks.Insert(chunks.Count - 1, ("tEXt", [.. "Title\0behind"u8]));
        var resized = Resizing.Resize(Apngs.Join(chunks));
        Assert.Equal(
            "IHDR sBIT gAMA acTL fcTL IDAT fcTL fdAT fcTL fdAT fcTL fdAT tEXt IEND",
            string.Join(' ', Apngs.Chunks(resized).Select(c => c.Name)));
        var stripped = Resizing.Resize(Apngs.Join(chunks), Resizing.Half with { Strip = true });
        Assert.DoesNotContain("tEXt", Apngs.Chunks(stripped).Select(c => c.Name));
    }

    [Fact]
    public void DropsSignificantBitsOfChannelsWhereItGetsAlpha()
    {
        var file = Apngs.Chunks(Apngs.Encode(
            Apngs.Forms["colour"], Width, Height, [new(4, 4, 10, 10, Other)], hidden: new(0, 0, Width, Height, Texture)));
        file.Insert(1, ("sBIT", [5, 6, 5]));
        Assert.DoesNotContain("sBIT", Apngs.Chunks(Resizing.Resize(Apngs.Join(file))).Select(c => c.Name));
    }

    [Fact]
    public void CountsItsFramesAgainstTheLimits()
    {
        var file = Make("colour", 0, hidesDefaultImage: true);
        var pixels = Width * Height * 5;
        Assert.IsType<ResizeResult.Image>(Resizing.Try(file, new() { MaxPixels = pixels }, Resizing.Half));
        Assert.Equal(FailureReason.TooLarge, Resizing.Refusal(file, new() { MaxPixels = pixels - 1 }).Reason);
    }

    /// <summary>A changed bit is found, or it changes nothing that is seen.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void IsRefusedWithAnyFlippedBit(bool hidesDefaultImage)
    {
        var file = Make("palette with alpha", 4, hidesDefaultImage);
        for (var at = 8; at < file.Length; at++)
        {
            var damaged = (byte[])file.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            Assert.True(Resizing.Try(damaged, new() { MaxPixels = 1_000_000 }, Resizing.Half) is ResizeResult.Refused, $"byte {at}");
        }
    }

    [Fact]
    public void IsCorruptWhereverItIsCutOff()
    {
        var file = Make("colour with alpha", 1, hidesDefaultImage: false);
        var whole = Resizing.Resize(file);
        for (var length = 33; length < file.Length; length++)
        {
            if (length >= file.Length - 12)
            {
                Assert.Equal(whole, Resizing.Resize(file[..length]));
            }
            else
            {
                Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(file[..length]).Reason);
            }
        }
    }

    public static TheoryData<string> Damages =>
    [
        "a frame fewer than announced", "a frame more than announced", "no frame", "no acTL", "two acTL", "acTL behind the picture",
        "acTL cut short", "a number twice", "a number left out", "chunks in another order", "a frame without data",
        "data before its frame", "data cut off", "data without its end", "two frames before the picture", "fcTL cut short",
        "frame too wide", "frame too far down", "frame without height",
        "first frame smaller than the image", "unknown disposal", "unknown blending", "picture in two pieces", "picture behind a frame",
        "frame of other rows",
    ];

    [Theory]
    [MemberData(nameof(Damages))]
    public void IsCorruptWith(string damage)
    {
        var chunks = Apngs.Chunks(Make("colour", 0, hidesDefaultImage: false));
        var controls = Enumerable.Range(0, chunks.Count).Where(i => chunks[i].Name is "fcTL").ToArray();
        var (picture, last) = (chunks.FindIndex(c => c.Name is "IDAT"), chunks.Count - 2);
        void Change(int chunk, int at, int value) => chunks[chunk].Data[at] = (byte)value;
        switch (damage)
        {
            case "a frame fewer than announced": Change(1, 3, 5); break;
            case "a frame more than announced": Change(1, 3, 3); break;
            case "no frame": chunks.RemoveAll(c => c.Name is "fcTL" or "fdAT"); break;
            case "no acTL": chunks.RemoveAt(1); break;
            case "two acTL": chunks.Insert(1, chunks[1]); break;
            case "acTL behind the picture": chunks.Insert(picture + 1, chunks[1]); chunks.RemoveAt(1); break;
            case "acTL cut short": chunks[1] = ("acTL", chunks[1].Data[..7]); break;
            case "a number twice": Change(last, 3, chunks[last].Data[3] - 1); break;
            case "a number left out": Change(last, 3, chunks[last].Data[3] + 1); break;
            case "chunks in another order": (chunks[last], chunks[last - 1]) = (chunks[last - 1], chunks[last]); break;
            case "a frame without data": chunks.RemoveRange(last - 1, 2); break;
            case "data before its frame": chunks.RemoveAt(controls[1]); Change(controls[1], 3, 1); break;
            case "data cut off": chunks[last] = ("fdAT", chunks[last].Data[..3]); break;
            case "data without its end": chunks.RemoveAt(last); break;
            case "two frames before the picture": (chunks[picture], chunks[controls[1]]) = (chunks[controls[1]], chunks[picture]); break;
            case "fcTL cut short": chunks[controls[1]] = ("fcTL", chunks[controls[1]].Data[..25]); break;
            case "frame too wide": Change(controls[1], 7, Width); break;
            case "frame too far down": Change(controls[1], 18, 1); break;
            case "frame without height": Change(controls[1], 11, 0); break;
            case "first frame smaller than the image": Change(controls[0], 11, Height - 1); break;
            case "unknown disposal": Change(controls[1], 24, 3); break;
            case "unknown blending": Change(controls[1], 25, 2); break;
            case "picture in two pieces":
                var (name, data) = chunks[picture];
                chunks[picture] = (name, data[..10]);
                chunks.InsertRange(picture + 1, [("tEXt", [.. "a\0b"u8]), (name, data[10..])]);
                break;
            case "picture behind a frame": chunks.Insert(last + 1, chunks[picture]); break;
            case "frame of other rows": Change(controls[1], 11, chunks[controls[1]].Data[11] + 1); break;
        }

        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(Apngs.Join(chunks)).Reason);
    }

    /// <summary>Four frames that are drawn and disposed of in one of the ways that there are, after one another.</summary>
    private static byte[] Make(string form, int way, bool hidesDefaultImage)
    {
        var small = new Apngs.Frame(4, 2, 17, 11, Other) { Disposal = way % 3, Blend = way / 3 };
        var whole = new Apngs.Frame(0, 0, Width, Height, Texture) { Disposal = (way + 1) % 3 };
        return Apngs.Encode(
            Apngs.Forms[form],
            Width,
            Height,
            [
                hidesDefaultImage ? small : whole, small with { Left = 12, Sample = Texture },
                small with { Left = 23, Top = 13, Disposal = 0, Delay = (2, 25) }, small with { Left = 20, Disposal = 2, Blend = 1 },
            ],
            hidesDefaultImage ? whole with { Sample = Other } : null);
    }

    private static void RequireSame(List<Apngs.Shown> before, List<Apngs.Shown> after, Func<ushort[], ushort[]> resize)
    {
        Assert.Equal(before.Select(f => f.Delay), after.Select(f => f.Delay));
        for (var i = 0; i < before.Count; i++)
        {
            // Of a sum of colours, each of the two may round a half in another way.
            var wanted = resize(before[i].Rgba);
            Assert.Equal(wanted.Length, after[i].Rgba.Length);
            Assert.All(wanted, (sample, place) => Assert.InRange(after[i].Rgba[place], sample - 300, sample + 300));
        }
    }

    private static ushort[] Halved(ushort[] rgba) =>
    [
        .. from y in Enumerable.Range(0, Height / 2)
           from x in Enumerable.Range(0, Width / 2)
           from c in Enumerable.Range(0, 4)
           select rgba[((((2 * y) + 1) * Width) + (2 * x) + 1) * 4 + c],
    ];

    private static ushort[] Seen(byte[] png, string form) => Apngs.Seen(Apngs.Rgba(png, Apngs.Forms[form].BitDepth == 16));

    private static PngHeader Header(byte[] file) => Resizing.Header<PngHeader>(file);
}
