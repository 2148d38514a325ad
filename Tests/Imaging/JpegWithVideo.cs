using System.Globalization;
using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Motion photos, Micro Videos, and videos or sounds that nothing points to.</summary>
public sealed class JpegWithVideo
{
    private static readonly byte[] Video = JpegFiles.Video;

    public static TheoryData<string> Offsets =>
    [
        "<x GCamera:MicroVideo='1' GCamera:MicroVideoOffset='{0}'/>",
        "<x GCamera:MicroVideo = \"1\"\n GCamera:MicroVideoOffset\t=  \"{0}\" />",
        "<x xmlns:c='http://ns.google.com/photos/1.0/camera/' c:MicroVideo='1' c:MicroVideoOffset='{0}'></x>",
        "<GCamera:MicroVideoOffset>{0}</GCamera:MicroVideoOffset>",
        "<c:MicroVideoOffset xmlns:c='http://ns.google.com/photos/1.0/camera/'>{0}</c:MicroVideoOffset >",
    ];

    public static TheoryData<string> Items =>
    [
        "<x><rdf:li><Container:Item Item:Semantic='Primary' Item:Padding='{0}'/></rdf:li>"
            + "<rdf:li><Container:Item Item:Semantic='MotionPhoto' Item:Length='{1}'/></rdf:li></x>",
        "<x><rdf:li rdf:parseType='Resource'><Item:Padding>{0}</Item:Padding><Item:Semantic>Primary</Item:Semantic></rdf:li>"
            + "<rdf:li rdf:parseType='Resource'><Item:Length>{1}</Item:Length><Item:Semantic>MotionPhoto</Item:Semantic></rdf:li></x>",
        "<x><rdf:li Item:Padding = \"{0}\" Item:Semantic = \"Primary\"/>"
            + "<rdf:li Item:Length = \"{1}\" Item:Semantic = \"MotionPhoto\"/></x>",
        "<x xmlns:i='http://ns.google.com/photos/1.0/container/item/'><rdf:li><y i:Semantic='Primary' i:Padding='{0}'/></rdf:li>"
            + "<rdf:li><y><i:Length>{1}</i:Length><i:Semantic>MotionPhoto</i:Semantic></y></rdf:li></x>",
    ];

    private static readonly Dictionary<string, Func<byte[]>> Media = new(StringComparer.Ordinal)
    {
        ["MP4"] = () => Video,
        ["MP4 to the file's end"] = () => [.. Video[..24], 0, 0, 0, 0, .. "mdat"u8, .. new byte[100], 1],
        ["MP4 of 64-bit sizes"] = () => [.. Video[..24], 0, 0, 0, 1, .. "mdat"u8, 0, 0, 0, 0, 0, 0, 0, 20, 1, 2, 3, 4],
        ["QuickTime"] = () => [0, 0, 0, 20, .. "ftypqt  \0\0\0\0qt  "u8, 0, 0, 0, 8, .. "wide"u8],
        ["AVI"] = () => [.. "RIFF\x20\0\0\0AVI LIST"u8, .. new byte[24]],
        ["sound"] = () => [.. "RIFF\x20\0\0\0WAVEfmt "u8, .. new byte[24]],
        ["with a phone's own tags behind it"] = () => [.. Video, 0, 0, 7, .. "v2_f31 0:0          LIVE_1234"u8],
        ["in Samsung's notes"] = () => JpegFiles.Samsung(("Image_UTC_Data", "1458170015363"u8.ToArray()), ("MotionPhoto_Data", Video)),
        ["sound and shot"] = () => JpegFiles.Samsung(("SoundShot_000", Video)),
        ["behind Samsung's mark alone"] = () => [.. "MotionPhoto_Data"u8, .. Video],
    };

