using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class JpegWithMetadata
{
    private static readonly byte[] Icc = [0xFF, 0xE2, 0, 20, .. "ICC_PROFILE\0"u8, 1, 1, 7, 7, 7, 7];
    private static readonly byte[] Xmp = [0xFF, 0xE1, 0, 36, .. "http://ns.adobe.com/xap/1.0/\0"u8, .. "<x/> "u8];
    private static readonly byte[] Comment = [0xFF, 0xFE, 0, 7, .. "hello"u8];
    private static readonly byte[] Jfif = [0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 2, 1, 1, 44, 1, 44, 0, 0];
    private static readonly byte[] Exif =
    [
        0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0,
        1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
    ];

    private static readonly byte[] Iptc =
        [0xFF, 0xED, 0, 36, .. "Photoshop 3.0\0"u8, .. "8BIM\x04\x04\0\0\0\0\0\x08"u8, 0x1C, 2, 0x78, 0, 3, .. "sea"u8];

    private static readonly byte[] Own = [0xFF, 0xE5, 0, 8, .. "camera"u8];

    [Fact]
    public void KeepsEverySegmentByteByByte()
    {
        var resized = Resizing.Resize(With(Pictures.Jpeg(), Jfif, Exif, Xmp, Icc, Iptc, Own, Comment)).AsSpan();
        Assert.True(resized[2..].StartsWith((ReadOnlySpan<byte>)[.. Jfif, .. Exif, .. Xmp, .. Icc, .. Iptc, .. Own, .. Comment]));
    }

    /// <summary>The small picture in EXIF's second directory.</summary>
    [Fact]
    public void KeepsItsThumbnail()
    {
        var thumbnail = Pictures.Jpeg(quality: 10);
        byte[] exif =
        [
            .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 0, 0, 14, 0, 0, 0,
            2, 0, 1, 2, 4, 0, 1, 0, 0, 0, 44, 0, 0, 0, 2, 2, 4, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(thumbnail.Length), 0, 0, 0, 0,
            .. thumbnail,
        ];
        var segment = JpegFiles.Segment(0xE1, exif);
        Assert.Equal(With(Resizing.Resize(Pictures.Jpeg()), segment), Resizing.Resize(With(Pictures.Jpeg(), segment)));
    }

    [Fact]
    public void KeepsProfileAndOrientationAloneWhenStripped()
    {
        var resized = Resizing.Resize(With(Pictures.Jpeg(), Jfif, Exif, Xmp, Icc, Comment), Resizing.Half with { Strip = true });
        Assert.True(resized.AsSpan(2).StartsWith((ReadOnlySpan<byte>)[.. Icc, .. Exif]));
        Assert.Equal(2, Resizing.Header<JpegHeader>(resized).Segments.Count);
    }

    [Theory]
    [InlineData("<x xmlns:d='http://ns.google.com/photos/1.0/depthmap/' d:Format='RangeInverse'/>")]
    [InlineData("<x xmlns:i='http://ns.google.com/photos/1.0/image/'><i:Mime>image/jpeg</i:Mime></x>")]
    [InlineData("<GDepth:Near >1</GDepth:Near>")]
    [InlineData("<x GImage:Data\n=\t'&#65;'/>")]
    public void IsRefusedWhenItHoldsMoreThanItsPicture(string xmp)
    {
        byte[] body = [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. System.Text.Encoding.UTF8.GetBytes(xmp)];
        var file = With(Pictures.Jpeg(), [0xFF, 0xE1, 0, (byte)(body.Length + 2), .. body]);
        Assert.Equal(FailureReason.Unsupported, Resizing.Refusal(file).Reason);
    }

    [Theory]
    [InlineData("<x Item:Semantic = 'Depth'/>")]
    [InlineData("<x xmlns:i='http://ns.google.com/photos/1.0/container/item/'><i:Semantic>Original</i:Semantic></x>")]
    [InlineData("<x xmlns:i='http://ns.google.com/photos/dd/1.0/item/' i:DataURI='android/original_image'/>")]
    [InlineData("<x xmlns:m='http://ns.xiaomi.com/photos/1.0/camera/' m:XMPMeta='&lt;depthmap offset=&quot;9&quot;/&gt;'/>")]
    public void IsRefusedWhenItNamesFilesBehindItsEnd(string xmp)
    {
        var file = JpegFiles.With(Pictures.Jpeg(), JpegFiles.Xmp(xmp));
        Assert.Equal(FailureReason.Unsupported, Resizing.Refusal([.. file, 1, 2, 3]).Reason);

        // Where nothing stands there, nothing can be lost.
        Assert.Equal(JpegFiles.With(Resizing.Resize(Pictures.Jpeg()), JpegFiles.Xmp(xmp)), Resizing.Resize([.. file, 0, 0]));
    }

    [Theory]
    [InlineData("<x GCamera:MotionPhoto=\"0\"/>")]
    [InlineData("<x Item:Semantic='Primary'/>")]
    [InlineData("<x dc:title='MotionPhoto = 1'><dc:subject>GDepth:Format=1</dc:subject></x>")]
    [InlineData("<!-- <x GCamera:MotionPhoto=\"1\"/> -->")]
    public void IsResizedWhenItsXmpOnlySaysSimilarThings(string xmp)
    {
        byte[] body = [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. System.Text.Encoding.UTF8.GetBytes(xmp)];
        byte[] segment = [0xFF, 0xE1, 0, (byte)(body.Length + 2), .. body];
        Assert.True(Resizing.Resize(With(Pictures.Jpeg(), segment)).AsSpan(2).StartsWith(segment));
    }

    [Fact]
    public void IsRefusedWhenItsExtendedXmpHoldsAnotherPicture()
    {
        var packet = System.Text.Encoding.ASCII.GetBytes("<x xmlns:i='http://ns.google.com/photos/1.0/image/' i:Data='AAAA'/>");
        byte[] Part(int from, int to)
        {
            byte[] body =
            [
                .. "http://ns.adobe.com/xmp/extension/\0"u8, .. Enumerable.Repeat((byte)'A', 32), 0, 0, 0, (byte)packet.Length,
                0, 0, 0, (byte)from, .. packet[from..to],
            ];
            return [0xFF, 0xE1, 0, (byte)(body.Length + 2), .. body];
        }

        var file = With(Pictures.Jpeg(), Part(0, 35), Part(35, packet.Length));
        Assert.Equal(FailureReason.Unsupported, Resizing.Refusal(file).Reason);
        Resizing.Resize(With(Pictures.Jpeg(), Part(0, 35)));
    }

    [Fact]
    public void LosesWhatFollowsItsPicture() =>
        Assert.Equal(Resizing.Resize(Pictures.Jpeg()), Resizing.Resize([.. Pictures.Jpeg()[..^2], 0x55, 0x55, 0x55, 0xFF, 0xD9]));

    [Fact]
    public void LosesWhatFollowsItsEnd() =>
        Assert.Equal(Resizing.Resize(Pictures.Jpeg()), Resizing.Resize([.. Pictures.Jpeg(), .. new byte[100]]));

    private static byte[] With(byte[] jpeg, params byte[][] segments) => [.. jpeg[..2], .. segments.SelectMany(s => s), .. jpeg[2..]];
}
