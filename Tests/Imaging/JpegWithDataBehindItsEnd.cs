using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class JpegWithDataBehindItsEnd
{
    private static readonly Dictionary<string, Func<byte[]>> Known = new(StringComparer.Ordinal)
    {
        ["second picture, after what may be its depth"] = () => [.. new byte[99], 7, .. Pictures.Jpeg(progressive: true)],
        ["second picture, after a text"] = () => [.. "some text"u8, .. Pictures.Jpeg()],
        ["second picture, of PNG"] = () => Pictures.Png(),
        ["second picture, of WebP"] = () => Pictures.WebP(),
        ["second picture, of GIF"] = () => [.. "GIF87a"u8, .. Pictures.Gif()[6..]],
        ["second picture, of TIFF"] = () => Pictures.Tiff(),
        ["second picture, of a TIFF from a Mac"] = () => [0, 0, .. TiffBuilder.Of([1, 2, 3, 4], 2, 2, 1, littleEndian: false).Build()],
        ["video, of QuickTime"] = () => [0, 0, 0, 16, .. "moov"u8, .. new byte[8]],
        ["archive"] = () => [.. "PK\x03\x04"u8, .. new byte[30]],
        ["archive, of RAR"] = () => [.. "Rar!\x1A\x07"u8, .. new byte[30]],
        ["archive, of 7-Zip"] = () => [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, .. new byte[30]],
        ["PDF"] = () => [.. "%PDF-1.7"u8, 1, 2],
        ["video, of Matroska"] = () => [0x1A, 0x45, 0xDF, 0xA3, .. new byte[30]],
        ["sound, of AMR"] = () => [.. "#!AMR\n"u8, 1, 2],
        ["sound, of Ogg"] = () => [.. "OggS\0"u8, 2, 1],
        ["sound, of FLAC"] = () => [.. "fLaC\0"u8, 0, 1],
        ["MIE"] = () => [7, .. "~\0\x04\0zmie~"u8, 0, 1],
        ["Insta360"] = () => [1, 2, 3, .. "8db42d694ccc418790edff439fe026bf"u8],
        ["Nikon"] = () => [1, 2, 3, .. "/NIKON APP"u8],
        ["older Samsung"] = () => [1, 2, 3, .. "QDIOBS"u8],
        ["Canon"] = () => [.. "CANON OPTIONAL DATA\0"u8, .. new byte[72]],
        ["DualShot_1"] = () => JpegFiles.Samsung(("DualShot_1", Pictures.Jpeg())),
        ["DepthMap"] = () => JpegFiles.Samsung(("Image_UTC_Data", "1458170015363"u8.ToArray()), ("DualShot_DepthMap_1", new byte[99])),
        ["Unheard_Of"] = () => JpegFiles.Samsung(("Unheard_Of", Pictures.Jpeg())),
        ["long text"] = () => [.. Enumerable.Repeat((byte)'a', 100_000)],
    };

    public static TheoryData<string> Names => [.. Known.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsRefusedByName(string name)
    {
        var failure = Resizing.Refusal([.. Pictures.Jpeg(), .. Known[name]()]);
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains(name.Split(',')[0], failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x00, 100_000)]
    [InlineData(0xFF, 512)]
    [InlineData(-1, 5000)]
    public void LosesPaddingAndRubbish(int value, int count)
    {
        var random = new Random(3);
        byte[] rubbish = [.. Enumerable.Range(0, count).Select(_ => (byte)(value < 0 ? random.Next(256) : value))];
        Assert.Equal(Resizing.Resize(Pictures.Jpeg()), Resizing.Resize([.. Pictures.Jpeg(), .. rubbish]));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(99, false)]
    public void KeepsPicturesThatNothingNamesInTheirProportion(int zeros, bool progressive)
    {
        var (first, second, third) = (Pictures.Jpeg(), Pictures.Jpeg(progressive), Pictures.Jpeg(fullChroma: true));
        byte[] expected = [.. Resizing.Resize(first), .. Resizing.Resize(second), .. Resizing.Resize(third)];
        Assert.Equal(expected, Resizing.Resize([.. first, .. new byte[zeros], .. second, .. third]));
        var stripped = Resizing.Half with { Strip = true };
        Assert.Equal(Resizing.Resize(first, stripped), Resizing.Resize([.. first, .. second], stripped));
    }

    [Fact]
    public void IsRefusedWithAPictureThatIsCutOff()
    {
        var failure = Resizing.Refusal([.. Pictures.Jpeg(), .. Pictures.Jpeg()[..^99]]);
        Assert.Equal(FailureReason.Corrupt, failure.Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void LosesWhatTheMemoryCardHeldBefore(int kind)
    {
        var main = Pictures.Jpeg();
        byte[] held = [.. new byte[40], .. new byte[200].Select((_, i) => (byte)(i * 37 + 1)), .. kind switch
        {
            0 => Pictures.Jpeg(),
            1 => Pictures.Jpeg()[..^99],
            _ => (byte[])[.. "PK\u0003\u0004"u8, .. "not of this picture"u8],
        }];
        var padding = 512 - ((main.Length + held.Length) % 512);

        Assert.Equal(Resizing.Resize(main), Resizing.Resize([.. main, .. held, .. new byte[padding]]));
        Resizing.Refusal([.. main, .. held, .. new byte[padding + 1]]);
        Resizing.Refusal([.. main, .. held[40..], .. new byte[padding + 40]]);
    }

    /// <summary>What begins behind the zeros is a file of its own, and no remainder of one.</summary>
    [Fact]
    public void IsRefusedWithAnotherFileUpToTheEndOfASector()
    {
        byte[] file = [.. Pictures.Jpeg(), .. new byte[40], .. Pictures.Png()];
        var failure = Resizing.Refusal([.. file, .. new byte[512 - (file.Length % 512)]]);
        Assert.Contains("second picture", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void KeepsAText()
    {
        byte[] note = [.. "{\"camera\":\"Größe 1\"}\r\n"u8];
        byte[] resized = [.. Resizing.Resize(Pictures.Jpeg()), .. note];
        Assert.Equal(resized, Resizing.Resize([.. Pictures.Jpeg(), 0, 0, .. note, 0]));
    }

    [Fact]
    public void KeepsTheNotesOfASamsungCamera()
    {
        var notes = JpegFiles.Samsung(("Image_UTC_Data", "1458170015363"u8.ToArray()), ("MCC_Data", "262"u8.ToArray()));
        byte[] file = [.. Pictures.Jpeg(), .. notes];
        Assert.Equal([.. Resizing.Resize(Pictures.Jpeg()), .. notes], Resizing.Resize(file));
        var stripped = Resizing.Half with { Strip = true };
        Assert.Equal(Resizing.Resize(Pictures.Jpeg(), stripped), Resizing.Resize(file, stripped));
    }

    [Fact]
    public void IsRefusedWithASecondPictureInPlaceOfItsEnd()
    {
        var plain = Pictures.Jpeg();
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal([.. plain[..^2], .. plain]).Reason);
    }

    [Fact]
    public void KeepsWhatHoldsForAnyPictureInItsSegments()
    {
        var plain = Pictures.Jpeg();
        byte[] Box(byte instance, string label) => JpegFiles.Segment(
            0xEB, [.. "JP"u8, 0, instance, 0, 0, 0, 1, 0, 0, 0, 60, .. "jumb"u8, .. Encoding.ASCII.GetBytes(label)]);
        byte[] continued = JpegFiles.Segment(0xEB, [.. "JP"u8, 0, 1, 0, 0, 0, 2, 0, 0, 0, 60, .. "jumb"u8, .. "more"u8]);
        var (credentials, other) = (Box(1, "....jumdc2pa"), Box(2, "....jumdmine"));
        var resized = Resizing.Resize([.. plain[..2], .. credentials, .. continued, .. other, .. plain[2..]]);
        var segments = Resizing.Header<JpegHeader>(resized).Segments;
        Assert.Equal(other, resized[segments[0].Offset..(segments[0].Offset + segments[0].Length)]);
        Assert.Single(segments);
    }

    [Theory]
    [InlineData("JP\0\u0001\0\0\0\u0001\0\0\0\u0010RESI....", "JPEG XT")]
    [InlineData("HDR_RI ver=11", "JPEG-HDR")]
    public void IsRefusedWithWhatBelongsToThePixels(string body, string name)
    {
        var plain = Pictures.Jpeg();
        var failure = Resizing.Refusal([.. plain[..2], .. JpegFiles.Segment(0xEB, Encoding.Latin1.GetBytes(body)), .. plain[2..]]);
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains(name, failure.Detail, StringComparison.Ordinal);
    }
}
