using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Imaging.Resampling;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Resampling;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Progressive JPEGs of the usual kinds are decoded by the program itself: to the last bit as libjpeg does it.</summary>
public sealed class ProgressiveJpegRows
{
    private static readonly (int Width, int Height)[] Sizes = [(1, 1), (7, 9), (16, 16), (17, 33), (100, 3), (3, 100), (8, 250)];

    private static readonly Dictionary<string, (int Across, int Down)[]> Samplings = new()
    {
        ["grey"] = [(1, 1)],
        ["4:4:4"] = [(1, 1), (1, 1), (1, 1)],
        ["4:2:2"] = [(2, 1), (1, 1), (1, 1)],
        ["4:2:0"] = [(2, 2), (1, 1), (1, 1)],
    };

    public static TheoryData<string, int, int, int> Encoded
    {
        get
        {
            var data = new TheoryData<string, int, int, int>();
            // libvips writes no 4:2:2.
            foreach (var form in Samplings.Keys.Except(["4:2:2"]))
            {
                foreach (var (width, height) in ((int Width, int Height)[])[.. Sizes, (160, 120), (640, 481)])
                {
                    if (HasUsualChroma(form, width))
                    {
                        data.Add(form, width, height, 75);
                        data.Add(form, width, height, 100);
                    }
                }

                data.Add(form, 75, 50, 1);
                data.Add(form, 75, 50, 30);
                data.Add(form, 75, 50, 90);
                data.Add(form, 75, 50, 95);
            }

            return data;
        }
    }

    public static TheoryData<string, bool> Kinds
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var form in Samplings.Keys)
            {
                data.Add(form, false);
                data.Add(form, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Encoded))]
    public void OfLibvipsAreAsByLibjpeg(string form, int width, int height, int quality)
    {
        var channels = form == "grey" ? 1 : 3;
        using var image = Image.NewFromMemoryCopy<byte>(
            SyntheticImage.Create(width, height, channels), width, height, channels, Enums.BandFormat.Uchar);
        using var named = image.Copy(interpretation: channels == 1 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
        JpegRows.AssertAccepted(named.JpegsaveBuffer(
            q: quality,
            interlace: true,
            subsampleMode: form == "4:2:0" ? Enums.ForeignSubsample.On : Enums.ForeignSubsample.Off,
            keep: Enums.ForeignKeep.None));
    }

    /// <summary>Random coefficients, in random scans; loud ones overflow what samples, and sums on the way to them, can hold.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void OfRandomCoefficientsAreAsByLibjpeg(string form, bool isLoud)
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new Random(seed);
            foreach (var (width, height) in (IEnumerable<(int, int)>)[.. Sizes, (random.Next(5, 90), random.Next(1, 60))])
            {
                if (HasUsualChroma(form, width))
                {
                    JpegRows.AssertAccepted(RandomJpeg.Create(random, width, height, isLoud, Samplings[form]).Write());
                }
            }
        }
    }

    /// <summary>Rows are worked on by vectors of samples: whatever is left of the last ones.</summary>
    [Theory]
    [InlineData("grey")]
    [InlineData("4:4:4")]
    [InlineData("4:2:0")]
    public void OfEachSizeAreAsByLibjpeg(string form)
    {
        const int FirstUsual = 5;
        const int Widest = 70;
        const int Highest = 36;
        foreach (var (width, height) in (IEnumerable<(int, int)>)[
            .. from width in Enumerable.Range(FirstUsual, Widest) select (width, 3),
            .. from height in Enumerable.Range(1, Highest) select (FirstUsual, height)])
        {
            JpegRows.AssertAccepted(RandomJpeg.Create(new(width + height), width, height, isLoud: false, Samplings[form]).Write());
        }
    }

    /// <summary>A block each of one coefficient alone; and beside it another of its row, and another of its column.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 1023)]
    [InlineData(16, 100)]
    [InlineData(16, 1023)]
    [InlineData(32, 1023)]
    [InlineData(33, 1023)]
    [InlineData(100, 327)]
    [InlineData(100, 328)]
    [InlineData(128, 512)]
    [InlineData(255, 129)]
    [InlineData(255, 1023)]
    public void OfOneCoefficientAreAsByLibjpeg(int step, int value)
    {
        const int FirstOfRow = 1;
        const int FirstOfColumn = 2;
        foreach (var beside in (int[])[0, FirstOfRow, FirstOfColumn])
        {
            foreach (var sign in (int[])[1, -1])
            {
                var jpeg = new ScriptedJpeg(8 * 64, 8, (1, 1)) { Script = { new([0], 0, 0, 0, false), new([0], 1, 63, 0, false) } };
                jpeg.Components[0].Steps.AsSpan().Fill(step);
                for (var k = 0; k < 64; k++)
                {
                    jpeg.Components[0].Blocks[0][k][beside] = 100;
                    jpeg.Components[0].Blocks[0][k][k] = sign * value;
                }

                JpegRows.AssertAccepted(jpeg.Write());
            }
        }
    }

    /// <summary>As many blocks as a code can tell at once, and some more.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void OfLongRunsOfEmptyBlocksAreAsByLibjpeg(int last)
    {
        var jpeg = new ScriptedJpeg(8 * 260, 8 * 129, (1, 1))
        {
            Script = { new([0], 0, 0, 0, false), new([0], 1, 9, 1, false), new([0], 10, 63, 0, false), new([0], 1, 9, 0, true) },
        };
        jpeg.Components[0].Blocks[0][0][1] = last;
        jpeg.Components[0].Blocks[128][258][1] = last;
        JpegRows.AssertAccepted(jpeg.Write());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ResizedAreAsTheResultFromLibjpegsRows(bool fullChroma)
    {
        var file = Pictures.Jpeg(progressive: true, fullChroma: fullChroma);
        JpegRows.AssertAccepted(file);
        var format = ImageFormats.Recognise(file);
        var header = format.ReadHeader(file);
        using var rows = JpegRows.OpenByLibjpeg(file, header);
        using var resized = Resampler.Create(rows, Pictures.Width / 2, Pictures.Height / 2, Resizing.Half.Filter);
        var encoded = format.Encode(resized, header, rows, Resizing.Half, TestContext.Current.CancellationToken);

        Assert.Equal(format.Join(file, header, encoded, [], strip: false), Resizing.Resize(file));
    }

    /// <summary>Chroma of up to two columns is not interpolated.</summary>
    private static bool HasUsualChroma(string form, int width) => form is not ("4:2:2" or "4:2:0") || width > 4;
}