    public static TheoryData<string> Kinds => [.. Media.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void IsResizedWithItsVideoByteForByte(string kind)
    {
        var media = Media[kind]();
        byte[] resized = [.. Resizing.Resize(Pictures.Jpeg()), .. media];
        Assert.Equal(resized, Resizing.Resize([.. Pictures.Jpeg(), .. media]));
        Assert.Equal(resized, Resizing.Resize([.. Pictures.Jpeg(), .. new byte[9], .. media]));
        var stripped = Resizing.Half with { Strip = true };
        Assert.Equal(Resizing.Resize(Pictures.Jpeg(), stripped), Resizing.Resize([.. Pictures.Jpeg(), .. media], stripped));
    }

    [Theory]
    [MemberData(nameof(Offsets))]
    public void SaysHowFarItsVideoIsFromTheEnd(string xmp)
    {
        byte[] File(byte[] picture, int offset, byte[] behind) =>
            [.. JpegFiles.With(picture, JpegFiles.Xmp(string.Format(CultureInfo.InvariantCulture, xmp, offset))), .. Video, .. behind];
        var expected = File(Resizing.Resize(Pictures.Jpeg()), Video.Length, []);
        Assert.Equal(expected, Resizing.Resize(File(Pictures.Jpeg(), Video.Length, [])));

        // One that pointed elsewhere points to the video; what phones write behind it stays, and counts.
        Assert.Equal(expected, Resizing.Resize(File(Pictures.Jpeg(), 5, [])));
        byte[] notes = JpegFiles.Samsung(("MCC_Data", "262"u8.ToArray()));
        var both = Video.Length + notes.Length;
        Assert.Equal(
            File(Resizing.Resize(Pictures.Jpeg()), both, notes),
            Resizing.Resize(File(Pictures.Jpeg(), both + 8, [.. notes, .. new byte[8]])));
    }

    [Theory]
    [MemberData(nameof(Items))]
    public void SaysInItsDirectoryWhereItsVideoIs(string xmp)
    {
        byte[] File(byte[] picture, int padding, byte[] behind) =>
        [
            .. JpegFiles.With(picture, JpegFiles.Xmp(string.Format(CultureInfo.InvariantCulture, xmp, padding, Video.Length))),
            .. behind,
        ];
        var expected = File(Resizing.Resize(Pictures.Jpeg()), 0, Video);
        Assert.Equal(expected, Resizing.Resize(File(Pictures.Jpeg(), 0, Video)));
        Assert.Equal(expected, Resizing.Resize(File(Pictures.Jpeg(), 50, [.. new byte[50], .. Video])));

        // Of Samsung's notes the video is one, and the padding leads into it.
        var notes = JpegFiles.Samsung(("Image_UTC_Data", "1458170015363"u8.ToArray()), ("MotionPhoto_Data", Video));
        Assert.Equal(File(Resizing.Resize(Pictures.Jpeg()), 59, notes), Resizing.Resize(File(Pictures.Jpeg(), 59, notes)));
    }

    [Fact]
    public void MayHaveAGainMapToo()
    {
        byte[] notes = JpegFiles.Samsung(("MCC_Data", "262"u8.ToArray()));
        var resized = Resizing.Resize(JpegFiles.UltraHdr(JpegFiles.Map(), true, 0, Video, notes));
        var map = Assert.Single(Resizing.Header<JpegHeader>(resized).Further);
        Assert.True(resized.AsSpan(map.Offset + map.Length).SequenceEqual((ReadOnlySpan<byte>)[.. Video, .. notes]));
        Assert.Equal(map.Length, JpegFiles.NumberBehind(resized, "Item:Semantic=\"GainMap\" Item:Length=\""));
        Assert.Equal(Video.Length, JpegFiles.NumberBehind(resized, "Item:Semantic=\"MotionPhoto\" Item:Length=\""));
        Assert.Equal(resized[map.Offset..(map.Offset + map.Length)], JpegFiles.IndexedPictures(resized)[1].Picture);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void IsRefusedWhereItsVideoIsCutOff(int missing)
    {
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal([.. Pictures.Jpeg(), .. Video[..^missing]]).Reason);
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal([.. Pictures.Jpeg(), .. Media["sound"]()[..^missing]]).Reason);
    }

    [Theory]
    [InlineData("<x GCamera:MotionPhoto=\"1\"/>")]
    [InlineData("<x GCamera:MicroVideo='1' GCamera:MicroVideoOffset='4000'/>")]
    [InlineData("<rdf:li Item:Semantic='MotionPhoto' Item:Length='4000'/>")]
    public void IsResizedWhereItsVideoIsGoneAlready(string xmp)
    {
        var segment = JpegFiles.Xmp(xmp);
        var expected = JpegFiles.With(Resizing.Resize(Pictures.Jpeg()), segment);
        Assert.Equal(expected, Resizing.Resize(JpegFiles.With(Pictures.Jpeg(), segment)));
        Assert.Equal(expected, Resizing.Resize([.. JpegFiles.With(Pictures.Jpeg(), segment), .. new byte[20]]));
    }

    [Theory]
    [InlineData("heic")]
    [InlineData("avif")]
    public void IsToldFromAPicture(string brand)
    {
        byte[] file = [.. Pictures.Jpeg(), 0, 0, 0, 24, .. "ftyp"u8, .. Encoding.ASCII.GetBytes(brand), 0, 0, 0, 0, .. "mif1miaf"u8];
        Assert.Contains("second picture", Resizing.Refusal(file).Detail, StringComparison.Ordinal);
    }
}
