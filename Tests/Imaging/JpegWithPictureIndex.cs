using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Several pictures in one file, by the Multi-Picture Format.</summary>
public sealed class JpegWithPictureIndex
{
    private static readonly byte[] Preview = Pictures.Jpeg(quality: 20);

    [Theory]
    [InlineData(0x010001)]
    [InlineData(0x010002)]
    [InlineData(0x010005)]
    public void LosesPreviewsOfTheOldPicture(uint kind)
    {
        var file = JpegFiles.Indexed(true, [], (kind, new byte[20], Preview), (0x010001, [0xFF, 0xFF], Preview));
        var resized = Resizing.Resize(file);
        Assert.Equal(JpegFiles.With(Resizing.Resize(Pictures.Jpeg()), JpegFiles.IsoVersion), resized);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void KeepsAnIndexOfTheOthersWherePreviewsGo(bool littleEndian)
    {
        var map = JpegFiles.Map();
        var file = JpegFiles.Indexed(littleEndian, [], (0x010002, [], Preview), (0x050000, [], map), (0x010001, [], Preview));
        var tiff = file.AsSpan().IndexOf("MPF\0"u8) + 4;
        // The main picture depends on the first two.
        foreach (var (at, number) in (ReadOnlySpan<(int, byte)>)[(12, 2), (14, 3)])
        {
            file[tiff + 50 + at + (littleEndian ? 0 : 1)] = number;
        }

        var resized = Resizing.Resize(file);
        var pictures = JpegFiles.IndexedPictures(resized);
        Assert.Equal([0x030000u, 0x050000], pictures.Select(p => p.Type));
        Assert.Equal(Resizing.Resize(map), pictures[1].Picture);
        Assert.Equal(resized.Length, pictures.Sum(p => p.Picture.Length));
        var entry = resized.AsSpan(resized.AsSpan().IndexOf("MPF\0"u8) + 54);
        Assert.Equal([0, 2], (int[])[entry[12] | entry[13], entry[14] | entry[15]]);
    }

    [Theory]
    [InlineData(0x020001)]
    [InlineData(0x020002)]
    [InlineData(0x020003)]
    public void ResizesEachPictureOfAPanoramaOrForBothEyes(uint kind)
    {
        // A further picture has a segment of its own, which tells of it alone.
        var own = JpegFiles.Segment(
            0xE2, [.. "MPF\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0xB1, 1, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0]);
        var second = JpegFiles.With(Pictures.Jpeg(progressive: true, quality: 90), own);
        var third = JpegFiles.With(Pictures.Jpeg(quality: 70), own);
        var resized = Resizing.Resize(JpegFiles.Indexed(false, [], (kind, [], second), (kind, new byte[64], third)));
        var pictures = JpegFiles.IndexedPictures(resized);
        Assert.Equal([0x030000u, kind, kind], pictures.Select(p => p.Type));
        Assert.Equal(Resizing.Resize(second), pictures[1].Picture);
        Assert.Equal(Resizing.Resize(third), pictures[2].Picture);
        Assert.True(pictures[1].Picture.AsSpan(2).StartsWith(own));
        var file = JpegFiles.Indexed(false, [], (kind, [], second));
        var coarse = JpegFiles.IndexedPictures(Resizing.Resize(file, Resizing.Half with { Quality = 40 }));
        Assert.Equal(40, Resizing.Header<JpegHeader>(coarse[1].Picture).Quality);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x040000)]
    public void IsRefusedWithPicturesOfWhichItSaysNothing(uint kind)
    {
        var failure = Resizing.Refusal(JpegFiles.Indexed(false, [], (kind, [], Preview)));
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains("2 pictures (MPF)", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void IsRefusedWithMoreThanItsIndexNames()
    {
        var file = JpegFiles.Indexed(false, [], (0x010001, [], Preview));
        Assert.Contains("second picture", Resizing.Refusal([.. file, .. Pictures.Jpeg()]).Detail, StringComparison.Ordinal);
        byte[] video = [.. file, .. JpegFiles.Video];
        Assert.Equal([.. Resizing.Resize(file), .. JpegFiles.Video], Resizing.Resize(video));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void LosesAPreviewThatAMakerNotePointsToAndWhatPointsToIt(bool littleEndian, bool fromExif)
    {
        byte[] Number(int value, int bytes) =>
            littleEndian ? BitConverter.GetBytes(value)[..bytes] : [.. BitConverter.GetBytes(value)[..bytes].Reverse()];
        byte[] Main(int start, int length) => JpegFiles.With(Pictures.Jpeg(), JpegFiles.Segment(
            0xE1,
            [
                .. "Exif\0\0"u8, .. littleEndian ? "II*\0"u8 : "MM\0*"u8, .. Number(8, 4), .. new byte[6], .. "a note"u8,
                .. Number(0x88, 2), .. Number(4, 2), .. Number(1, 4), .. Number(start, 4),
                .. Number(0x89, 2), .. Number(4, 2), .. Number(1, 4), .. Number(length, 4), .. "and more"u8,
            ]));
        var end = Main(0, 0).Length;
        var place = end + 4 - (fromExif ? 12 : 0);
        byte[] preview = [0, 0, 0, 0, .. Preview];
        Assert.Equal(Resizing.Resize(Main(0, 0)), Resizing.Resize([.. Main(place, Preview.Length), .. preview]));
        foreach (var main in (byte[][])[Main(place, Preview.Length - 1), Main(place + 1, Preview.Length)])
        {
            Assert.Equal([.. Resizing.Resize(main), .. Resizing.Resize(Preview)], Resizing.Resize([.. main, .. preview]));
        }

        // A Konica Minolta's, whose first byte is no JPEG's; and what is carried stays pointed to.
        byte[] konica = [0, 0, 0, 0, 0, .. Preview[1..]];
        Assert.Equal(Resizing.Resize(Main(0, 0)), Resizing.Resize([.. Main(place, Preview.Length), .. konica]));
        byte[] text = [.. "some text"u8];
        byte[] carried = [.. Resizing.Resize(Main(end, text.Length)), .. text];
        Assert.Equal(carried, Resizing.Resize([.. Main(end, text.Length), .. text]));
    }

    [Fact]
    public void LosesAPreviewThatSamsungsNotePointsTo()
    {
        byte[] Main(int start, int length) => JpegFiles.With(Pictures.Jpeg(), JpegFiles.Segment(
            0xE1,
            [
                .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, .. new byte[6], .. "STMN0100"u8,
                .. BitConverter.GetBytes(start), .. BitConverter.GetBytes(length), .. new byte[16],
            ]));
        var end = Main(0, 0).Length;
        Assert.Equal(Resizing.Resize(Main(0, 0)), Resizing.Resize([.. Main(end, Preview.Length), .. Preview]));
        var other = Main(end + 1, Preview.Length);
        Assert.Equal([.. Resizing.Resize(other), .. Resizing.Resize(Preview)], Resizing.Resize([.. other, .. Preview]));
    }
}
